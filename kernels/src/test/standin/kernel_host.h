// Compiles a CUDA C kernel file with g++ into a module for the stand-in of the driver.
//
// One OS thread runs one block at a time. Each CUDA thread of the block is a fiber with a stack of its own; a barrier
// or a shuffle switches to the next fiber that can go on. With STANDIN_RACES accesses to memory are watched: see race.h.
#pragma once
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <string>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <vector>
#include <sys/mman.h>

#define LATHE_ON_HOST 1
#define __global__
#define __host__
#define __forceinline__ inline __attribute__((always_inline))
#define __launch_bounds__(...)
#ifdef STANDIN_RACES
#define __device__ static
#define __shared__ static __attribute__((section("standin_shared")))
#define QUIET __attribute__((no_sanitize_thread))
#else
#define __device__
#define __shared__ static thread_local
#define QUIET
#endif
#define __restrict__ __restrict

struct uint3 { unsigned x, y, z; };
struct dim3 { unsigned x, y, z; };

// ---- fibers ----------------------------------------------------------------------------------------------------
// Saves the registers that a callee must keep, and the stack, then goes on with another stack.
extern "C" void standinSwitch(void** saved, void* next);
asm(R"(
.text
.globl standinSwitch
.hidden standinSwitch
.type standinSwitch,@function
standinSwitch:
  pushq %rbp; pushq %rbx; pushq %r12; pushq %r13; pushq %r14; pushq %r15
  movq %rsp, (%rdi)
  movq %rsi, %rsp
  popq %r15; popq %r14; popq %r13; popq %r12; popq %rbx; popq %rbp
  popq %rcx
  jmp *%rcx
.size standinSwitch,.-standinSwitch
)");

namespace standin {

const int DEADLOCK = 719;   // the driver's LAUNCH_FAILED
const int WARP = 32;
const size_t STACK = 64 * 1024;

enum State : uint8_t { READY, AT_BARRIER, IN_WARP, DONE };

struct Thread {
    void* stack;
    uint3 index;
    unsigned lane, warp;
    State state;
};

// One exchange between lanes of a warp; two generations, as a fast lane may begin the next before all have read.
struct Exchange {
    uint32_t arrived = 0, mask = 0;
    bool orders = false;   // whether it is a barrier
    unsigned generation = 0;
    uint32_t present[2] = {0, 0};
    uint64_t values[2][WARP];
};

struct Warp {
    uint32_t alive = 0;
    unsigned epoch = 0;   // barriers of the warp so far
    Exchange exchange;
};

struct Block {
    uint3 index;
    dim3 threadsOf, gridOf;
    unsigned count, alive, waiting;
    unsigned launch = 0, linear = 0;   // numbers of the launch and of the block in it
    unsigned epoch = 0;                // barriers of the block so far
    int votes, result;
    bool reversed;
    std::vector<Thread> threads;
    std::vector<Warp> warps;
    std::vector<char> shared;
    char* stacks = nullptr;
    size_t stackCount = 0;
    void* scheduler;
    const std::function<void()>* body;
    const char* broken;
};

extern thread_local Block* block __attribute__((tls_model("initial-exec")));
extern thread_local Thread* self __attribute__((tls_model("initial-exec")));
thread_local Block* block = nullptr;
thread_local Thread* self = nullptr;

QUIET static inline void yield() {
    Thread* me = self;
    standinSwitch(&me->stack, block->scheduler);
}

QUIET static void openBarrier(Block* b) {
    b->epoch++;
    b->result = b->votes;
    b->votes = 0;
    b->waiting = 0;
    for (auto& t : b->threads) {
        if (t.state == AT_BARRIER) t.state = READY;
    }
}

// Waits for all live threads of the block; gives the number of those whose `vote` was 1.
QUIET static inline int barrier(int vote) {
    Block* b = block;
    b->votes += vote;
    if (++b->waiting == b->alive) {
        openBarrier(b);
        return b->result;
    }
    self->state = AT_BARRIER;
    yield();
    return block->result;
}

QUIET static void finishExchange(Block* b, unsigned warp, uint32_t lanes) {
    Exchange& e = b->warps[warp].exchange;
    if (e.orders) b->warps[warp].epoch++;
    e.generation++;
    e.present[e.generation & 1] = 0;
    e.arrived = 0;
    for (uint32_t m = lanes; m; m &= m - 1) {
        Thread& t = b->threads[warp * WARP + __builtin_ctz(m)];
        if (t.state == IN_WARP) t.state = READY;
    }
}

// Leaves a value for the other lanes of `mask` and waits for theirs.
QUIET static inline Exchange& meet(uint32_t mask, uint64_t value, bool orders, int& generation) {
    Warp& warp = block->warps[self->warp];
    Exchange& e = warp.exchange;
    if (e.arrived && e.mask != mask) block->broken = "lanes of one warp meet with different masks";
    e.mask = mask;
    e.orders = orders;
    generation = e.generation & 1;
    e.values[generation][self->lane] = value;
    e.present[generation] |= 1u << self->lane;
    e.arrived |= 1u << self->lane;
    if (e.arrived == (mask & warp.alive)) {
        finishExchange(block, self->warp, e.arrived);
    } else {
        self->state = IN_WARP;
        yield();
    }
    return e;
}

template <class T> QUIET static inline T valueOf(uint32_t mask, T value, unsigned source) {
    static_assert(sizeof(T) <= 8, "too large for a shuffle");
    uint64_t raw = 0;
    memcpy(&raw, &value, sizeof(T));
    int generation;
    Exchange& e = meet(mask, raw, false, generation);
    // A lane that took no part gives NaN.
    uint64_t got = source < WARP && (e.present[generation] >> source & 1) ? e.values[generation][source] : ~0ull;
    T result;
    memcpy(&result, &got, sizeof(T));
    return result;
}

QUIET static void fiber() {
    (*block->body)();
    Block* b = block;
    Thread* me = self;
    me->state = DONE;
    b->alive--;
    Warp& warp = b->warps[me->warp];
    warp.alive &= ~(1u << me->lane);
    if (warp.exchange.arrived && warp.exchange.arrived == (warp.exchange.mask & warp.alive)) {
        finishExchange(b, me->warp, warp.exchange.arrived);
    }
    if (b->alive && b->waiting == b->alive) openBarrier(b);
    standinSwitch(&me->stack, b->scheduler);
    abort();
}

QUIET static void prepare(Block* b) {
    unsigned n = b->count;
    if (b->stackCount < n) {
        if (b->stacks) munmap(b->stacks, b->stackCount * STACK);
        b->stacks = (char*) mmap(
                nullptr, n * STACK, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
        b->stackCount = n;
    }
    b->threads.resize(n);
    b->warps.assign((n + WARP - 1) / WARP, Warp());
    b->alive = n;
    b->waiting = 0;
    b->votes = 0;
    b->broken = nullptr;
    for (unsigned i = 0; i < n; i++) {
        Thread& t = b->threads[i];
        t.index = {i % b->threadsOf.x, i / b->threadsOf.x % b->threadsOf.y, i / (b->threadsOf.x * b->threadsOf.y)};
        t.lane = i % WARP;
        t.warp = i / WARP;
        t.state = READY;
        b->warps[t.warp].alive |= 1u << t.lane;
        // Entered as if called: the stack is aligned but for a return address. The tops differ so that stacks
        // don't share cache sets.
        void** top = (void**) (b->stacks + (i + 1) * STACK - 448 * (i & 63)) - 1;
        *top = nullptr;
        *--top = (void*) &fiber;
        top -= 6;
        memset(top, 0, 6 * sizeof(void*));
        t.stack = top;
    }
}

}  // namespace standin

#ifdef STANDIN_RACES
#include "race.h"
#endif

namespace standin {

QUIET static void resume(Block* b, Thread* thread) {
    self = thread;
#ifdef STANDIN_RACES
    tracing = true;
#endif
    standinSwitch(&b->scheduler, thread->stack);
#ifdef STANDIN_RACES
    tracing = false;
#endif
}

QUIET static int run(Block* b) {
    prepare(b);
    block = b;
    while (b->alive) {
        bool progressed = false;
        for (unsigned turn = 0; turn < b->count; turn++) {
            Thread& t = b->threads[b->reversed ? b->count - 1 - turn : turn];
            if (t.state == READY) {
                progressed = true;
                resume(b, &t);
            }
        }
        if (!progressed) b->broken = "some threads wait at a barrier that the others never reach";
        if (b->broken) {
            fprintf(stderr, "stand-in: %s\n", b->broken);
            return DEADLOCK;
        }
    }
    return 0;
}

// ---- the kernels of a file -------------------------------------------------------------------------------------
typedef std::function<std::function<void()>(void**)> Kernel;

// A kernel with its arguments.
struct Bound {
    std::function<void()> body;
    unsigned launch;
};

static std::unordered_map<std::string, Kernel>& kernels() {
    static std::unordered_map<std::string, Kernel> all;
    return all;
}

template <class... A, size_t... I>
static std::function<void()> bindArguments(void (*kernel)(A...), void** arguments, std::index_sequence<I...>) {
    std::tuple<std::remove_cv_t<A>...> values(*(std::remove_cv_t<A>*) arguments[I]...);
    return [kernel, values] { kernel(std::get<I>(values)...); };
}

template <class... A> static int add(const char* name, void (*kernel)(A...)) {
    kernels()[name] = [kernel](void** arguments) {
        return bindArguments(kernel, arguments, std::index_sequence_for<A...>{});
    };
    return 0;
}

}  // namespace standin

#define STANDIN_KERNEL(name) static int standinAdded_##name = standin::add(#name, name);
#define STANDIN_EXPORT extern "C" __attribute__((visibility("default")))

STANDIN_EXPORT const void* standinFind(const char* name) {
    auto found = standin::kernels().find(name);
    return found == standin::kernels().end() ? nullptr : &found->second;
}
STANDIN_EXPORT void* standinBind(const void* kernel, void** arguments) {
    static unsigned launches = 0;   // only race.h asks for it, whose image is used by one thread
    return new standin::Bound{(*(const standin::Kernel*) kernel)(arguments), ++launches};
}
STANDIN_EXPORT void standinUnbind(void* bound) { delete (standin::Bound*) bound; }
STANDIN_EXPORT int standinRunBlock(
        void* bound, const unsigned index[3], const unsigned grid[3], const unsigned threads[3],
        unsigned sharedBytes, int reversed) {
    static thread_local standin::Block* b = new standin::Block();
    b->body = &((standin::Bound*) bound)->body;
    b->launch = ((standin::Bound*) bound)->launch;
    b->index = {index[0], index[1], index[2]};
    b->linear = index[0] + grid[0] * (index[1] + grid[1] * index[2]);
    b->gridOf = {grid[0], grid[1], grid[2]};
    b->threadsOf = {threads[0], threads[1], threads[2]};
    b->count = threads[0] * threads[1] * threads[2];
    b->shared.assign(sharedBytes + 64, (char) 0xFF);   // NaN
    b->reversed = reversed;
    return standin::run(b);
}
QUIET static inline void* standinShared() {
    return (void*) (((uintptr_t) standin::block->shared.data() + 63) & ~(uintptr_t) 63);
}

#define threadIdx (standin::self->index)
#define blockIdx (standin::block->index)
#define blockDim (standin::block->threadsOf)
#define gridDim (standin::block->gridOf)

// ---- the parts of CUDA C that the kernels use ------------------------------------------------------------------
static inline void __syncthreads() { standin::barrier(0); }
static inline int __syncthreads_or(int vote) { return standin::barrier(vote != 0) != 0; }
static inline void __syncwarp(unsigned mask = ~0u) {
    int generation;
    standin::meet(mask, 0, true, generation);
}
template <class T> static inline T __shfl_xor_sync(unsigned mask, T value, int lanes) {
    return standin::valueOf(mask, value, standin::self->lane ^ lanes);
}
template <class T> static inline T __shfl_sync(unsigned mask, T value, int source) {
    return standin::valueOf(mask, value, source & 31);
}
QUIET __attribute__((noinline)) static int atomicMin(int* at, int value) {
    int old = *at;
    if (value < old) *at = value;
    return old;
}
static inline unsigned __umulhi(unsigned a, unsigned b) { return unsigned((uint64_t) a * b >> 32); }
template <class T> static inline T min(T a, T b) { return b < a ? b : a; }
template <class T> static inline T max(T a, T b) { return a < b ? b : a; }
