#!/bin/sh
# Shows which layers fine-tuning moves, and what it costs to train only those that it moves most, or least.
set -eu
cd "$(dirname "$0")"
../../lathe fetch all-MiniLM-L6-v2 --to target/all-MiniLM-L6-v2 >/dev/null
../java.sh Layers.java
