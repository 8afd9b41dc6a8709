#!/usr/bin/env python3
"""Puts a finished folder of biaoyu into an S3 store; never over anything.

    pip install boto3 blake3
    s3put.py DIR s3://BUCKET/PREFIX

Every file of DIR/receipts.jsonl is checked against its receipt, then written with `If-None-Match: *`: of two writers
one wins. What is there with the same content is skipped without being sent, what is there with other content is refused
(exit 1), and receipts.jsonl comes last, when all else is there. A store that ignores `If-None-Match` would overwrite: it is
tried first, and refused. Run again after any failure: only what is missing is sent. Keys, region
and endpoint come from the usual AWS_* variables and files; AWS_ENDPOINT_URL names other stores than Amazon's.
"""

import json
import mimetypes
import sys
import uuid
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlparse

import boto3
from blake3 import blake3
from botocore.config import Config
from botocore.exceptions import ClientError

RECEIPTS = "receipts.jsonl"
ABSENT = {"PreconditionFailed", "ConditionalRequestConflict", "412", "409"}


def there(s3, bucket, key, length, digest):
    """`kept` or `other` of what is there; `None` when nothing is."""
    try:
        found = s3.head_object(Bucket=bucket, Key=key)
    except ClientError as error:
        if error.response["ResponseMetadata"]["HTTPStatusCode"] != 404:
            raise
        return None
    known = found.get("Metadata", {}).get("blake3")
    if known is None and found["ContentLength"] == length:
        known = blake3(s3.get_object(Bucket=bucket, Key=key)["Body"].read()).hexdigest()
    return "kept" if known == digest else "other"


def put(s3, bucket, key, body, digest):
    """`made`, `kept`, or `other`: something else is there."""
    kind = mimetypes.guess_type(key)[0] or "application/octet-stream"
    for _ in range(3):
        # A look costs less than the bytes.
        fate = there(s3, bucket, key, len(body), digest)
        if fate:
            return fate
        try:
            s3.put_object(Bucket=bucket, Key=key, Body=body, IfNoneMatch="*", ContentType=kind, Metadata={"blake3": digest})
            return "made"
        except ClientError as error:
            # Another writer was faster: the next look says what it wrote.
            if error.response["Error"]["Code"] not in ABSENT:
                raise
    raise RuntimeError(f"{key}: neither there nor to be written")


def keeps_conditions(s3, bucket, key):
    """Whether the store refuses to write over what is there, when it is asked to."""
    s3.put_object(Bucket=bucket, Key=key, Body=b"1")
    try:
        s3.put_object(Bucket=bucket, Key=key, Body=b"2", IfNoneMatch="*")
        return False
    except ClientError as error:
        if error.response["Error"]["Code"] not in ABSENT:
            raise
        return True
    finally:
        s3.delete_object(Bucket=bucket, Key=key)


def main(folder, to):
    address = urlparse(to)
    if address.scheme != "s3" or not address.netloc:
        sys.exit(f"{to}: wanted s3://BUCKET/PREFIX")
    bucket, prefix = address.netloc, address.path.strip("/")
    folder = Path(folder)
    parts = sorted(p.name for p in folder.glob("receipts.*-of-*.jsonl"))
    if parts:
        sys.exit(f"{folder}: parts of a plan that are not merged yet: {', '.join(parts)}")
    text = (folder / RECEIPTS).read_bytes()
    receipts = {r["file"]: r for r in map(json.loads, text.decode().splitlines())}
    s3 = boto3.client("s3", config=Config(retries={"max_attempts": 8, "mode": "adaptive"}, max_pool_connections=16))
    key = lambda file: f"{prefix}/{file}" if prefix else file

    probe = key(f".biaoyu-probe-{uuid.uuid4()}")
    if not keeps_conditions(s3, bucket, probe):
        sys.exit(f"{to}: this store ignores If-None-Match and would overwrite; nothing was sent")

    def one(receipt):
        body = (folder / receipt["file"]).read_bytes()
        digest = blake3(body).hexdigest()
        if (len(body), digest) != (receipt["bytes"], receipt["blake3"]):
            return receipt["file"], "damaged"
        return receipt["file"], put(s3, bucket, key(receipt["file"]), body, digest)

    counts, wrong = {}, []
    with ThreadPoolExecutor(8) as pool:
        for file, fate in pool.map(one, receipts.values()):
            counts[fate] = counts.get(fate, 0) + 1
            if fate in ("other", "damaged"):
                wrong.append(f"{file}: {'not what its receipt says' if fate == 'damaged' else 'something else is there'}")
    if not wrong:
        fate = put(s3, bucket, key(RECEIPTS), text, blake3(text).hexdigest())
        counts[fate] = counts.get(fate, 0) + 1
        if fate == "other":
            wrong.append(f"{RECEIPTS}: something else is there")
    print("; ".join(wrong[:20] + [f"{count} {fate}" for fate, count in sorted(counts.items())]))
    return 1 if wrong else 0


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
