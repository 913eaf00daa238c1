#!/bin/sh
# Makes the PTX that is committed under src/main/resources from the kernels in src/main/cuda. Needs nvcc.
#
#   kernels/make-ptx.sh [OUTDIR]
#
# sm_75 serves the oldest GPUs that Lathe runs on, sm_80 all from Ampere on. `.version` is lowered to 7.0, which every
# driver from CUDA 11.0 on takes. No fusing of products and sums but where the source says so.
set -eu
cd "$(dirname "$0")"
out=${1:-src/main/resources/dev/lathe/cuda/ptx}
mkdir -p "$out"
release=$(nvcc --version | sed -n 's/.*release .*, //p')
for source in src/main/cuda/*.cu; do
    family=$(basename "$source" .cu)
    hash=$(cat src/main/cuda/*.cuh "$source" | sha256sum | cut -d ' ' -f 1)
    for sm in 75 80; do
        file=$out/$family.sm_$sm.ptx
        nvcc -ptx -arch=compute_$sm -O3 -fmad=false -o "$file.new" "$source"
        {
            echo "// Made by kernels/make-ptx.sh with nvcc $release from $family.cu: don't edit."
            echo "// SHA-256 of the .cuh files and $family.cu: $hash"
            sed -e 's/^\.version .*/.version 7.0/' "$file.new"
        } > "$file"
        rm "$file.new"
    done
done
