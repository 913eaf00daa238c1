#!/bin/sh
# Starts a program of dev.lathe.bench with the native engines at their best, after
#     mvn -B -Ppeers -pl bench -am -DskipTests package
# Programs, each with its options in its documentation; M is the model's directory, R the demo's train.jsonl:
#     bench/peers.sh TrainingStepBenchmark contenders=libtorch,lathe rounds=7 output=result.json
#     bench/peers.sh TrainingMemoryBenchmark                           peak memory of a BERT-base step
#     bench/peers.sh TokenCostBenchmark model=bert-base                short and long sequences
#     bench/peers.sh EpochBenchmark model=M reviews=R                  fine-tuning on real text
#     bench/peers.sh inference.InferenceBenchmark model=M              sentences to vectors
#     bench/peers.sh inference.FileEmbeddingBenchmark model=M launcher=./lathe reviews=R
#     bench/peers.sh inference.LangChain4jBenchmark model=M reviews=R
#     bench/peers.sh inference.ServingBenchmark model=M reviews=R      vectors over HTTP
#     bench/peers.sh inference.FirstRequestBenchmark model=M           what a server's first client waits for
#     bench/peers.sh inference.StartBenchmark model=M launcher=./lathe processes up to their first vector
#     bench/peers.sh GoldenValues train/src/test/resources/dev/lathe/train
# PEERS_HEAP is the heap, 4g unless given: BERT-base needs 8g in company.
# PEERS_VECTORS=avx2 holds Java, MKL, libtorch and oneDNN to AVX2, as most processors have it. ONNX Runtime knows no such switch:
#     python3 bench/without-avx512.py onnxruntime-1.29.0.jar makes a copy of its libraries in bench/target that does as if the system did not keep
#     the registers of AVX-512, and this script then takes it.
# PEERS_BLAS=openblas takes OpenBLAS instead of MKL; set OPENBLAS_CORETYPE yourself then.
set -eu
here=$(dirname "$0")
program=${1:?"which program? See the top of this script"}
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

held=
if [ "${PEERS_VECTORS:-}" = avx2 ]; then
    export MKL_ENABLE_INSTRUCTIONS=AVX2 ATEN_CPU_CAPABILITY=avx2 ONEDNN_MAX_CPU_ISA=AVX2
    copy=$here/target/onnxruntime-avx2
    case $program in
        inference.*) [ -d "$copy" ] || { echo "peers.sh: no $copy; run: python3 bench/without-avx512.py JAR" >&2; exit 1; } ;;
    esac
    held="-XX:UseAVX=2 -Donnxruntime.native.path=$copy"
fi

# ONNX Runtime 1.29 may recurse so deep when it starts (a regular expression over a long text) that 1 MB of stack overflows: -Xss.
exec "$java" $held ${PEERS_JAVA_OPTS:-} --add-modules jdk.incubator.vector --enable-native-access=ALL-UNNAMED -Xss16m -Xmx"${PEERS_HEAP:-4g}" "$load" \
    -cp "$here/target/classes:$(cat "$here/target/peers.classpath")" "dev.lathe.bench.$program" "$@"
