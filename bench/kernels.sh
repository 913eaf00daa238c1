#!/bin/sh
# Starts a program of dev.lathe.bench.kernels, after
#     mvn -B -Ppeers -pl bench -am -DskipTests package
# Examples:
#     bench/kernels.sh MatrixProducts training output=result.json
#     bench/kernels.sh MatrixProducts few-rows-kept threads=1 only=minilm
#     bench/kernels.sh Attention
#     bench/kernels.sh MovedBytes
set -eu
here=$(dirname "$0")
program=${1:?"which program? MatrixProducts, Attention or MovedBytes"}
shift
if [ ! -f "$here/target/peers.classpath" ]; then
    echo "kernels.sh: not built; run: mvn -B -Ppeers -pl bench -am -DskipTests package" >&2
    exit 1
fi
java=${LATHE_JAVA_HOME:-${JAVA_HOME:-}}
java=${java:+$java/bin/}java
# A kernel chosen for another machine makes OpenBLAS slow. Its idle threads spin for 2^THREAD_TIMEOUT cycles: by default
# longer than the pause between two engines.
unset OPENBLAS_CORETYPE OPENBLAS_L2_SIZE OPENBLAS_NUM_THREADS OMP_NUM_THREADS
export OPENBLAS_THREAD_TIMEOUT=22
# Keep memory between calls instead of giving it back to the system page by page: oneDNN takes some in each.
export MALLOC_ARENA_MAX=1 MALLOC_MMAP_MAX_=0 MALLOC_TRIM_THRESHOLD_=68719476736 MALLOC_TOP_PAD_=268435456

# Vectors from the first call on. Otherwise each backend begins with plain loops and goes over to vectors after half a second,
# which is longer than a kernel is warmed up here.
exec "$java" -Dlathe.vector=preferred ${PEERS_JAVA_OPTS:-} --add-modules jdk.incubator.vector --enable-native-access=ALL-UNNAMED -Xmx"${PEERS_HEAP:-4g}" \
    -cp "$here/target/classes:$(cat "$here/target/peers.classpath")" "dev.lathe.bench.kernels.$program" "$@"
