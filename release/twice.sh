#!/usr/bin/env bash
# Builds the commit that dist/ is of once more, in another folder, and compares: the same commit gives the same bytes.
#
#   release/twice.sh                            what dist/ has of windows-x64, linux-x64, linux-arm64
#   release/twice.sh linux-x64 FOLDER           one of them, in a new folder that stays
set -euo pipefail
cd "$(dirname "$0")/.."
here="$PWD" wanted=() other=
for argument in "$@"; do
  case "$argument" in
    windows-x64 | linux-x64 | linux-arm64) wanted+=("$argument") ;;
    *) other="$argument" ;;
  esac
done
version="$(sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml | head -1)"
if [ ${#wanted[@]} -eq 0 ]; then
  for name in windows-x64 linux-x64 linux-arm64; do
    [ ! -f "dist/biaoyu-$version-$name.cdx.json" ] || wanted+=("$name")
  done
fi
[ -z "$(git status --porcelain)" ] || { echo "there are changes that no commit has: two builds would be of different files" >&2; exit 1; }
if [ -z "$other" ]; then
  # Of another length, where paths would move what stands behind them.
  other="$(mktemp -d)/another-folder"
  trap 'rm -rf "$(dirname "$other")"' EXIT
fi
git clone -q "$here" "$other"
git -C "$other" checkout -q --detach "$(git rev-parse HEAD)"
(unset CARGO_TARGET_DIR && "$other/release/build.sh" "${wanted[@]}" >/dev/null)
cd "$other/dist"
same=0 differ=0
for file in *; do
  case "$file" in
    # Sums of what was built there; the image has the programs of all that was.
    SHA256SUMS) continue ;;
    *-oci.tar) [ "$(ls "$here"/dist/*-linux-*.tar.xz | wc -l)" = "$(ls ./*-linux-*.tar.xz | wc -l)" ] || continue ;;
  esac
  if cmp "$file" "$here/dist/$file"; then
    echo "same   $file $(sha256sum <"$file" | cut -c1-16)…"
    same=$((same + 1))
  else
    differ=$((differ + 1))
  fi
done
echo "$same files the same in two folders, $differ differ"
[ "$differ" = 0 ] && [ "$same" -gt 0 ]
