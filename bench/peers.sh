#!/bin/sh
# Starts a program of dev.lathe.bench with the native engines at their best, after
#     mvn -B -Ppeers -pl bench -am -DskipTests package
# Examples:
#     bench/peers.sh TrainingStepBenchmark rounds=7 output=result.json
#     bench/peers.sh GoldenValues train/src/test/resources/dev/lathe/train
#     bench/peers.sh inference.InferenceBenchmark model=$HOME/.cache/lathe/models/all-MiniLM-L6-v2 output=result.json
# PEERS_BLAS=openblas takes OpenBLAS instead of MKL; set OPENBLAS_CORETYPE yourself then.
set -eu
here=$(dirname "$0")
program=${1:?"which program? TrainingStepBenchmark, GoldenValues, inference.InferenceBenchmark, ..."}
shift
case $program in *.*) ;; *) program=peers.$program ;; esac
if [ ! -f "$here/target/peers.classpath" ]; then
    echo "peers.sh: not built; run: mvn -B -Ppeers -pl bench -am -DskipTests package" >&2
    exit 1
fi
java=${LATHE_JAVA_HOME:-${JAVA_HOME:-}}
java=${java:+$java/bin/}java

if [ "${PEERS_BLAS:-mkl}" = mkl ]; then
    load=-Dorg.bytedeco.openblas.load=mkl
    # a kernel chosen for another machine makes OpenBLAS and its users slow
    unset OPENBLAS_CORETYPE OPENBLAS_L2_SIZE
    export MKL_THREADING_LAYER=GNU
else
    load=-Dorg.bytedeco.openblas.load=openblas
fi
# Keep memory between steps instead of giving it back to the system page by page: 10 % of libtorch's fastest step.
export MALLOC_ARENA_MAX=1 MALLOC_MMAP_MAX_=0 MALLOC_TRIM_THRESHOLD_=68719476736 MALLOC_TOP_PAD_=268435456

exec "$java" ${PEERS_JAVA_OPTS:-} --add-modules jdk.incubator.vector --enable-native-access=ALL-UNNAMED -Xmx"${PEERS_HEAP:-4g}" "$load" \
    -cp "$here/target/classes:$(cat "$here/target/peers.classpath")" "dev.lathe.bench.$program" "$@"
