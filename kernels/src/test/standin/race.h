// Finds races: who touches which word of memory, and what orders it. Included by kernel_host.h in modules compiled with
// -fsanitize=thread, whose run time these hooks take the place of.
//
// Two accesses of one launch to one word, one of them a write, are ordered if one thread makes both, if both threads are of
// one block and a __syncthreads lies between, or of one warp and a __syncwarp does. A shuffle orders no memory, nor does
// anything order blocks. Others are a race. Atomics are left out.
//
// Of the reads of a word the last two by different threads are remembered.
#pragma once
#include <dlfcn.h>

#define HOOK extern "C" QUIET __attribute__((visibility("hidden")))

// Both are made by the linker, around what __shared__ puts between them.
extern "C" char __start_standin_shared[] __attribute__((weak, visibility("hidden")));
extern "C" char __stop_standin_shared[] __attribute__((weak, visibility("hidden")));

namespace standin {

struct Access {
    unsigned launch, block, blockEpoch, warpEpoch;
    unsigned short thread;   // plus 1; 0 for none
};

struct Word {
    Access write, read, otherRead;
};

const uintptr_t PAGE_WORDS = 1024;   // words whose accesses lie together
const size_t PAGE_SLOTS = 1 << 14;   // a power of two
const size_t MOST_PAGES = PAGE_SLOTS / 2;

struct ShadowPage {
    uintptr_t number;   // plus 1; 0 for a free slot
    Word* words;
};
static ShadowPage shadow[PAGE_SLOTS];
static size_t pages = 0;
static bool tracing = false;   // while a fiber runs

// Makes room by forgetting what was: a race may be missed, none is made up.
QUIET static void forget() {
    for (ShadowPage& page : shadow) {
        if (page.number) munmap(page.words, PAGE_WORDS * sizeof(Word));
        page = {0, nullptr};
    }
    pages = 0;
}

QUIET static Word* wordOf(uintptr_t at) {
    if (pages == MOST_PAGES) forget();
    uintptr_t index = at / 4, number = index / PAGE_WORDS + 1;
    for (size_t slot = number * 0x9E3779B97F4A7C15u >> 48 & (PAGE_SLOTS - 1);; slot = (slot + 1) & (PAGE_SLOTS - 1)) {
        ShadowPage& page = shadow[slot];
        if (!page.number) {
            pages++;
            page.number = number;
            page.words = (Word*) mmap(nullptr, PAGE_WORDS * sizeof(Word), PROT_READ | PROT_WRITE,
                                      MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
        }
        if (page.number == number) return page.words + index % PAGE_WORDS;
    }
}

QUIET static bool isIn(uintptr_t at, const void* from, size_t bytes) {
    return at - (uintptr_t) from < bytes;
}

QUIET static bool isShared(uintptr_t at) {
    return isIn(at, __start_standin_shared, __stop_standin_shared - __start_standin_shared)
        || isIn(at, block->shared.data(), block->shared.size());
}

// Whether nothing is wrong with an access after one before.
QUIET static bool isOrdered(const Access& before, const Access& now, bool shared) {
    if (!before.thread || before.launch != now.launch) return true;
    if (before.block != now.block) return shared;   // each block has shared memory of its own
    if (before.thread == now.thread || before.blockEpoch != now.blockEpoch) return true;
    return (before.thread - 1) / WARP == (now.thread - 1) / WARP && before.warpEpoch != now.warpEpoch;
}

QUIET static void report(const char* kind, bool shared, const Access& before, const Access& now, void* code) {
    if (block->broken) return;
    Dl_info module;
    dladdr((void*) &report, &module);
    fprintf(stderr, "stand-in: %s: %s memory: thread %u of block %u, and thread %u of block %u at +0x%zx\n", kind,
            shared ? "shared" : "global", before.thread - 1u, before.block, now.thread - 1u, now.block,
            size_t((char*) code - (char*) module.dli_fbase));
    block->broken = "a race";
}

QUIET static void touch(void* address, size_t bytes, bool write, void* code) {
    auto at = (uintptr_t) address;
    if (!tracing || isIn(at, block->stacks, block->stackCount * STACK)) return;
    tracing = false;
    bool shared = isShared(at);
    unsigned thread = self - block->threads.data();
    Access now = {block->launch, block->linear, block->epoch, block->warps[self->warp].epoch, (unsigned short) (thread + 1)};
    for (uintptr_t i = at & ~uintptr_t(3); i < at + bytes; i += 4) {
        Word& word = *wordOf(i);
        if (!isOrdered(word.write, now, shared)) {
            report(write ? "write after write" : "read after write", shared, word.write, now, code);
        }
        if (write) {
            if (!isOrdered(word.read, now, shared)) report("write after read", shared, word.read, now, code);
            if (!isOrdered(word.otherRead, now, shared)) report("write after read", shared, word.otherRead, now, code);
            word.write = now;
        } else {
            if (word.read.thread != now.thread || word.read.block != now.block) word.otherRead = word.read;
            word.read = now;
        }
    }
    tracing = true;
}

}  // namespace standin

#define ACCESS(bytes) \
    HOOK void __tsan_read##bytes(void* at) { standin::touch(at, bytes, false, __builtin_return_address(0)); } \
    HOOK void __tsan_write##bytes(void* at) { standin::touch(at, bytes, true, __builtin_return_address(0)); } \
    HOOK void __tsan_unaligned_read##bytes(void* at) { standin::touch(at, bytes, false, __builtin_return_address(0)); } \
    HOOK void __tsan_unaligned_write##bytes(void* at) { standin::touch(at, bytes, true, __builtin_return_address(0)); }
ACCESS(1) ACCESS(2) ACCESS(4) ACCESS(8) ACCESS(16)
#undef ACCESS
HOOK void __tsan_read_range(void* at, size_t bytes) { standin::touch(at, bytes, false, __builtin_return_address(0)); }
HOOK void __tsan_write_range(void* at, size_t bytes) { standin::touch(at, bytes, true, __builtin_return_address(0)); }
HOOK char __tsan_atomic8_load(const volatile char* at, int) { return *at; }
HOOK void __tsan_init() {}
HOOK void __tsan_func_entry(void*) {}
HOOK void __tsan_func_exit() {}
HOOK void __tsan_vptr_update(void*, void*) {}
HOOK void __tsan_vptr_read(void*) {}
