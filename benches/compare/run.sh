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
      "$program" render --from "$here" --bare -o "$work/out" "$@" >/dev/null 2>&1
  done
  middle() { sort -n | sed -n "$(((runs + 1) / 2))p"; }
  printf '%-9s %6s s wall %6s s CPU %7s KB peak %9s bytes written\n' "$name" \
    "$(cut -d' ' -f1 "$work/times" | middle)" "$(awk '{print $2 + $3}' "$work/times" | middle)" \
    "$(cut -d' ' -f4 "$work/times" | middle)" "$(find "$work/out" -name '*.p[dn][fg]' -printf '%s\n' | awk '{s += $1} END {print s}')"
}

# table ROWS: made-up staff with numbers and links, as CSV.
table() {
  awk -v rows="$1" 'BEGIN {
    split("王 李 张 刘 陈 杨 赵 黄 周 吴", family, " ")
    split("伟 芳 娜 敏 静 丽 强 磊 军 洋 勇 艳 杰 娟 涛 明", given, " ")
    split("水电工程局 电力设计院 质量检测中心 标准化研究所 运行维护部", unit, " ")
    print "name,unit,number,qr"
    for (i = 1; i <= rows; i++) {
      name = family[i % 10 + 1] given[int(i / 10) % 16 + 1] (i % 3 ? given[int(i / 7) % 16 + 1] : "")
      printf "%s,华北%s,ZB-2026-%06d,https://example.org/b/ZB-2026-%06d\n", name, unit[i % 5 + 1], i, i
    }
  }'
}

# batch NAME ARGUMENTS…: as job, with the built-in campaign and layout official.
batch() {
  local name=$1
  shift
  job "$name" quality-month-2021 --layout official "$@"
}

table 10000 >"$work/10k.csv"
table 100000 >"$work/100k.csv"
cut -d, -f1-3 "$work/10k.csv" >"$work/10kn.csv"
cut -d, -f1-3 "$work/100k.csv" >"$work/100kn.csv"
awk 'BEGIN { print "unit"; for (i = 1; i <= 100; i++) printf "某某省第%d发电有限公司\n", i }' >"$work/units.csv"

job j2 peers --organisation --slogan 1-15 --format pdf --standard none
job j2x peers --organisation --slogan 1-15 --format pdf --standard x4
job j3 peers --organisation --slogan 1-15 --product peer-poster --format png --dpi 150
job j3a0 peers --organisation --slogan 1 --product peer-a0 --format png --dpi 300
badges=(--product name-85x54 --standard none --combine badges)
batch j4-10k --data "$work/10k.csv" "${badges[@]}"
batch j4n-10k --data "$work/10kn.csv" "${badges[@]}"
batch j4-100k --data "$work/100k.csv" "${badges[@]}"
batch j4n-100k --data "$work/100kn.csv" "${badges[@]}"
units=(--data "$work/units.csv" --slogan 1-15 --product poster-a2,flag-4,badge-58 --format pdf)
batch j5 "${units[@]}" --standard none
batch j5x "${units[@]}"
batch j6 --data "$work/units.csv" --slogan 1-10 --product poster-a2 --format png --dpi 43
