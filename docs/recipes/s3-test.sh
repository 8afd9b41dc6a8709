#!/bin/sh
# Tries s3put.py on a local S3 server (moto): docs/recipes/s3-test.sh path/to/biaoyu
# Needs once: python3 -m venv target/s3 && target/s3/bin/pip install 'moto[server,s3]' blake3
set -eu
program=$(realpath "${1:-target/release/biaoyu}")
recipes=$(dirname "$(realpath "$0")")
venv=$(realpath "${VENV:-target/s3}")
work=$(mktemp -d)
cd "$work"
"$venv/bin/moto_server" -H 127.0.0.1 -p 15055 >moto.log 2>&1 &
server=$!
trap 'kill $server; rm -rf "$work"' EXIT
export AWS_ENDPOINT_URL=http://127.0.0.1:15055 AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test AWS_DEFAULT_REGION=us-east-1
python="$venv/bin/python"
s3() { "$python" -c "import boto3; s3 = boto3.client('s3'); $1"; }
for _ in 1 2 3 4 5 6 7 8 9 10; do s3 "s3.create_bucket(Bucket='biaoyu')" 2>/dev/null && break; sleep 1; done

put() { "$python" "$recipes/s3put.py" out s3://biaoyu/run; }
$program render --product badge-25 --slogan 1-8 --output out 2>/dev/null
total=$(wc -l <out/receipts.jsonl)
# Two writers at once: each file is made once.
put >one & first=$!
put >two
wait $first
cat one two
made=$(cat one two | grep -Eo '[0-9]+ made' | awk '{ n += $1 } END { print n }')
[ "$made" = "$((total + 1))" ]
put | grep -qx "$((total + 1)) kept"
# Byte for byte.
s3 "
import pathlib
for o in s3.list_objects_v2(Bucket='biaoyu', Prefix='run/')['Contents']:
    body = s3.get_object(Bucket='biaoyu', Key=o['Key'])['Body'].read()
    assert body == pathlib.Path('out', o['Key'][4:]).read_bytes(), o['Key']
"
# Lost and made again; changed and refused, receipts too.
s3 "s3.delete_object(Bucket='biaoyu', Key='run/index.html')"
put | tee again | grep -qE "(^|; )1 made(;|$)" || { cat again; exit 1; }
s3 "s3.put_object(Bucket='biaoyu', Key='run/index.html', Body=b'mine')"
if put >refused; then exit 1; fi
grep -q 'index.html: something else is there' refused
[ "$(s3 "print(s3.get_object(Bucket='biaoyu', Key='run/index.html')['Body'].read().decode())")" = mine ]
# What is damaged is not sent.
echo >>out/index.html
if put >refused; then exit 1; fi
grep -q 'not what its receipt says' refused
echo "s3: whole"
