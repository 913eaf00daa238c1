#!/bin/sh
# Learns to find drugs, diseases and symptoms, reports on held-out sentences, and reads new ones.
set -eu
cd "$(dirname "$0")"
../../lathe finetune --task token-classification --model all-MiniLM-L6-v2 --train train.conll --test test.conll \
    --epochs 12 --lr 3e-4 --out target/model --overwrite
../../lathe predict --model target/model --input new.txt
