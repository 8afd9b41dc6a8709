#!/usr/bin/env bash
# The image of the batch from the static programs in dist/, without a container engine: an OCI layout as an archive, for x64 and
# ARM64, whichever are there.
#
#   release/image.sh              writes dist/biaoyu-V-oci.tar
#   release/image.sh --store      builds biaoyu-store for this machine's processor and writes dist/biaoyu-store-V-oci.tar
#
# Into a registry:  skopeo copy --all oci-archive:dist/biaoyu-V-oci.tar docker://REGISTRY/biaoyu:V
# On one machine:   podman load -i dist/biaoyu-V-oci.tar, which calls it localhost/biaoyu:V
set -euo pipefail
cd "$(dirname "$0")/.."
SOURCE_DATE_EPOCH="$(git log -1 --format=%ct)"
export SOURCE_DATE_EPOCH
version="$(sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml | head -1)"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
if [ "${1:-}" = --store ]; then
  case "$(uname -m)" in x86_64) architecture=amd64 ;; aarch64) architecture=arm64 ;; *) echo "no image for $(uname -m)" >&2; exit 1 ;; esac
  target="$(uname -m)-unknown-linux-musl" root="$work/$architecture" doc="$work/$architecture/usr/share/doc/biaoyu-store"
  install -Dm755 "$(release/target.sh "$target" biaoyu-store)" "$root/usr/local/bin/biaoyu-store"
  release/bill.py "$target" "$doc" biaoyu-store
  install -m644 LICENSE-MIT LICENSE-APACHE "$doc"
  mkdir -p dist
  release/oci.py "$version" "dist/biaoyu-store-$version-oci.tar" "$architecture=$root"
  [ ! -f dist/SHA256SUMS ] || release/sums.sh
  exit
fi
roots=()
for pair in amd64:x64 arm64:arm64; do
  archive="dist/biaoyu-$version-linux-${pair##*:}.tar.xz"
  [ -f "$archive" ] || continue
  tar -C "$work" -xf "$archive"
  from="$work/biaoyu-$version-linux-${pair##*:}" root="$work/${pair%%:*}"
  install -Dm755 "$from/biaoyu" "$root/usr/local/bin/biaoyu"
  install -d "$root/usr/share/doc/biaoyu"
  install -m644 "$from/THIRD-PARTY.txt" "$from/sbom.cdx.json" "$from/LICENSE-MIT" "$from/LICENSE-APACHE" "$root/usr/share/doc/biaoyu"
  roots+=("${pair%%:*}=$root")
done
[ ${#roots[@]} -gt 0 ] || { echo "no static program in dist/: release/build.sh linux-x64" >&2; exit 1; }
release/oci.py "$version" "dist/biaoyu-$version-oci.tar" "${roots[@]}"
[ ! -f dist/SHA256SUMS ] || release/sums.sh
