#!/usr/bin/env bash
# Labels a file in parts, several at a time, and fits one label model to all of them.
# GNU parallel runs the processes where it is installed, xargs otherwise. A part that fails is tried three times:
# its outputs have the same names and the same bytes each time.
#
#   label-shards.sh PACK RECORDS FOLDER [PARTS] [PROCESSES]
set -euo pipefail
pack=$1 records=$2 folder=$3 parts=${4:-16} processes=${5:-$(nproc)}
export program records folder
program=$(ls "$pack"/lfs.*.mjs)
mkdir -p "$folder"

node "$program" --shard "$records" --split "$parts" > "$folder/ranges.txt"
if command -v parallel > /dev/null; then
  parallel --will-cite --halt soon,fail=1 --retries 3 -j "$processes" \
    node "$program" --shard "$records" --output "$folder" --range {} :::: "$folder/ranges.txt"
else
  label='node "$program" --shard "$records" --output "$folder" --range "$0"'
  xargs -P "$processes" -n 1 bash -c "$label || $label || $label || exit 255" < "$folder/ranges.txt"
fi > "$folder/shards.jsonl"

node "$program" --fit "$folder"/*.statistics.jsonl --output "$folder/model.json"
