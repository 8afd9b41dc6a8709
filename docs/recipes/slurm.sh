#!/bin/sh
# A part of a plan for each task of a Slurm array:
#
#   biaoyu plan --data staff.csv --product name-85x54 --output fleet
#   parts=$(sbatch --parsable docs/recipes/slurm.sh fleet/plan.jsonl)
#   sbatch --dependency=afterany:"$parts" --wrap "biaoyu merge fleet/plan.jsonl"
#
# A part that failed, alone: sbatch --array=3 --export=ALL,SHARDS=7 docs/recipes/slurm.sh fleet/plan.jsonl
#SBATCH --job-name=biaoyu
#SBATCH --array=1-7
#SBATCH --cpus-per-task=2
#SBATCH --requeue
# A minute before its time is over the part finishes what it began; a requeued one makes what is missing.
#SBATCH --signal=B:TERM@60
set -eu
if [ -n "${SHARDS:-}" ]; then
  # Of an array that is submitted in part, Slurm counts only what was submitted.
  set -- "$1" --shard "$SLURM_ARRAY_TASK_ID/$SHARDS"
fi
# In the place of the shell, so that the signal reaches it.
exec "${BIAOYU:-biaoyu}" run "$@" --jobs "${SLURM_CPUS_PER_TASK:-1}"
