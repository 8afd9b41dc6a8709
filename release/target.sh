#!/usr/bin/env bash
# Builds the program for one target; prints where it lies.
#
#   release/target.sh x86_64-pc-windows-gnu | x86_64-unknown-linux-musl | aarch64-unknown-linux-musl [biaoyu-store]
#
# Paths of this machine are kept out of the program, so that two folders give the same bytes.
set -euo pipefail
cd "$(dirname "$0")/.."
target="$1" name="${2:-biaoyu}"
out="${CARGO_TARGET_DIR:-$PWD/target}"
cargo_home="${CARGO_HOME:-$HOME/.cargo}"
upper="$(echo "$target" | tr 'a-z-' 'A-Z_')"
lower="${target//-/_}"

# Where the toolchain has the sources of the standard library beside it, rustc writes their paths; else this name of them.
commit="$(rustc -vV | sed -n 's/^commit-hash: //p')"
# The later prefix wins where two fit.
rust=("--remap-path-prefix=$(rustc --print sysroot)/lib/rustlib/src/rust=/rustc/$commit" "--remap-path-prefix=$cargo_home/registry/src=/crates" "--remap-path-prefix=$PWD=/biaoyu" "--remap-path-prefix=$out=/target")
c="-g0 -ffile-prefix-map=$cargo_home/registry/src=/crates -ffile-prefix-map=$PWD=/biaoyu -ffile-prefix-map=$out=/target"
link=()
case "$target" in
  x86_64-pc-windows-gnu)
    tools=x86_64-w64-mingw32
    compiler="$tools-gcc-posix" linker="$tools-gcc-posix"
    rust+=(-C target-feature=+crt-static)
    # The loader asks for no date; without one two builds are equal.
    link+=(-C link-arg=-Wl,--no-insert-timestamp)
    mkdir -p "$out/$target"
    version="$(sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml | head -1)"
    sed -e "s/@VERSION@/$version/g" -e "s/@NUMBERS@/${version//./,},0/g" release/windows/biaoyu.rc.in >"$out/$target/biaoyu.rc"
    "$tools-windres" -I release/windows -O coff -i "$out/$target/biaoyu.rc" -o "$out/$target/biaoyu.res.o"
    link+=(-C "link-arg=$out/$target/biaoyu.res.o")
    ;;
  x86_64-unknown-linux-musl)
    # It finds musl's headers; as a linker it would ask for musl's loader: rustc brings its own start files, and any gcc links.
    compiler=musl-gcc linker=gcc
    ;;
  aarch64-unknown-linux-musl)
    if [ "$(uname -m)" = aarch64 ]; then
      compiler=musl-gcc linker=gcc
    else
      compiler=aarch64-linux-gnu-gcc linker=aarch64-linux-gnu-gcc
      headers="$(release/musl-headers.sh arm64 "$out/musl-arm64")"
      c+=" -nostdinc -isystem $headers -isystem $(aarch64-linux-gnu-gcc -print-file-name=include)"
    fi
    ;;
  *) echo "unknown target: $target" >&2; exit 2 ;;
esac
export "CC_$lower=$compiler" "CFLAGS_$lower=$c" "CARGO_TARGET_${upper}_LINKER=$linker"
separator=$'\x1f'
CARGO_ENCODED_RUSTFLAGS="$(IFS=$separator; echo "${rust[*]}")"
export CARGO_ENCODED_RUSTFLAGS
package=()
[ "$name" = biaoyu ] || package=(-p "$name" --features store)
cargo rustc --locked --quiet --profile dist --target "$target" "${package[@]}" --bin "$name" -- "${link[@]}" >&2
[ "$target" != x86_64-pc-windows-gnu ] || name="$name.exe"
echo "$out/$target/dist/$name"
