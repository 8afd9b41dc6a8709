#!/usr/bin/env bash
# Unpacks the image with other people's tools and runs it as a cluster does: as user 54321 without any capability, in a root that
# cannot be written, with an empty environment, without a network, as process 1. Wants root, umoci and skopeo.
#
#   release/tests/image.sh dist/biaoyu-V-oci.tar NATIVE
#   release/tests/image.sh dist/biaoyu-store-V-oci.tar NATIVE biaoyu-store     with a folder of the volume as its store
set -euo pipefail
image="$(realpath "$1")" native="$(realpath "$2")" name="${3:-biaoyu}"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
fail() { echo "image: $*" >&2; exit 1; }
cd "$work"
mkdir layout
tar -C layout -xf "$image"
# Every blob is what its name says, and an outside reader takes manifest, configuration and layers of each architecture.
(cd layout/blobs/sha256 && for blob in *; do echo "$blob  $blob"; done | sha256sum --quiet -c) || fail "a blob is not what its name says"
mkdir tools && mkdir policy && echo '{"default":[{"type":"insecureAcceptAnything"}]}' >policy/policy.json
for architecture in $(python3 -c '
import json
blob = lambda d: json.load(open("layout/blobs/sha256/" + d.split(":")[1]))
print(*(m["platform"]["architecture"] for m in blob(json.load(open("layout/index.json"))["manifests"][0]["digest"])["manifests"]))'); do
  skopeo --override-arch "$architecture" --policy policy/policy.json --tmpdir tools copy -q "oci-archive:$image" "oci:one-$architecture:it" \
    || fail "skopeo does not take $architecture"
  umoci --log error unpack --image "one-$architecture:it" "bundle-$architecture" || fail "umoci does not unpack $architecture"
  root="bundle-$architecture/rootfs"
  [ "$(find "$root" -type f -perm /111 -printf '%P\n')" = "usr/local/bin/$name" ] || fail "another program is in it: $(find "$root" -type f)"
  [ -z "$(find "$root" \( -perm /6000 -o -type l -o -type b -o -type c \) -print)" ] || fail "links, devices or programs that change the user"
  python3 - "bundle-$architecture/config.json" "$name" <<'PYTHON' || fail "what the image says of itself"
import json, sys
config = json.load(open(sys.argv[1]))
process = config["process"]
assert (process["user"]["uid"], process["user"]["gid"]) == (54321, 54321), process["user"]
assert process["args"] == ["/usr/local/bin/" + sys.argv[2]], process["args"]
assert process["cwd"] == "/mnt/press", process["cwd"]
assert "PATH=/usr/local/bin" in process["env"], process["env"]
PYTHON
done
echo "image: $(ls -d one-* | wc -l) architecture(s), read by skopeo, unpacked by umoci"

# What runs here: the machine's own architecture.
case "$(uname -m)" in x86_64) here=amd64 ;; aarch64) here=arm64 ;; esac
root="$PWD/bundle-$here/rootfs"
[ -d "$root" ] || { echo "image: not run, there is none for $here"; exit 0; }
"$native" plan -s 1-6 -p badge-58,poster-a3 -f pdf,png --lang zh -o fleet >/dev/null 2>&1
cp -r fleet whole
"$native" run whole/plan.jsonl >/dev/null 2>&1
"$native" merge whole/plan.jsonl >/dev/null 2>&1
# A volume of the group, as fsGroup makes it.
chown -R 54321:54321 fleet
chmod 777 "$PWD"
mkdir -p "$root/mnt/press"
# A cage: its own mounts, network and processes; the volume is all that can be written. The root is changed while there is the right
# to do so, then user and rights go, then the program takes the place of what did it.
cat >enter.py <<'PYTHON'
import ctypes, os, sys
root, name, words = sys.argv[1], sys.argv[2], sys.argv[3:]
os.chroot(root)
os.chdir("/mnt/press")
libc = ctypes.CDLL(None)
for capability in range(64):
    libc.prctl(24, capability, 0, 0, 0)  # PR_CAPBSET_DROP
libc.prctl(38, 1, 0, 0, 0)  # PR_SET_NO_NEW_PRIVS
os.setgroups([])
os.setgid(54321)
os.setuid(54321)
os.execve("/usr/local/bin/" + name, [name, *words], {})
PYTHON
cage() {
  unshare --mount --net --pid --fork --kill-child sh -c '
    set -e
    mount --make-rprivate /
    mount --bind "$1" "$1"
    mount --bind "$2" "$1/mnt/press"
    mount -o remount,bind,ro "$1"
    shift 2
    exec python3 "$@"' cage "$root" "$PWD" enter.py "$root" "$name" "$@"
}
out=fleet store=()
[ "$name" = biaoyu ] || { out=stored; store=(--store file:///mnt/press/stored --scratch /mnt/press); install -d -o 54321 -g 54321 stored; }
for part in 1 2 3; do
  cage run fleet/plan.jsonl --shard "$part/3" --jobs 2 --lang zh "${store[@]}" >"part-$part" 2>&1 || fail "part $part: $(cat "part-$part")"
done
cage merge fleet/plan.jsonl --lang zh "${store[@]}" >merged 2>&1 || fail "merge: $(cat merged)"
diff -r -x plan.jsonl whole "$out" || fail "the files of the image are not the native ones"
echo "image: $(find "$out" -type f | wc -l) files as user 54321, read-only root, empty environment, no network: equal to a native run"
# Nothing outside of the volume can be written: told, and no panic.
code=0
away=(render -s 1 -p badge-58 -o /out)
[ "$name" = biaoyu ] || away=(run fleet/plan.jsonl --shard 1/3 --store file:///out --scratch /mnt/press)
cage "${away[@]}" >told 2>&1 || code=$?
[ "$code" != 0 ] && ! grep -qi panicked told && [ ! -e "$root/out" ] || fail "a root that cannot be written: exit $code, $(cat told)"
# Process 1 has no signal that it does not ask for: SIGTERM ends a part with 75.
"$native" plan -p poster-a0 -f png --dpi 300 -o long >/dev/null 2>&1
chown -R 54321:54321 long
[ "$name" = biaoyu ] || { install -d -o 54321 -g 54321 longer; store=(--store file:///mnt/press/longer --scratch /mnt/press); }
cage run long/plan.jsonl --jobs 1 "${store[@]}" >stopped 2>&1 &
holder=$!
for _ in $(seq 1 100); do
  sleep 0.1
  inside="$(pgrep -P "$(pgrep -P "$holder" | head -1)" 2>/dev/null | head -1)" || true
  [ -z "$inside" ] || [ "$(cat "/proc/$inside/comm" 2>/dev/null)" != "$name" ] || break
done
kill -TERM "$inside"
code=0
wait "$holder" || code=$?
[ "$code" = 75 ] || fail "SIGTERM to process 1: exit $code, $(cat stopped)"
cage run long/plan.jsonl --jobs 2 "${store[@]}" >again 2>&1 || fail "the same part again: $(tail -3 again)"
echo "image: SIGTERM as process 1 ends with 75, the same command makes the rest"
