#!/usr/bin/env bash
# Times our share of the comparison. See ../README.md.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
program=${BIAOYU:-$here/../../target/release/biaoyu}
runs=${RUNS:-5}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# job NAME ARGUMENTS…: prints the medians of wall, CPU and peak memory, and the bytes written.
job() {
  local name=$1 i
  shift
  : >"$work/times"
  for i in $(seq "$runs"); do
    rm -rf "$work/out"
    /usr/bin/time -a -o "$work/times" -f '%e %U %S %M' \
      "$program" render peers --from "$here" --organisation --bare -o "$work/out" "$@" >/dev/null 2>&1
  done
  middle() { sort -n | sed -n "$(((runs + 1) / 2))p"; }
  printf '%-6s %6s s wall %6s s CPU %7s KB peak %9s bytes written\n' "$name" \
    "$(cut -d' ' -f1 "$work/times" | middle)" "$(awk '{print $2 + $3}' "$work/times" | middle)" \
    "$(cut -d' ' -f4 "$work/times" | middle)" "$(find "$work/out" -name '*.p[dn][fg]' -printf '%s\n' | awk '{s += $1} END {print s}')"
}

job j2 --slogan 1-15 --format pdf --standard none
job j2x --slogan 1-15 --format pdf --standard x4
job j3 --slogan 1-15 --product peer-poster --format png --dpi 150
job j3a0 --slogan 1 --product peer-a0 --format png --dpi 300
