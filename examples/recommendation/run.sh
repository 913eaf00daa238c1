#!/bin/sh
# Recommends books to readers by what they chose before, and tries it on choices that it was not shown.
set -eu
cd "$(dirname "$0")"
../../lathe fetch all-MiniLM-L6-v2 --to target/all-MiniLM-L6-v2 >/dev/null
../java.sh Recommend.java
