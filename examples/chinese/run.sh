#!/bin/sh
# Learns the topics of Chinese sentences, reports on held-out ones, and judges new ones.
set -eu
cd "$(dirname "$0")"
../../lathe finetune --task sequence-classification --model bge-small-zh-v1.5 --train train.jsonl --test test.jsonl \
    --epochs 10 --lr 2e-4 --out target/model --overwrite
../../lathe predict --model target/model --input new.txt
