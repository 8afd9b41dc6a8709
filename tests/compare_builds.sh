#!/usr/bin/env bash
# Compares all that two builds of the program write, byte by byte, from the same inputs in empty folders:
#
#   tests/compare_builds.sh OLD NEW [quick|full]
#
# quick: a page of every layout on products of every form, a small book, a shop's set, preflight. Under a minute.
# full:  the default campaign, every layout × product × the shortest and the longest slogan, a book of 1,000 rows, the
#        set of every kind of shop, the gallery, preflight of every PDF in tests/data.
#
# Aside are left only what must differ: the digests of inputs in receipts (the program's own is in them) and times.
set -euo pipefail
[ $# -ge 2 ] || { sed -n '2,9s/^# \{0,1\}//p' "$0"; exit 2; }
old=$(realpath "$1") new=$(realpath "$2") mode=${3:-quick}
data=$(realpath "$(dirname "$0")/data")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
unset SOURCE_DATE_EPOCH XDG_CONFIG_HOME
export HOME="$work/home" LC_ALL=C.UTF-8

# A table of people; every tenth has a title, every seventh a long name.
people() {
  echo '姓名,单位,职务,工号'
  awk -v count="$1" 'BEGIN { for (i = 1; i <= count; i++) printf "%s,%s,%s,%05d\n",
    i % 7 ? "张" i : "欧阳" i "那木汗", "第" i % 9 + 1 "供电所", i % 10 ? "" : "班长", i }'
}

# One case: the same command by both programs, in folders of the same name; what they say is compared too.
failed=0 cases=0
compare() {
  local name=$1
  shift
  for side in old new; do
    mkdir -p "$work/$side/$name"
    (
      cd "$work/$side/$name"
      [ -z "${table:-}" ] || people "$table" >people.csv
      code=0
      "${!side}" "$@" --lang zh >said.json 2>told.txt || code=$?
      echo "$code" >code.txt
      sed -i -E 's/"ms":[0-9]+/"ms":0/g; s/用时 [0-9.]+ 秒/用时 0 秒/' said.json told.txt
      find . -name 'receipts*.jsonl' -exec sed -i -E 's/"inputs":"[0-9a-f]+"/"inputs":""/' {} +
    )
  done
  cases=$((cases + 1))
  # A render that is refused compares nothing.
  case $(cat "$work/old/$name/code.txt"),$name in
  2,preflight*) ;;
  2,*)
    failed=$((failed + 1))
    echo "REFUSED $name: $(head -1 "$work/old/$name/told.txt")"
    ;;
  esac
  if diff -rq "$work/old/$name" "$work/new/$name" >"$work/diff"; then
    echo "equal  $name: $(find "$work/new/$name" -type f | wc -l) files, exit $(cat "$work/new/$name/code.txt")"
  else
    failed=$((failed + 1))
    echo "DIFFER $name:"
    sed "s|$work/||g; s/^/       /" "$work/diff" | head -20
    if [ -n "${KEEP:-}" ]; then mkdir -p "$KEEP" && cp -r --parents "$work"/{old,new}/"$name" "$KEEP"; fi
  fi
  # Only what differs is looked at again.
  rm -rf "$work/old/$name" "$work/new/$name"
}

ids() { "$new" list "$1" --json --from "$work" | sed -E 's/.*"id":"([^"]+)".*/\1/'; }
mkdir -p "$work/home" && cd "$work"
layouts=$(ids layouts | paste -sd,) products=$(ids products | paste -sd,)

case $mode in
quick)
  compare campaign render -p poster-a2,flag-4,badge-58 -s 1,15 -j 2 --json -o out
  compare matrix render -l "$layouts" -p banner-6000x700,xstand-600x1600,badge-25,name-85x54 -s 15 -f pdf --json -o out
  table=40 compare book render quality-month-2021 -d people.csv -p name-85x54 -s 1 --combine book.pdf --vt -f pdf -o out
  compare shop render --for offset -p badge-58 -s 1 -f pdf,tiff,jpeg --plates --inks spot --marks on --steps on -o out
  compare x1a render --standard x1a --outlines -p poster-a4 -s 3 -f pdf,png --paper-white -o out
  ;;
full)
  compare campaign render -o out --json
  for layout in ${layouts//,/ }; do
    compare "matrix-$layout" render -l "$layout" -p "$products" -s 1,15 -f pdf,png --json -o out
  done
  table=1000 compare book render quality-month-2021 -d people.csv -p name-85x54 -s 1 --combine book.pdf --vt -f pdf -o out
  table=60 compare table render quality-month-2021 -d people.csv -p name-85x54,badge-58 -s 1 --name '{product}/{n:03}' -o out --json
  for shop in $(ids profiles); do
    compare "shop-$shop" render --for "$shop" -p poster-a4,flag-5,badge-58 -s 1,15 --quantity 500 -o out --json
  done
  compare plates render --for offset -p badge-58,name-85x54 -s 1 -f pdf,tiff,jpeg --plates --inks spot --marks on --steps on -o out
  compare x1a render --standard x1a --outlines -p poster-a4,flag-5 -s 3,9 -f pdf,png --paper-white -o out
  compare plain render --standard none -p poster-a4 -s 3 -f pdf,jpeg --dpi 200 --space cmyk --colour "C100 M5 Y50 K40" -o out
  compare gallery gallery -o out
  compare texts render -t 人人讲安全 -t 个个会应急 -p poster-a4 --bare --name '{n}-{slogan}' -o out
  compare schemas schema layout
  ;;
*)
  echo "no mode $mode: quick or full" >&2
  exit 2
  ;;
esac
compare preflight preflight --json "$data"/foreign/*.pdf
for product in badge-58 poster-a2; do
  compare "preflight-$product" preflight --json --for gangrun --product "$product" "$data"/foreign/*.pdf
done

[ "$failed" = 0 ] || { echo "$failed of $cases differ"; exit 1; }
echo "all $cases are equal"
