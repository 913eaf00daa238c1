#!/bin/sh
# Learns the intents of customers, reports on held-out questions, and answers new ones.
set -eu
cd "$(dirname "$0")"
../../lathe finetune --task sequence-classification --model all-MiniLM-L6-v2 --train train.tsv --test test.tsv \
    --epochs 10 --lr 2e-4 --out target/model --overwrite
../../lathe fetch all-MiniLM-L6-v2 --to target/all-MiniLM-L6-v2 >/dev/null
../java.sh Assistant.java
