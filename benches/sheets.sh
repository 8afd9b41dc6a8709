#!/bin/sh
# Press sheets against the plain book, and tiles against the clock: processor seconds and bytes. Composes nothing twice.
#
#     benches/sheets.sh PROGRAM [BADGES]
#
# Then how long readers take to draw a thousand pieces at 100 dpi, alone and on sheets: poppler, MuPDF and Ghostscript, where they are.
#
# Wanted: ten badges a sheet take at most 1.2 times the book's processor time and 100 MB for 100,000; sixteen tiles 0.1 s; a piece on a
# sheet at most 1.35 times its own page.
set -eu
program=$(realpath "$1")
badges=${2:-100000}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
export HOME="$folder" LC_ALL=C.UTF-8
awk -v n="$badges" 'BEGIN { print "姓名,单位,编号"; for (i = 0; i < n; i++) printf "张%c%d,第%d分厂,%06d\n", 97 + i % 26, i % 1000, i % 5, i }' > staff.csv
common="render --data staff.csv -p name-85x54 -f pdf --bare --lang en"
timed() {
    name=$1
    shift
    /usr/bin/env bash -c 'TIMEFORMAT="%U %S"; time "$@" > /dev/null 2> said' bash "$program" "$@" 2> time
    awk -v name="$name" '{ printf "%s\t%.2f s of processor\n", name, $1 + $2 }' time
    awk '{ print $1 + $2 }' time > "$name.seconds"
}
timed book $common --combine book -o book
timed sheets $common --on a4 --combine sheets -o sheets
timed tiles render --text "质量先行 顾客为上" -p poster-a1 --tile a4 -f pdf --bare -o tiles --name tiles
echo "ratio	$(awk 'NR == FNR { a = $1; next } { printf "%.2f", $1 / a }' book.seconds sheets.seconds)"
wc -c book/book.pdf sheets/sheets.pdf tiles/tiles.pdf | sed '$d'

head -n 1001 staff.csv > thousand.csv
common="render --data thousand.csv -p name-85x54 -f pdf --bare --lang en"
"$program" $common --combine book -o book1 > /dev/null 2>&1
"$program" $common --on a4 --combine sheets -o sheets1 > /dev/null 2>&1
drawn() {
    reader=$1
    shift
    command -v "$reader" > /dev/null || { echo "$reader	is not here: not timed"; return; }
    for what in book sheets; do
        /usr/bin/env bash -c 'TIMEFORMAT="%U %S"; time "$@" > /dev/null 2> said' bash "$@" "${what}1/$what.pdf" 2> time
        awk '{ print $1 + $2 }' time > "$what.seconds"
    done
    awk -v reader="$reader" 'NR == FNR { a = $1; next } { printf "%s\t%.2f s for the pages, %.2f s for the sheets: %.2f times a piece\n", reader, a, $1, $1 / a }' book.seconds sheets.seconds
}
mkdir drawn
drawn pdftoppm sh -c 'pdftoppm -r 100 "$1" drawn/page; rm -f drawn/page*' pdftoppm
drawn mutool mutool draw -r 100 -F pgm -o drawn/null.pgm
drawn gs gs -q -dNOPAUSE -dBATCH -sDEVICE=ppmraw -r100 -sOutputFile=/dev/null
