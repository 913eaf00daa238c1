// Philox4x32-10, as dev.lathe.tensor.device.Philox: the same decisions as on the CPU, bit for bit.
#pragma once
#include "common.cuh"

// What decides which elements dropout drops: dev.lathe.tensor.device.Dropout, with the key made from seed and step.
struct Dropout {
    unsigned key0;
    unsigned key1;
    unsigned site;
    unsigned threshold;
    float keptScale;
};

// Four random words for a key and a counter.
__device__ __forceinline__ void philox(unsigned key0, unsigned key1, unsigned counter[4]) {
    for (int round = 0; round < 10; round++) {
        unsigned high0 = __umulhi(counter[0], 0xD2511F53u), low0 = counter[0] * 0xD2511F53u;
        unsigned high1 = __umulhi(counter[2], 0xCD9E8D57u), low1 = counter[2] * 0xCD9E8D57u;
        counter[0] = high1 ^ counter[1] ^ key0;
        counter[1] = low1;
        counter[2] = high0 ^ counter[3] ^ key1;
        counter[3] = low0;
        key0 += 0x9E3779B9u;
        key1 += 0xBB67AE85u;
    }
}

// The words that decide on columns 8 block to 8 block + 7 of a row of an example.
__device__ __forceinline__ void decisions(
        const Dropout& dropout, unsigned block, unsigned row, unsigned example, unsigned words[4]) {
    words[0] = block;
    words[1] = row;
    words[2] = example;
    words[3] = dropout.site;
    philox(dropout.key0, dropout.key1, words);
}

// 0 where the `index`th of eight elements is dropped, else what it is multiplied by. The word is picked by comparisons: an
// array that is indexed by a number that is computed would lie in memory.
__device__ __forceinline__ float factor(const Dropout& dropout, const unsigned words[4], int index) {
    unsigned first = index < 2 ? words[0] : words[1], second = index < 6 ? words[2] : words[3];
    unsigned decision = (index < 4 ? first : second) >> (index % 2 * 16) & 0xFFFFu;
    return decision < dropout.threshold ? 0.0f : dropout.keptScale;
}

// The factor of one element.
__device__ __forceinline__ float keepFactor(const Dropout& dropout, unsigned column, unsigned row, unsigned example) {
    if (dropout.threshold == 0) return 1.0f;
    unsigned words[4];
    decisions(dropout, column / 8, row, example, words);
    return factor(dropout, words, column % 8);
}
