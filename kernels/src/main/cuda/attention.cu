// Attention inside each sequence of a packed batch: dev.lathe.tensor.device.AttentionKernels.
//
// A warp has one query (backward also: one key) of one head. Keys and values, or queries and their gradients, pass by
// in tiles that the block's warps share; a lane has one of the tile. No score is ever stored.
#include "philox.cuh"

#define WARPS 8   // of a block: queries, or keys, that share the tiles

// The layout of q, k, v and the output, [tokens, heads x headSize], and what decides on dropout.
struct Layout {
    int heads;
    int headSize;
    int maxPositions;
    int tile;    // rows of a tile: 32, or fewer where heads are large
    int parts;   // blocks of WARPS rows in the longest sequence
};

// What one warp works on: row `position` of sequence `start` to `start + tokens`, in head `head`.
struct Work {
    int start;
    int tokens;
    int head;
    int position;
    int example;
    bool active;   // false for warps past the end of the sequence, which still help to load tiles
};

__device__ __forceinline__ Work workOf(const int* starts, const int* examples, const Layout& layout) {
    Work w;
    int sequence = blockIdx.x / layout.parts;
    w.start = starts[sequence];
    w.tokens = starts[sequence + 1] - w.start;
    w.head = blockIdx.y;
    w.position = blockIdx.x % layout.parts * WARPS + threadIdx.x / WARP_SIZE;
    w.active = w.position < w.tokens;
    w.example = w.tokens > 0 ? examples[w.start] : 0;
    return w;
}

// Where row `position` of the sequence starts in q, k, v and their kin.
__device__ __forceinline__ size_t rowAt(const Work& w, const Layout& layout, int position) {
    return ((size_t) (w.start + position) * layout.heads + w.head) * layout.headSize;
}

// Copies rows `first` to `first + tile` of the sequence into shared memory, rows headSize + 1 apart against bank
// conflicts; zeros past its end.
__device__ __forceinline__ void loadTile(const float* from, const Work& w, const Layout& layout, int first, float* to) {
    int size = layout.headSize;
    for (int i = threadIdx.x; i < layout.tile * size; i += blockDim.x) {
        int row = i / size, feature = i % size;
        bool inside = first + row < w.tokens;
        to[row * (size + 1) + feature] = inside ? from[rowAt(w, layout, first + row) + feature] : 0.0f;
    }
}

__device__ __forceinline__ void loadRow(const float* from, const Work& w, const Layout& layout, float* to) {
    for (int i = laneIndex(); i < layout.headSize; i += WARP_SIZE) {
        to[i] = w.active ? from[rowAt(w, layout, w.position) + i] : 0.0f;
    }
}

__device__ __forceinline__ float dot(const float* a, const float* b, int n) {
    float sum = 0;
    for (int i = 0; i < n; i++) sum = fmaf(a[i], b[i], sum);
    return sum;
}

// out += sum over the tile of weights[j] rows[j], where a lane has every 32nd feature.
__device__ __forceinline__ void addWeighted(const float* weights, const float* rows, const Layout& layout, float* out) {
    for (int i = laneIndex(); i < layout.headSize; i += WARP_SIZE) {
        float sum = out[i];
        for (int j = 0; j < layout.tile; j++) sum = fmaf(weights[j], rows[j * (layout.headSize + 1) + i], sum);
        out[i] = sum;
    }
}

__device__ __forceinline__ float keep(const Dropout& dropout, const Work& w, const Layout& layout, int query, int key) {
    return keepFactor(dropout, key, w.head * layout.maxPositions + query, w.example);
}

// One query a warp. The maximum and the sum of the exponentials grow with the tiles; what was summed before is scaled
// down when the maximum rises.
KERNEL attention(
        const float* q, const float* k, const float* v, float scale, Dropout dropout, float* out, float* logSumExp,
        const int* starts, const int* examples, Layout layout) {
    extern __shared__ float shared[];
    Work w = workOf(starts, examples, layout);
    if (blockIdx.x % layout.parts * WARPS >= w.tokens) return;   // all warps of the block, so before any barrier
    int size = layout.headSize, warp = threadIdx.x / WARP_SIZE, lane = laneIndex();
    float* keys = shared;
    float* values = keys + layout.tile * (size + 1);
    float* query = values + layout.tile * (size + 1) + warp * (2 * size + WARP_SIZE);
    float* sum = query + size;
    float* shares = sum + size;
    loadRow(q, w, layout, query);
    for (int i = lane; i < size; i += WARP_SIZE) sum[i] = 0;
    float largest = -INFINITY, total = 0;
    for (int first = 0; first < w.tokens; first += layout.tile) {
        loadTile(k, w, layout, first, keys);
        loadTile(v, w, layout, first, values);
        __syncthreads();
        bool has = lane < layout.tile && first + lane < w.tokens;
        float score = has ? dot(query, keys + lane * (size + 1), size) : 0.0f;
        float risen = fmaxf(largest, warpMax(has ? scale * score : -INFINITY));
        float before = expf(largest - risen);
        // As the backward pass computes it, with one rounding: else logSumExp would fit other shares.
        float share = has ? expf(fmaf(scale, score, -risen)) : 0.0f;
        total = fmaf(total, before, warpSum(share));
        largest = risen;
        shares[lane] = has && w.active ? share * keep(dropout, w, layout, w.position, first + lane) : 0.0f;
        for (int i = lane; i < size; i += WARP_SIZE) sum[i] *= before;
        __syncwarp();
        addWeighted(shares, values, layout, sum);
        __syncthreads();
    }
    if (!w.active) return;
    for (int i = lane; i < size; i += WARP_SIZE) out[rowAt(w, layout, w.position) + i] = sum[i] / total;
    if (lane == 0) logSumExp[(w.start + w.position) * layout.heads + w.head] = largest + logf(total);
}

// One query a warp: gradQ, and `slopes` [tokens, heads], the sum over the keys of share times gradient of the share.
KERNEL attentionGradQuery(
        const float* gradOut, const float* q, const float* k, const float* v, const float* logSumExp, float scale,
        Dropout dropout, float* gradQ, int add, float* slopes,
        const int* starts, const int* examples, Layout layout) {
    extern __shared__ float shared[];
    Work w = workOf(starts, examples, layout);
    if (blockIdx.x % layout.parts * WARPS >= w.tokens) return;
    int size = layout.headSize, warp = threadIdx.x / WARP_SIZE, lane = laneIndex();
    float* keys = shared;
    float* values = keys + layout.tile * (size + 1);
    float* query = values + layout.tile * (size + 1) + warp * (3 * size + WARP_SIZE);
    float* grad = query + size;
    float* sum = grad + size;
    float* weights = sum + size;
    loadRow(q, w, layout, query);
    loadRow(gradOut, w, layout, grad);
    for (int i = lane; i < size; i += WARP_SIZE) sum[i] = 0;
    int statistic = (w.start + w.position) * layout.heads + w.head;
    float lse = w.active ? logSumExp[statistic] : 0.0f;
    float slope = 0;
    // The keys pass twice: the slope must be known before the scores' gradients are.
    for (int pass = 0; pass < 2; pass++) {
        for (int first = 0; first < w.tokens; first += layout.tile) {
            loadTile(k, w, layout, first, keys);
            loadTile(v, w, layout, first, values);
            __syncthreads();
            float share = 0, gradShare = 0;
            if (w.active && lane < layout.tile && first + lane < w.tokens) {
                share = expf(fmaf(scale, dot(query, keys + lane * (size + 1), size), -lse));
                gradShare = keep(dropout, w, layout, w.position, first + lane)
                        * dot(grad, values + lane * (size + 1), size);
            }
            if (pass == 0) {
                slope += warpSum(share * gradShare);
            } else {
                weights[lane] = share * (gradShare - slope) * scale;
                __syncwarp();
                addWeighted(weights, keys, layout, sum);
            }
            __syncthreads();
        }
    }
    if (!w.active) return;
    for (int i = lane; i < size; i += WARP_SIZE) put(gradQ + rowAt(w, layout, w.position) + i, add, sum[i]);
    if (lane == 0) slopes[statistic] = slope;
}

// One key a warp: gradK and gradV. The queries pass by in tiles.
KERNEL attentionGradKeyValue(
        const float* gradOut, const float* q, const float* k, const float* v, const float* logSumExp, float scale,
        Dropout dropout, const float* slopes, float* gradK, int addK, float* gradV, int addV,
        const int* starts, const int* examples, Layout layout) {
    extern __shared__ float shared[];
    Work w = workOf(starts, examples, layout);
    if (blockIdx.x % layout.parts * WARPS >= w.tokens) return;
    int size = layout.headSize, warp = threadIdx.x / WARP_SIZE, lane = laneIndex();
    float* queries = shared;
    float* grads = queries + layout.tile * (size + 1);
    float* key = grads + layout.tile * (size + 1) + warp * (4 * size + 2 * WARP_SIZE);
    float* value = key + size;
    float* sumK = value + size;
    float* sumV = sumK + size;
    float* weightsK = sumV + size;
    float* weightsV = weightsK + WARP_SIZE;
    loadRow(k, w, layout, key);
    loadRow(v, w, layout, value);
    for (int i = lane; i < size; i += WARP_SIZE) {
        sumK[i] = 0;
        sumV[i] = 0;
    }
    for (int first = 0; first < w.tokens; first += layout.tile) {
        loadTile(q, w, layout, first, queries);
        loadTile(gradOut, w, layout, first, grads);
        __syncthreads();
        float weightK = 0, weightV = 0;
        if (w.active && lane < layout.tile && first + lane < w.tokens) {
            int statistic = (w.start + first + lane) * layout.heads + w.head;
            float share = expf(fmaf(scale, dot(key, queries + lane * (size + 1), size), -logSumExp[statistic]));
            float kept = keep(dropout, w, layout, first + lane, w.position);
            float gradShare = kept * dot(value, grads + lane * (size + 1), size);
            weightK = share * (gradShare - slopes[statistic]) * scale;
            weightV = share * kept;
        }
        weightsK[lane] = weightK;
        weightsV[lane] = weightV;
        __syncwarp();
        addWeighted(weightsK, queries, layout, sumK);
        addWeighted(weightsV, grads, layout, sumV);
        __syncthreads();
    }
    if (!w.active) return;
    size_t at = rowAt(w, layout, w.position);
    for (int i = lane; i < size; i += WARP_SIZE) put(gradK + at + i, addK, sumK[i]);
    for (int i = lane; i < size; i += WARP_SIZE) put(gradV + at + i, addV, sumV[i]);
}
