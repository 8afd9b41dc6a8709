#!/usr/bin/env bash
# Runs every target under libFuzzer for some minutes each, on the stable compiler.
#
#   fuzz/run.sh MINUTES [TARGET …]
#
# A crash, a run of more than 30 s or of more than 768 MB leaves its input in fuzz/artifacts/TARGET/; make it a seed in
# fuzz/seeds/TARGET/, where `cargo test --test fuzz` runs it from then on.
set -euo pipefail
minutes=${1:?fuzz/run.sh MINUTES [TARGET …]}
shift
cd "$(dirname "$0")/.."
host=$(rustc -vV | sed -n 's/^host: //p')
# What cargo-fuzz sets: counters and comparisons for libFuzzer, and checks in our own code.
export RUSTC_BOOTSTRAP=1
export RUSTFLAGS="--cfg fuzzing -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
  -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
  -Cllvm-args=-sanitizer-coverage-trace-compares -Ccodegen-units=1"
cargo build --release --manifest-path fuzz/Cargo.toml --target "$host"
program=fuzz/target/$host/release/any
CORPUS=fuzz/corpus RUSTFLAGS= RUSTC_BOOTSTRAP= cargo test --locked --test fuzz the_seeds_are_written_out -- --ignored --exact
targets=("$@")
[ ${#targets[@]} -gt 0 ] || mapfile -t targets < <(sed -n 's/^    ("\([a-z-]*\)", .*/\1/p' fuzz/targets.rs)
failed=0
for target in "${targets[@]}"; do
  mkdir -p "fuzz/corpus/$target" "fuzz/artifacts/$target"
  echo "== $target, $minutes min"
  TARGET=$target "$program" -max_total_time=$((minutes * 60)) -timeout=30 -rss_limit_mb=768 -max_len=262144 \
    -artifact_prefix="fuzz/artifacts/$target/" -print_final_stats=1 "fuzz/corpus/$target" 2>&1 |
    grep -E 'DONE|ERROR|SUMMARY|stat::number_of_executed|panicked' || failed=1
done
exit $failed
