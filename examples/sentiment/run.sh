#!/bin/sh
# Learns the sentiment of business news, reports on held-out news, and judges new ones.
set -eu
cd "$(dirname "$0")"
../../lathe finetune --task sequence-classification --model all-MiniLM-L6-v2 --train train.jsonl --test test.jsonl \
    --epochs 10 --lr 2e-4 --out target/model --overwrite
../../lathe predict --model target/model --input new.txt
