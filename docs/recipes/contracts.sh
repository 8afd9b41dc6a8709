#!/bin/sh
# Plays the schedulers: sets the variables that each gives its tasks, runs seven parts at once in one folder, merges, and
# compares with a single run.   docs/recipes/contracts.sh path/to/biaoyu
set -eu
program=$(realpath "${1:-target/release/biaoyu}")
recipes=$(dirname "$(realpath "$0")")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
# The manifest is one that a server of its version takes, and says the same number of parts twice.
manifest=$recipes/../../examples/kubernetes/overlays/pvc
if command -v kubectl >/dev/null; then
  kubectl kustomize "$manifest" >job.yaml
  [ "$(grep -c 'completions: 7' job.yaml)" = 1 ] && grep -A1 'name: COMPLETIONS' job.yaml | grep -q '"7"'
  for need in backoffLimitPerIndex podFailurePolicy ReadWriteMany fsGroup readOnlyRootFilesystem; do
    grep -q "$need" job.yaml || { echo "the manifest lacks $need"; exit 1; }
  done
  if command -v kubernetes-validate >/dev/null; then kubernetes-validate --strict job.yaml; fi
  kubectl kustomize "$manifest/../store" >store.yaml
  for need in biaoyu-store backoffLimitPerIndex emptyDir secretRef TMPDIR; do
    grep -q "$need" store.yaml || { echo "the manifest without a volume lacks $need"; exit 1; }
  done
  grep -q 'claimName\|image: localhost/biaoyu:' store.yaml && { echo "the manifest without a volume has one, or the other program"; exit 1; }
  if command -v kubernetes-validate >/dev/null; then kubernetes-validate --strict store.yaml; fi
  echo "manifest: whole"
else
  echo "manifest: not looked at, there is no kubectl"
fi
ask="--product badge-25,name-85x54 --slogan 1-8 --format pdf"
$program render $ask --output single 2>/dev/null

play() {
  name=$1
  shift
  $program plan $ask --output "$name" 2>/dev/null
  pids=
  for number in 1 2 3 4 5 6 7; do
    index=$((number - 1))
    eval "$*" >"$name.$number.log" 2>&1 &
    pids="$pids $!"
  done
  for pid in $pids; do wait "$pid"; done
  # Every part was another one.
  cat "$name".?.log | grep -Eo '[1-7]/7' | sort -u | wc -l | grep -qx 7
  $program merge "$name/plan.jsonl" 2>/dev/null
  rm "$name/plan.jsonl"
  diff -r single "$name"
  echo "$name: whole"
}

play kubernetes 'JOB_COMPLETION_INDEX=$index COMPLETIONS=7 $program run kubernetes/plan.jsonl'
play slurm 'SLURM_ARRAY_TASK_ID=$number SLURM_ARRAY_TASK_MIN=1 SLURM_ARRAY_TASK_MAX=7 SLURM_ARRAY_TASK_STEP=1 \
  SLURM_ARRAY_TASK_COUNT=7 SLURM_CPUS_PER_TASK=1 BIAOYU=$program sh "$recipes/slurm.sh" slurm/plan.jsonl'
play slurm-again 'SLURM_ARRAY_TASK_ID=$number SLURM_ARRAY_TASK_COUNT=1 SHARDS=7 BIAOYU=$program \
  sh "$recipes/slurm.sh" slurm-again/plan.jsonl'
# A task that is submitted again alone, and does not say of how many, is refused instead of making everything.
$program plan $ask --output alone 2>/dev/null
$program run alone/plan.jsonl --shard 3/7 2>/dev/null
code=0
SLURM_ARRAY_TASK_ID=1 SLURM_ARRAY_TASK_MIN=1 SLURM_ARRAY_TASK_MAX=1 SLURM_ARRAY_TASK_STEP=1 SLURM_ARRAY_TASK_COUNT=1 \
  $program run alone/plan.jsonl 2>/dev/null || code=$?
[ "$code" = 2 ]
echo "alone: refused"
play aws 'AWS_BATCH_JOB_ARRAY_INDEX=$index AWS_BATCH_JOB_ARRAY_SIZE=7 $program run aws/plan.jsonl'
