#!/bin/sh
# Makes the PTX that is committed under src/main/resources from the kernels in src/main/cuda. Needs nvcc.
#
#   kernels/make-ptx.sh [OUTDIR]
#
# For sm_75, the oldest GPUs that Lathe runs on; drivers assemble it for all that came later. No kernel uses what only these have:
# compiled for sm_80 the text was the same but for its `.target`. `.version` is lowered to 7.0, which every driver from CUDA 11.0
# on takes. No fusing of products and sums but where the source says so.
set -eu
cd "$(dirname "$0")"
out=${1:-src/main/resources/dev/lathe/cuda/ptx}
mkdir -p "$out"
release=$(nvcc --version | sed -n 's/.*release .*, //p')
for source in src/main/cuda/*.cu; do
    family=$(basename "$source" .cu)
    hash=$(cat src/main/cuda/*.cuh "$source" | sha256sum | cut -d ' ' -f 1)
    file=$out/$family.ptx
    nvcc -ptx -arch=compute_75 -O3 -fmad=false -o "$file.new" "$source"
    {
        echo "// Made by kernels/make-ptx.sh with nvcc $release from $family.cu: don't edit."
        echo "// SHA-256 of the .cuh files and $family.cu: $hash"
        sed -e 's/^\.version .*/.version 7.0/' "$file.new"
    } > "$file"
    rm "$file.new"
done
