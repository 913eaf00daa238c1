// Dropout: dev.lathe.tensor.device.DropoutKernels. One thread for eight columns of a row, which one block of the
// generator decides on.
#include "philox.cuh"

KERNEL dropout(
        const float* x, Dropout dropout, const int* examples, const int* positions, float* y, int add,
        int rows, int cols) {
    int blocks = (cols + 7) / 8;
    int i = elementIndex();
    if (i >= rows * blocks) return;
    int row = i / blocks, block = i % blocks;
    unsigned words[4];
    decisions(dropout, block, positions[row], examples[row], words);
    int last = min(cols - block * 8, 8);
    for (int j = 0; j < last; j++) {
        size_t at = (size_t) row * cols + block * 8 + j;
        put(y + at, add, x[at] * factor(dropout, words, j));
    }
}
