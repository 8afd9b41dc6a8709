#!/usr/bin/env bash
# Runs every program in dist/ and compares what it makes with what a native program makes, byte by byte.
#
#   release/check.sh                all that dist/ holds
#   release/check.sh linux-x64      one of them: windows-x64, linux-x64, linux-arm64
#   NATIVE=path release/check.sh    the program that is compared with; else target/release/biaoyu, else Linux x64 of dist/
#
# The Windows program runs under Wine, ARM64 under qemu-user, the static ones in an empty root (which wants root).
# Figures of the last run: release/README.md.
set -euo pipefail
cd "$(dirname "$0")/.."
wanted=" ${*:-windows-x64 linux-x64 linux-arm64} "
for name in $wanted; do
  case "$name" in
    windows-x64 | linux-x64 | linux-arm64) ;;
    *) echo "unknown: $name (windows-x64, linux-x64, linux-arm64)" >&2; exit 2 ;;
  esac
done
wants() { [[ "$wanted" = *" $1 "* ]]; }
here="$PWD"
dist="$here/dist"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
version="$(sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml | head -1)"
failed=0 passed=0 left=0
good() { echo "good   $*"; passed=$((passed + 1)); }
bad() { echo "BAD    $*"; failed=$((failed + 1)); }
# What this machine or Wine has no means for.
undone() { echo "not done: $*"; left=$((left + 1)); }
need() { command -v "$1" >/dev/null || { echo "$1 is not installed: $2" >&2; exit 1; }; }

(cd "$dist" && sha256sum --quiet -c SHA256SUMS) && good "sums of $(wc -l <"$dist/SHA256SUMS") files"

# The same commit of everything: what is compared must be of one source.
native="${NATIVE:-$here/target/release/biaoyu}"
mkdir -p "$work/unpacked"
for archive in "$dist"/biaoyu-"$version"-linux-*.tar.xz; do
  [ ! -f "$archive" ] || tar -C "$work/unpacked" -xf "$archive"
done
linux="$work/unpacked/biaoyu-$version-linux-x64/biaoyu"
arm="$work/unpacked/biaoyu-$version-linux-arm64/biaoyu"
[ -x "$native" ] || native="$linux"
[ -x "$native" ] || { echo "no native program: cargo build --release" >&2; exit 1; }
echo "native: $native, $("$native" --version)"

# One set of jobs, and how long it took.
jobs() {
  local folder="$1" start
  shift
  start=$(date +%s.%N)
  release/tests/jobs.sh "$work/$folder" "$@"
  took="$(echo "$(date +%s.%N) - $start" | bc | sed -E 's/^\./0./; s/(\.[0-9]{1}).*/\1/') s"
}
jobs native "$native"
count=$(find "$work/native" -type f | wc -l)
# Preflight tells by its code what it found, the table has rows to mend.
for code in "$work/native"/*.code; do
  case "$(basename "$code"):$(cat "$code")" in
    preflight.code:2 | rows.code:1 | *:0) ;;
    *) bad "native: $(basename "$code" .code) left $(cat "$code")"; exit 1 ;;
  esac
done
good "native: $count files, $took"

# Another program's files are the native one's.
compare() {
  local name="$1" folder="$2"
  if diff -rq "$work/native" "$work/$folder" >"$work/diff"; then
    good "$name: $(find "$work/$folder" -type f | wc -l) files equal to the native ones, $took"
  else
    bad "$name: $(wc -l <"$work/diff") files differ"
    head -20 "$work/diff"
    # What was said tells most.
    diff -r "$work/native" "$work/$folder" -x '*.pdf' -x '*.png' 2>/dev/null | head -20 || true
    [ -z "${KEEP:-}" ] || { mkdir -p "$KEEP" && cp -r "$work/native" "$work/$folder" "$KEEP"; }
  fi
  rm -rf "${work:?}/$folder"
}

# The studio's preview and files are those of the native program's studio.
studio() {
  local name="$1" told
  shift
  [ -d "$work/studio-native" ] || release/tests/studio.py "$work/studio-native" "$native" >/dev/null || { bad "native: studio"; return; }
  rm -rf "$work/studio"
  told="$(release/tests/studio.py "$work/studio" "$@" 2>&1)" || { bad "$name: studio: $told"; return; }
  # Wine's own, in the home that it has here.
  rm -rf "$work/studio/.config" "$work/studio/.local"
  if diff -rq "$work/studio-native" "$work/studio" >"$work/diff"; then
    good "$name: the studio serves its page, a preview and $told, equal to the native ones"
  else
    bad "$name: studio: $(head -5 "$work/diff" | paste -sd' ')"
  fi
}

# Names of folders of the machine that it was built on tell strangers of it, and keep two builds from being equal.
no_paths() {
  local name="$1" program="$2"
  if grep -aoE '(^|[^A-Za-z0-9_./-])/(root|home|Users|builds|__w|work|tmp|mnt)/[A-Za-z0-9._-]+/[A-Za-z0-9._/-]*' "$program" \
    | tr -d '\0' | sort -u >"$work/paths"; then
    bad "$name: paths of the machine that built it: $(head -3 "$work/paths" | paste -sd' ')"
  elif grep -qaF -e "$here/" -e "${CARGO_HOME:-$HOME/.cargo}/" "$program"; then
    bad "$name: the folder that it was built in"
  else
    good "$name: no path of the machine that built it"
  fi
}

if wants linux-x64 && [ -x "$linux" ]; then
  echo "== Linux x64"
  no_paths "Linux x64" "$linux"
  file "$linux" | grep -q 'static' && good "static" || bad "not static: $(file "$linux")"
  jobs linux "$linux"
  compare "Linux x64" linux
  studio "Linux x64" "$linux"
  # Old and new processors: pictures and profiles go other ways through the same sums.
  x64_cpu="$(command -v qemu-x86_64 || command -v qemu-x86_64-static || true)"
  if [ -n "$x64_cpu" ]; then
    for cpu in qemu64 max; do
      jobs "cpu-$cpu" "$x64_cpu" -cpu "$cpu" "$linux"
      compare "Linux x64 as $cpu" "cpu-$cpu"
    done
  else
    undone "Linux x64 as other processors (qemu-user is not installed)"
  fi
  if command -v strace >/dev/null; then
    (mkdir -p "$work/net" && cd "$work/net" && strace -f -qq -e trace=socket,connect,bind,listen,execve -o trace "$linux" render -s 1,15 -o out >/dev/null 2>&1)
    if grep -qE 'socket|connect|bind|listen' "$work/net/trace" || [ "$(grep -c execve "$work/net/trace")" != 1 ]; then
      bad "opens sockets or other programs: $(head -5 "$work/net/trace")"
    else
      good "no socket and no other program in a run (strace)"
    fi
  else
    undone "sockets (strace is not installed)"
  fi
fi

if wants linux-arm64 && [ -x "$arm" ]; then
  echo "== Linux ARM64"
  no_paths "Linux ARM64" "$arm"
  command -v qemu-aarch64-static >/dev/null && arm_cpu=qemu-aarch64-static || arm_cpu=qemu-aarch64
  need "$arm_cpu" "apt-get install qemu-user"
  file "$arm" | grep -q 'static' && good "static" || bad "not static: $(file "$arm")"
  for cpu in cortex-a53 max; do
    jobs "arm-$cpu" "$arm_cpu" -cpu "$cpu" "$arm"
    compare "Linux ARM64 as $cpu" "arm-$cpu"
  done
fi

# What was asked for and is not there is no silent success.
for name in $wanted; do
  case "$name" in
    windows-x64) [ -f "$dist/biaoyu-$version-windows-x64.exe" ] || undone "$name: dist/ has none" ;;
    *) [ -x "$work/unpacked/biaoyu-$version-$name/biaoyu" ] || undone "$name: dist/ has none" ;;
  esac
done

# Nothing but the program in the root: no /dev, /proc, /etc, /tmp.
empty_root() {
  local name="$1" program="$2" emulator="$3" root="$work/root-$1"
  mkdir -p "$root"
  cp "$program" "$root/biaoyu"
  local run=("$(command -v chroot)" "$root" /biaoyu)
  if [ -n "$emulator" ]; then
    local static
    static="$(command -v "$emulator-static" || true)"
    [ -n "$static" ] || { undone "$name in an empty root ($emulator-static is not installed)"; return; }
    cp "$static" "$root/emulator"
    run=("$(command -v chroot)" "$root" /emulator /biaoyu)
  fi
  env -i "${run[@]}" render -s 2 -o /out >/dev/null 2>"$root/told" || { bad "$name in an empty root: $(cat "$root/told")"; return; }
  (cd "$work" && env -i "$native" render -s 2 -o "$root/wanted" >/dev/null 2>&1)
  if diff -rq "$root/out" "$root/wanted" >"$root/diff"; then good "$name in an empty root"; else bad "$name in an empty root: $(head -3 "$root/diff")"; fi
}
if [ "$(id -u)" = 0 ]; then
  ! wants linux-x64 || [ ! -x "$linux" ] || empty_root linux-x64 "$linux" ""
  ! wants linux-arm64 || [ ! -x "$arm" ] || empty_root linux-arm64 "$arm" qemu-aarch64
else
  undone "empty root (not root)"
fi

for deb in "$dist"/biaoyu_*_amd64.deb; do
  wants linux-x64 && [ -f "$deb" ] || continue
  echo "== .deb"
  dpkg-deb -x "$deb" "$work/deb"
  cmp -s "$work/deb/usr/bin/biaoyu" "$linux" && good "the .deb has the program of the archive" || bad ".deb: another program"
  for part in usr/share/man/man1/biaoyu.1.gz usr/share/man/zh_CN/man1/biaoyu.1.gz usr/share/bash-completion/completions/biaoyu \
    usr/share/applications/biaoyu.desktop usr/share/icons/hicolor/scalable/apps/biaoyu.svg usr/share/doc/biaoyu/copyright; do
    [ -s "$work/deb/$part" ] || bad ".deb: no $part"
  done
  bash -n "$work/deb/usr/share/bash-completion/completions/biaoyu" && good "completions are read by bash"
  if command -v desktop-file-validate >/dev/null; then
    desktop-file-validate "$work/deb/usr/share/applications/biaoyu.desktop" && good ".desktop is valid" || bad ".desktop"
  else
    undone ".desktop (desktop-file-utils is not installed)"
  fi
  if command -v lintian >/dev/null; then
    # A program that is linked statically is what it is; nobody has given an address for mail.
    if lintian --fail-on error --suppress-tags statically-linked-binary,no-changelog,embedded-library,malformed-contact "$deb" >"$work/lintian"; then
      good "lintian finds no error"
    else
      bad "lintian: $(cat "$work/lintian")"
    fi
  else
    undone "the .deb (lintian is not installed)"
  fi
done

for rpm in "$dist"/biaoyu-*.x86_64.rpm; do
  wants linux-x64 && [ -f "$rpm" ] || continue
  command -v rpm2cpio >/dev/null && command -v cpio >/dev/null || { undone "the .rpm (rpm2cpio or cpio is not installed)"; continue; }
  echo "== .rpm"
  (mkdir -p "$work/rpm" && cd "$work/rpm" && rpm2cpio "$rpm" | cpio -id --quiet)
  cmp -s "$work/rpm/usr/bin/biaoyu" "$linux" && good "the .rpm has the program of the archive" || bad ".rpm: another program"
  asks="$(rpm -qp --requires "$rpm" 2>/dev/null | grep -v '^rpmlib(' || true)"
  [ -z "$asks" ] && good "it asks for no other package" || bad ".rpm asks for $asks"
  # Another place of zsh's completions than Debian's, else the same files.
  (cd "$work/rpm/usr" && find . -type f ! -name _biaoyu | sort) >"$work/of-rpm"
  if [ -d "$work/deb" ]; then
    (cd "$work/deb/usr" && find . -type f ! -name _biaoyu | sort) >"$work/of-deb"
    diff "$work/of-deb" "$work/of-rpm" >"$work/diff" && good "the files of the .deb" || bad ".rpm: $(head -3 "$work/diff" | paste -sd' ')"
  fi
done

image="$dist/biaoyu-$version-oci.tar"
if wants linux-x64 && [ -f "$image" ]; then
  echo "== image"
  if [ "$(id -u)" != 0 ] || ! command -v umoci >/dev/null || ! command -v skopeo >/dev/null; then
    undone "the image (wants root, umoci and skopeo)"
  elif release/tests/image.sh "$image" "$native"; then
    good "the image"
  else
    bad "the image"
  fi
fi

image="$dist/biaoyu-store-$version-oci.tar"
if wants linux-x64 && [ -f "$image" ]; then
  echo "== image of the second program"
  if [ "$(id -u)" != 0 ] || ! command -v umoci >/dev/null || ! command -v skopeo >/dev/null; then
    undone "the image of biaoyu-store (wants root, umoci and skopeo)"
  elif release/tests/image.sh "$image" "$native" biaoyu-store; then
    good "the image of biaoyu-store"
  else
    bad "the image of biaoyu-store"
  fi
fi

exe="$dist/biaoyu-$version-windows-x64.exe"
if wants windows-x64 && [ -f "$exe" ]; then
  echo "== Windows x64"
  no_paths "Windows x64" "$exe"
  need wine "apt-get install wine64 wine"
  export WINEPREFIX="$work/wine" WINEDEBUG=-all DISPLAY=
  mkdir -p "$work/bin"
  cp "$exe" "$work/bin/biaoyu.exe"
  x86_64-w64-mingw32-gcc-posix -O1 -municode -o "$work/bin/helper.exe" release/tests/helper.c
  # Not where the system has its own.
  wineboot -i >/dev/null 2>&1 || true
  if [ ! -f "$WINEPREFIX/drive_c/windows/system32/bcryptprimitives.dll" ]; then
    x86_64-w64-mingw32-gcc-posix -shared -O1 -o "$work/bin/bcryptprimitives.dll" release/tests/bcryptprimitives.c -ladvapi32
    echo "(this Wine has no bcryptprimitives.dll: a stand-in beside the program)"
  fi
  x86_64-w64-mingw32-objdump -p "$exe" | sed -n 's/.*DLL Name: //p' | sort | paste -sd' ' >"$work/dlls"
  echo "asks Windows for: $(cat "$work/dlls")"
  ! grep -qiE 'libgcc|libwinpthread|libstdc' "$work/dlls" && good "needs no library but Windows' own" || bad "needs libraries that are not there"
  jobs windows wine "$work/bin/biaoyu.exe"
  # Paths that were printed have the other stroke.
  for side in native windows; do
    sed -i -E 's#\\\\#/#g; s#\\([^"nrtu])#/\1#g; s#\r$##' "$work/$side"/*.out
    sed -i -E 's#\\#/#g; s#\r$##' "$work/$side"/*.told
  done
  # Wine's own, in the home that the jobs have.
  rm -rf "$work/windows/.config" "$work/windows/.local"
  compare "Windows x64 under $(wine --version)" windows

  run() { (cd "$work/desk" && wine "$work/bin/biaoyu.exe" "$@"); }
  mkdir -p "$work/desk"
  # Drive letters, and the long form of a path.
  run render -s 2 -p badge-58 -f pdf --bare -o 'C:\海报 一\out' >/dev/null 2>&1
  run render -s 2 -p badge-58 -f pdf --bare -o '\\?\C:\海报 二\out' >/dev/null 2>&1
  run render -s 2 -p badge-58 -f pdf --bare -o '\\localhost\c$\x' >/dev/null 2>"$work/unc" && unc=0 || unc=$?
  drive="$WINEPREFIX/drive_c"
  if diff -rq "$drive/海报 一/out" "$drive/海报 二/out"; then good "drive letters and \\\\?\\ paths"; else bad "drive letters"; fi
  grep -qi panicked "$work/unc" && bad "UNC: $(cat "$work/unc")" || good "a share that is not there is told (exit $unc)"
  # A name that Windows keeps for a device.
  run render -s 2 -p badge-58 -f pdf --bare -o CON/x --lang zh >/dev/null 2>"$work/con" && con=0 || con=$?
  if [ "$con" != 0 ] && ! grep -qi panicked "$work/con" && grep -q 'CON、PRN' "$work/con"; then
    good "a folder called CON is told, with the cure (exit $con)"
  else
    bad "a folder called CON: exit $con, $(cat "$work/con")"
  fi
  # Both code pages of a Chinese console: what is redirected is UTF-8 either way.
  for page in 936 65001; do
    # No space is in the path: cmd would want quotes in quotes.
    (cd "$work/desk" && wine cmd /c "chcp $page & Z:${work//\//\\}\\bin\\biaoyu.exe list products --lang zh > $page.txt" >"$page.said" 2>&1) || true
    ! grep -q 'Invalid code page' "$work/desk/$page.said" || undone "a console of code page $page, which this Wine cannot be set to; what is redirected is checked"
  done
  "$native" list products --lang zh >"$work/desk/native.txt"
  for page in 936 65001; do
    diff -q <(tr -d '\r' <"$work/desk/$page.txt") "$work/desk/native.txt" >/dev/null && good "code page $page" || bad "code page $page"
  done
  # A file that another program holds open.
  held="$(cd "$work/desk" && run render -s 2,3 -p badge-58 -f pdf --bare -o held >/dev/null 2>&1; find held -name '02*.pdf' | head -1)"
  (cd "$work/desk" && wine "$work/bin/helper.exe" lock "$held" "$work/bin/biaoyu.exe" render -s 2,3 -p badge-58 -f pdf --bare -o held --unit 某厂 --lang zh) \
    >/dev/null 2>"$work/held" && code=0 || code=$?
  if [ "$code" != 0 ] && ! grep -qi panicked "$work/held" && grep -q '02' "$work/held"; then
    good "a file that another program holds is named (exit $code): $(grep -m1 02 "$work/held" | cut -c1-120)"
  else
    bad "a file that another program holds: exit $code, $(cat "$work/held")"
  fi
  run render -s 2,3 -p badge-58 -f pdf --bare -o held --unit 某厂 >/dev/null 2>&1 && good "and made when it is free again" || bad "held: not made afterwards"
  # Ctrl-C, as Ctrl-Break; then the same command makes the rest.
  (cd "$work/desk" && wine "$work/bin/helper.exe" break 700 "$work/bin/biaoyu.exe" render -p poster-a1,poster-a2,poster-a3 --dpi 300 -j 1 -o stopped --lang zh) \
    >/dev/null 2>"$work/stopped" && code=0 || code=$?
  case "$code" in
    75) good "Ctrl-Break stops a run (exit 75)" ;;
    0) undone "the run was over before Ctrl-Break" ;;
    103) undone "Ctrl-Break, which this Wine sends to no process without a window" ;;
    *) bad "Ctrl-Break: exit $code, $(tail -3 "$work/stopped")" ;;
  esac
  run render -p poster-a1,poster-a2,poster-a3 --dpi 300 -o stopped >/dev/null 2>&1 || true
  (cd "$work/desk" && "$native" render -p poster-a1,poster-a2,poster-a3 --dpi 300 -o whole >/dev/null 2>&1)
  diff -rq "$work/desk/stopped" "$work/desk/whole" >"$work/diff" && good "stopped or ended by force: the same command makes the rest" || bad "after Ctrl-Break: $(head -3 "$work/diff")"
  # Dropped on the program: a console of its own, which stays.
  cp tests/data/foreign/reportlab-good.pdf "$work/desk/印件 一.pdf"
  if code="$(cd "$work/desk" && "$here/release/tests/dropped.py" "$work/bin/biaoyu.exe" '印件 一.pdf' 2>"$work/dropped")"; then
    good "a PDF dropped on it is judged, and the console stays until Enter (exit $code)"
  else
    bad "dropped: $(cat "$work/dropped")"
  fi
  # --watch: a campaign that is saved again is made again.
  printf 'title = "试"\nslogan = ["一二三四"]\n' >"$work/desk/list.txt"
  printf '人人讲安全\n' >"$work/desk/w.txt"
  (cd "$work/desk" && exec timeout 25 wine "$work/bin/biaoyu.exe" render --texts w.txt -p badge-58 -f png --bare -o watched --watch) >/dev/null 2>&1 &
  watcher=$!
  for _ in $(seq 1 100); do sleep 0.1; [ -z "$(find "$work/desk/watched" -name '*.png' 2>/dev/null)" ] || break; done
  sleep 1
  printf '个个会应急\n' >"$work/desk/w.txt"
  for _ in $(seq 1 100); do sleep 0.1; [ -z "$(find "$work/desk/watched" -name '*应急*.png' 2>/dev/null)" ] || break; done
  [ -n "$(find "$work/desk/watched" -name '*应急*.png' 2>/dev/null)" ] && good "--watch" || bad "--watch made nothing"
  kill "$watcher" 2>/dev/null || true
  wait "$watcher" 2>/dev/null || true
  studio "Windows x64" wine "$work/bin/biaoyu.exe"
  wineserver -k 2>/dev/null || true
  if command -v wrestool >/dev/null; then
    kinds="$(wrestool -l "$exe" | sed -E 's/.*--type=([0-9]+).*/\1/' | sort -un | paste -sd' ')"
    [ "$kinds" = "3 14 16 24" ] && good "icon, version and manifest are in the .exe" || bad "resources: $kinds"
  else
    undone "icon, version and manifest (icoutils is not installed)"
  fi
fi

for sbom in "$dist"/*.cdx.json; do
  [ ! -f "$sbom" ] || python3 -c 'import json, sys
bill = json.load(open(sys.argv[1]))
names = [c["name"] for c in bill["components"]]
faces = [n for n in names if n.endswith((".otf", ".ttf"))]
assert bill["specVersion"] == "1.6" and len(names) > 150 and len(faces) == int(sys.argv[2]), (len(names), faces)
refs = {c["bom-ref"] for c in bill["components"]} | {bill["metadata"]["component"]["bom-ref"]}
assert all(d["ref"] in refs and set(d["dependsOn"]) <= refs for d in bill["dependencies"])
assert all(c["licenses"][0]["expression"] for c in bill["components"])' "$sbom" "$(find fonts -maxdepth 1 -name '*.[ot]tf' | wc -l)" && good "$(basename "$sbom")" || bad "$(basename "$sbom")"
done

echo "$passed passed, $failed failed, $left not done"
[ "$failed" = 0 ]
