#!/bin/sh
# Learns which illness a complaint is about, reports on held-out complaints, and judges new ones.
set -eu
cd "$(dirname "$0")"
../../lathe finetune --task sequence-classification --model all-MiniLM-L6-v2 --train train.csv --test test.csv \
    --epochs 8 --lr 2e-4 --out target/model --overwrite
../../lathe predict --model target/model --input new.txt
