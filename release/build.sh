#!/usr/bin/env bash
# All that is given away, from a checkout to dist/: programs, packages, bills of materials, licences, sums.
#
#   release/build.sh --install     first what it needs (Debian or Ubuntu, as root; rustup's targets)
#   release/build.sh               Windows x64, Linux x64 and Linux ARM64
#   release/build.sh windows-x64   one of them: windows-x64, linux-x64, linux-arm64
#
# The same commit gives the same bytes in any folder: release/README.md says what of the tools that takes.
set -euo pipefail
cd "$(dirname "$0")/.."
wanted=()
for argument in "$@"; do
  case "$argument" in
    --install)
      apt-get update -qq
      DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends ca-certificates gcc-mingw-w64-x86-64-posix \
        gcc-aarch64-linux-gnu musl-tools qemu-user rpm xz-utils python3 git >/dev/null
      rustup target add x86_64-pc-windows-gnu x86_64-unknown-linux-musl aarch64-unknown-linux-musl
      ;;
    windows-x64 | linux-x64 | linux-arm64) wanted+=("$argument") ;;
    *) echo "unknown: $argument (windows-x64, linux-x64, linux-arm64, --install)" >&2; exit 2 ;;
  esac
done
[ ${#wanted[@]} -gt 0 ] || wanted=(windows-x64 linux-x64 linux-arm64)

SOURCE_DATE_EPOCH="$(git log -1 --format=%ct)"
export SOURCE_DATE_EPOCH TZ=UTC LC_ALL=C.UTF-8
umask 022
[ -z "$(git status --porcelain)" ] || echo "there are changes that no commit has: dist/ is of the files as they lie here" >&2
version="$(sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml | head -1)"
dist="$PWD/dist"
out="${CARGO_TARGET_DIR:-$PWD/target}"
stage="$out/stage"
mkdir -p "$dist" "$stage"

# What goes with every program.
papers() {
  local target="$1" folder="$2"
  release/bill.py "$target" "$folder"
  cp README.md README.zh-CN.md CHANGELOG.md LICENSE-MIT LICENSE-APACHE "$folder"
  mkdir -p "$folder/docs"
  cp -r docs/zh "$folder/docs"
}

# A .deb and an .rpm of the static program: they depend on nothing.
packages() {
  local machine="$1" program="$2" papers="$3"
  local deb rpm
  case "$machine" in
    x64) deb=amd64 rpm=x86_64 ;;
    arm64) deb=arm64 rpm=aarch64 ;;
  esac
  local root="$stage/root-$machine"
  rm -rf "$root"
  install -Dm755 "$program" "$root/usr/bin/biaoyu"
  install -Dm644 "$stage/biaoyu.1.gz" "$root/usr/share/man/man1/biaoyu.1.gz"
  install -Dm644 "$stage/biaoyu.zh.1.gz" "$root/usr/share/man/zh_CN/man1/biaoyu.1.gz"
  install -Dm644 "$stage/biaoyu.bash" "$root/usr/share/bash-completion/completions/biaoyu"
  install -Dm644 "$stage/_biaoyu" "$root/usr/share/zsh/vendor-completions/_biaoyu"
  install -Dm644 "$stage/biaoyu.fish" "$root/usr/share/fish/vendor_completions.d/biaoyu.fish"
  install -Dm644 release/linux/biaoyu.desktop "$root/usr/share/applications/biaoyu.desktop"
  install -Dm644 release/linux/biaoyu.svg "$root/usr/share/icons/hicolor/scalable/apps/biaoyu.svg"
  install -Dm644 release/linux/biaoyu.png "$root/usr/share/icons/hicolor/256x256/apps/biaoyu.png"
  local doc="$root/usr/share/doc/biaoyu"
  install -d "$doc"
  cp -r "$papers"/. "$doc"
  gzip -9n "$doc/CHANGELOG.md" "$doc/THIRD-PARTY.txt"
  cat release/linux/copyright >"$doc/copyright"
  find "$root" -exec touch -hd "@$SOURCE_DATE_EPOCH" {} +

  # Before DEBIAN/ is there: the .rpm has the same files.
  if command -v rpmbuild >/dev/null; then
    local top="$stage/rpm-$machine"
    rm -rf "$top"
    rpmbuild -bb --quiet --target "$rpm" --define "_topdir $top" --define "version_ $version" --define "root_ $root" \
      --define "_rpmdir $top/out" --define "_buildhost biaoyu" --define "use_source_date_epoch_as_buildtime 1" \
      --define "clamp_mtime_to_source_date_epoch 1" --define "_binary_payload w9.xzdio" --buildroot "$top/build" \
      release/linux/biaoyu.spec
    cp "$top/out/$rpm/biaoyu-$version-1.$rpm.rpm" "$dist/"
  else
    echo "no rpmbuild: no .rpm" >&2
  fi

  install -d "$root/DEBIAN"
  sed -e "s/@VERSION@/$version/" -e "s/@ARCH@/$deb/" -e "s/@SIZE@/$(du -sk --apparent-size "$root/usr" | cut -f1)/" \
    release/linux/control >"$root/DEBIAN/control"
  (cd "$root" && find usr -type f -print0 | sort -z | xargs -0 md5sum) >"$root/DEBIAN/md5sums"
  find "$root" -exec touch -hd "@$SOURCE_DATE_EPOCH" {} +
  dpkg-deb -Zxz -z9 --root-owner-group --build "$root" "$dist/biaoyu_${version}_$deb.deb" >/dev/null
}

# The manual and the completions are printed by a program that runs here.
print_shell() {
  local run=("$@")
  "${run[@]}" --lang en man | gzip -9n >"$stage/biaoyu.1.gz"
  "${run[@]}" --lang zh man | gzip -9n >"$stage/biaoyu.zh.1.gz"
  "${run[@]}" completions bash >"$stage/biaoyu.bash"
  "${run[@]}" completions zsh >"$stage/_biaoyu"
  "${run[@]}" completions fish >"$stage/biaoyu.fish"
}

for name in "${wanted[@]}"; do
  echo "== $name"
  folder="$stage/biaoyu-$version-$name"
  rm -rf "$folder"
  mkdir -p "$folder"
  case "$name" in
    windows-x64)
      target=x86_64-pc-windows-gnu
      program="$(release/target.sh "$target")"
      cp "$program" "$folder/biaoyu.exe"
      papers "$target" "$folder"
      # Names of files in UTF-8, dates of the commit: the same bytes anywhere.
      release/zip.py "$dist/biaoyu-$version-$name.zip" "$folder"
      cp "$program" "$dist/biaoyu-$version-$name.exe"
      ;;
    linux-x64 | linux-arm64)
      machine="${name#linux-}"
      case "$machine" in
        # Jumps of the code made alike before they are packed. What ARM64 would have for it, xz reads since 5.4 only.
        x64) target=x86_64-unknown-linux-musl emulator=(qemu-x86_64) here=x86_64 filter=(--x86) ;;
        arm64) target=aarch64-unknown-linux-musl emulator=(qemu-aarch64) here=aarch64 filter=() ;;
      esac
      [ "$(uname -m)" != "$here" ] || emulator=()
      program="$(release/target.sh "$target")"
      install -m755 "$program" "$folder/biaoyu"
      papers "$target" "$folder"
      papers="$stage/papers-$machine"
      rm -rf "$papers"
      cp -r "$folder" "$papers"
      rm "$papers/biaoyu"
      cp release/linux/biaoyu.desktop release/linux/biaoyu.svg "$folder"
      tar --sort=name --mtime="@$SOURCE_DATE_EPOCH" --owner=0 --group=0 --numeric-owner --mode=u+rwX,go+rX,go-w \
        -C "$stage" -cf - "biaoyu-$version-$name" | xz -T1 "${filter[@]}" --lzma2=preset=9e >"$dist/biaoyu-$version-$name.tar.xz"
      print_shell "${emulator[@]}" "$program"
      packages "$machine" "$program" "$papers"
      ;;
  esac
  cp "$folder/sbom.cdx.json" "$dist/biaoyu-$version-$name.cdx.json"
  cp "$folder/THIRD-PARTY.txt" "$dist/biaoyu-$version-$name.THIRD-PARTY.txt"
done
compgen -G "$dist/biaoyu-$version-linux-*.tar.xz" >/dev/null && release/image.sh
release/sums.sh
cat "$dist/SHA256SUMS"
