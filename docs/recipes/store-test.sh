#!/bin/sh
# Tries biaoyu-store on a local S3 server (moto) over TLS, its certificate signed by an authority of our own: docs/recipes/store-test.sh path/to/biaoyu path/to/biaoyu-store
# Needs openssl and once: python3 -m venv target/s3 && target/s3/bin/pip install 'moto[server,s3]'
set -eu
program=$(realpath "${1:-target/release/biaoyu}")
second=$(realpath "${2:-target/release/biaoyu-store}")
venv=$(realpath "${VENV:-target/s3}")
work=$(mktemp -d)
cd "$work"
mkdir tls
openssl req -x509 -newkey rsa:2048 -nodes -keyout tls/ca.key -out tls/ca.pem -days 2 -subj /CN=ours -addext basicConstraints=critical,CA:TRUE 2>/dev/null
openssl req -newkey rsa:2048 -nodes -keyout tls/key.pem -out tls/asked -subj /CN=localhost 2>/dev/null
printf 'subjectAltName=DNS:localhost\nbasicConstraints=CA:FALSE\n' >tls/extensions
openssl x509 -req -in tls/asked -CA tls/ca.pem -CAkey tls/ca.key -CAcreateserial -days 2 -extfile tls/extensions -out tls/certificate.pem 2>/dev/null
"$venv/bin/moto_server" -H 127.0.0.1 -p 15056 -c tls/certificate.pem -k tls/key.pem >moto.log 2>&1 &
server=$!
trap 'kill $server; rm -rf "$work"' EXIT
export AWS_ENDPOINT_URL=https://localhost:15056 AWS_CA_BUNDLE="$work/tls/ca.pem" AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test AWS_DEFAULT_REGION=us-east-1 \
  AWS_EC2_METADATA_DISABLED=true TMPDIR="$work"
s3() { "$venv/bin/python" -c "import boto3; s3 = boto3.client('s3'); $1"; }
for _ in 1 2 3 4 5 6 7 8 9 10; do s3 "s3.create_bucket(Bucket='biaoyu')" 2>/dev/null && break; sleep 1; done

ask="--product badge-25,name-85x54 --slogan 1-8 --format pdf,png"
$program render $ask --output single 2>/dev/null
$program plan $ask --output fleet 2>/dev/null
# Nobody vouches for the certificate, or the bundle holds none: told at once, and not tried again.
for bundle in '' "$work/tls/extensions"; do
  code=0
  AWS_CA_BUNDLE="$bundle" "$second" status fleet/plan.jsonl --store s3://biaoyu/run 2>refused || code=$?
  [ "$code" = 2 ] && grep -q 'AWS_CA_BUNDLE' refused
done
$second send fleet/plan.jsonl --store s3://biaoyu/job
run() { JOB_COMPLETION_INDEX=$1 COMPLETIONS=3 "$second" run s3://biaoyu/job/fleet/plan.jsonl --store s3://biaoyu/run --jobs 1 >"log$1$2" 2>&1; }
# One part is killed and begun again, another is made twice at once.
run 0 a & first=$!
run 1 a & second_part=$!
run 1 b & twin=$!
sleep 1
pkill -KILL -P "$first" 2>/dev/null || true
wait "$first" || true
run 0 b
wait "$second_part"
wait "$twin"
run 2 a
code=0
"$second" status fleet/plan.jsonl --store s3://biaoyu/run || code=$?
[ "$code" = 0 ]
"$second" merge s3://biaoyu/job/fleet/plan.jsonl --store s3://biaoyu/run
# Late: all is done, and nothing is put.
run 2 b
s3 "
import pathlib
page = s3.get_paginator('list_objects_v2').paginate(Bucket='biaoyu', Prefix='run/')
keys = {o['Key'][4:] for p in page for o in p['Contents']}
single = {str(f.relative_to('single')) for f in pathlib.Path('single').rglob('*') if f.is_file()}
assert keys == single, keys ^ single
for key in keys:
    body = s3.get_object(Bucket='biaoyu', Key='run/' + key)['Body'].read()
    assert body == pathlib.Path('single', key).read_bytes(), key
"
# Something of others is named and left.
s3 "s3.put_object(Bucket='biaoyu', Key='other/' + next(iter(sorted(str(f.relative_to('single')) for f in __import__('pathlib').Path('single').rglob('*.png')))), Body=b'mine')"
code=0
"$second" run fleet/plan.jsonl --shard 1/1 --store s3://biaoyu/other 2>refused || code=$?
[ "$code" = 2 ] && grep -q 'something else lies here' refused
echo "store: whole"
