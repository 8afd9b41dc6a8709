#!/usr/bin/env bash
# What every program that is given away is asked to do. The same jobs by two programs leave the same files.
#
#   release/tests/jobs.sh FOLDER PROGRAM [WORD …]      PROGRAM may be a command of several words: qemu-aarch64 dist/…/biaoyu
#
# Writes into FOLDER, which is new: files, what was printed (times taken out) and exit codes.
set -euo pipefail
here="$(cd "$(dirname "$0")/../.." && pwd)"
folder="$1"
shift
mkdir -p "$folder"
cd "$folder"
unset XDG_CONFIG_HOME BIAOYU_STAY
export HOME="$PWD" LC_ALL=C.UTF-8 SOURCE_DATE_EPOCH=1600000000

# A job: its name, then the arguments. Wine writes line ends as Windows does nowhere: what is printed is compared as it is.
job() {
  local name="$1" code=0
  shift
  "${program[@]}" "$@" --lang zh >"$name.out" 2>"$name.told" </dev/null || code=$?
  echo "$code" >"$name.code"
  sed -i -E 's/"ms":[0-9]+/"ms":0/g; s/用时 [0-9.]+ 秒/用时 0 秒/' "$name.out" "$name.told"
}
program=("$@")

{
  echo '姓名,单位,职务,编号,二维码'
  for i in $(seq 1 100); do
    # Surnames of one and two characters, a rare one, a foreign one.
    case $((i % 4)) in 0) name="欧阳第$i" ;; 1) name="王小$i" ;; 2) name="𠮷田$i" ;; 3) name="买买提·第$i" ;; esac
    printf '%s,第%d供电所,%s,%05d,https://example.org/%d\n' "$name" $((i % 9)) "$([ $((i % 10)) -ne 0 ] || echo 班长)" "$i" "$i"
  done
} >名单.csv
cp "$here"/tests/data/foreign/*.pdf "$here"/profiles/ISOcoated_v2_300_bas.icc .
cp "$here"/tests/data/tables/staff.{xlsx,xls} "$here"/release/tests/portrait.jpg .

job campaign render -o out
job roster render --data 名单.csv -p name-85x54 --combine 胸牌.pdf --vt -o roster
job rows render --data staff.xlsx -p name-85x54 -f pdf,png -o rows --json
job logo render -s 1,15 -l waves -p poster-a2,badge-58 --unit 某某发电厂 --logo typst.pdf --set qr=https://example.org/q -o logo --json
job photo render -l glyph -p name-85x54 -s 1 --set name=王明 --photo portrait.jpg --icc ISOcoated_v2_300_bas.icc -f pdf,png,tiff,jpeg -o photo
job shop render --for offset -p badge-58 -s 1 -f pdf,tiff,jpeg --plates --inks spot -o shop --json
job preflight preflight --json cairo.pdf chromium.pdf ghostscript.pdf reportlab-dark.pdf reportlab-good.pdf typst.pdf weasyprint.pdf logo
job names render -t CON -t 'a:b?c' -p badge-58 -f pdf --bare -o '输出 文件/海报' --name '{slogan}'
# Longer than the 260 characters that old programs of Windows end at.
long="$(printf '很长的文件夹名称%.0s' 1 2 3 4)"
job long render -s 2 -p badge-58 -f pdf --bare -o "$long/$long/$long/$long/$long/$long/$long/$long/$long"
job sheets render --data staff.xls -p name-85x54 --on a4 -o sheets
job tile render -s 1 -p poster-a3 --tile a4 -f pdf -o tile
job cut render -s 1 -p badge-58 --on a3 -f pdf,dxf,svg -o cut
job impose impose roster/胸牌.pdf --on a3 -o 拼版.pdf --json
job plan plan -s 1-3 -p badge-58 -o fleet
job part run fleet/plan.jsonl --shard 1/2 -j 1
job rest run fleet/plan.jsonl --shard 2/2 -j 1
job merge merge fleet/plan.jsonl --json
job lines lines 用质量经营应对变化与发展 --json
job again render -o out
