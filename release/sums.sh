#!/usr/bin/env bash
# dist/SHA256SUMS: of all files that are given away.
set -euo pipefail
cd "$(dirname "$0")/../dist"
find . -maxdepth 1 -type f ! -name SHA256SUMS -printf '%f\n' | LC_ALL=C sort | xargs -d '\n' sha256sum >SHA256SUMS
