// A stand-in for libcuda.so.1: the part of the driver's interface that Lathe calls, on the CPU.
//
// Device memory is host memory, a module is a kernel file compiled for the host (see kernel_host.h), and work runs
// on the calling thread. Each of its devices behaves differently, so that one process can run a program on all:
//
//   0  eager     work runs when it is asked for
//   1  lazy      work runs when somebody waits for it: host buffers reused too early show
//   2  reversed  the last block and the last thread run first: missing barriers show
//   3  guard     memory that was not asked for can't be touched: accesses out of bounds show
//   4  idle      nothing runs but small copies, and memory is reserved, not filled: real sizes fit
//
// On the others fresh memory is filled with NaN, so that uninitialised reads show. On all of them a kernel's failure is
// told by the next call, as a GPU does, not by the launch.
#include <atomic>
#include <csetjmp>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>
#include <dlfcn.h>
#include <elf.h>
#include <sys/mman.h>
#include <unistd.h>

#define API extern "C" __attribute__((visibility("default")))

// Results, with the driver's numbers.
enum Result {
    OK = 0, INVALID_VALUE = 1, OUT_OF_MEMORY = 2, INVALID_DEVICE = 101, INVALID_IMAGE = 200, INVALID_CONTEXT = 201,
    NO_BINARY_FOR_GPU = 209, INVALID_HANDLE = 400, NOT_FOUND = 500, NOT_READY = 600, ILLEGAL_ADDRESS = 700
};
enum Device { EAGER, LAZY, REVERSED, GUARD, IDLE, DEVICES };
typedef unsigned long long Address;

// Of each device: 512 MiB, or what the environment says; of the idle one 80 GiB, which are only reserved.
static size_t deviceMemory(int device) {
    if (device == IDLE) return size_t(80) << 30;
    static const char* kibibytes = getenv("STANDIN_MEMORY_KIB");
    return kibibytes ? size_t(atoll(kibibytes)) << 10 : size_t(512) << 20;
}
static const size_t PAGE = 4096;

// ---- contexts and streams -----------------------------------------------------------------------------------
struct Context;
struct Stream {
    Context* context;
    std::deque<std::function<int()>> work;   // waiting, on the lazy device
    long asked = 0;                          // how many pieces of work
    long awaited = 0;                        // how many of these somebody has waited for
};
struct Context {
    std::recursive_mutex mutex;   // of its streams: devices work beside one another
    int device = 0;
    int references = 0;
    int failure = OK;   // the first failed kernel's result; every later call repeats it, as on a GPU
    std::vector<std::unique_ptr<Stream>> streams;
};
static Context contexts[DEVICES];
static std::recursive_mutex mutex;   // of the memory; who holds it asks for no context's
static thread_local Context* current = nullptr;
typedef std::lock_guard<std::recursive_mutex> Lock;

static int drain(Stream* stream) {
    Lock lock(stream->context->mutex);
    while (!stream->work.empty()) {
        auto next = std::move(stream->work.front());
        stream->work.pop_front();
        int result = stream->context->failure ? stream->context->failure : next();
        if (result) stream->context->failure = result;
    }
    return stream->context->failure;
}

static int drain(Context* context) {
    Lock lock(context->mutex);
    for (auto& stream : context->streams) drain(stream.get());
    return context->failure;
}

static int enqueue(Stream* stream, std::function<int()> work) {
    Context* context = stream->context;
    Lock lock(context->mutex);
    stream->asked++;
    if (context->failure) return context->failure;
    if (context->device == LAZY) {
        stream->work.push_back(std::move(work));
    } else {
        context->failure = work();
    }
    return OK;
}

// For the stand-in of cuBLAS too: runs `work` in the order of the stream, on a device that runs any.
__attribute__((visibility("default"))) int standinEnqueue(Stream* stream, std::function<int()> work) {
    if (stream->context->device == IDLE) { Lock lock(stream->context->mutex); stream->asked++; }
    return stream->context->device == IDLE ? int(OK) : enqueue(stream, std::move(work));
}

// Of the idle device: larger ones would fill what is only reserved.
static const size_t SMALL_COPY = 64 * 1024;
static int enqueueCopy(Stream* stream, size_t bytes, std::function<int()> work) {
    return bytes <= SMALL_COPY ? enqueue(stream, std::move(work)) : standinEnqueue(stream, std::move(work));
}

// ---- a fault inside a kernel is ILLEGAL_ADDRESS; any other goes on to the JVM's own handler --------------------
static thread_local sigjmp_buf* landing = nullptr;
static struct sigaction handlerBefore;

static void onFault(int signal, siginfo_t* info, void* machine) {
    if (landing) siglongjmp(*landing, 1);
    if (handlerBefore.sa_flags & SA_SIGINFO) {
        handlerBefore.sa_sigaction(signal, info, machine);
    } else if (handlerBefore.sa_handler == SIG_DFL || handlerBefore.sa_handler == SIG_IGN) {
        ::signal(signal, SIG_DFL);
        raise(signal);
    } else {
        handlerBefore.sa_handler(signal);
    }
}

API int cuInit(unsigned) {
    static std::once_flag once;
    std::call_once(once, [] {
        struct sigaction action;
        memset(&action, 0, sizeof action);
        action.sa_sigaction = onFault;
        action.sa_flags = SA_SIGINFO | SA_NODEFER | SA_ONSTACK;
        sigaction(SIGSEGV, &action, &handlerBefore);
        for (int i = 0; i < DEVICES; i++) contexts[i].device = i;
    });
    return OK;
}

// ---- devices ---------------------------------------------------------------------------------------------------
// 12.6, or what the environment says.
API int cuDriverGetVersion(int* version) {
    const char* given = getenv("STANDIN_CUDA_VERSION");
    *version = given ? atoi(given) : 12060;
    return OK;
}
API int cuDeviceGetCount(int* count) { *count = DEVICES; return OK; }
API int cuDeviceGet(int* device, int ordinal) {
    if (ordinal < 0 || ordinal >= DEVICES) return INVALID_DEVICE;
    *device = ordinal;
    return OK;
}
API int cuDeviceGetName(char* name, int length, int device) {
    static const char* names[] = {
        "eager stand-in", "lazy stand-in", "reversed stand-in", "guard stand-in", "idle stand-in"};
    snprintf(name, length, "%s", names[device]);
    return OK;
}
API int cuDeviceGetPCIBusId(char* address, int length, int device) {
    snprintf(address, length, "0000:%02x:00.0", 0xa0 + device);
    return OK;
}
API int cuDeviceTotalMem_v2(size_t* bytes, int device) { *bytes = deviceMemory(device); return OK; }
API int cuDeviceGetAttribute(int* value, int attribute, int) {
    const int computeCapabilityMajor = 75;
    *value = attribute == computeCapabilityMajor ? 9 : 0;
    return OK;
}
API int cuDevicePrimaryCtxRetain(Context** context, int device) {
    Lock lock(contexts[device].mutex);
    *context = &contexts[device];
    contexts[device].references++;
    return OK;
}
API int cuDevicePrimaryCtxRelease_v2(int device) {
    Context& context = contexts[device];
    Lock lock(context.mutex);
    drain(&context);
    if (--context.references == 0) {
        context.streams.clear();
        context.failure = OK;
    }
    return OK;
}
API int cuCtxSetCurrent(Context* context) { current = context; return OK; }

#define NEEDS_CONTEXT if (!current) return INVALID_CONTEXT

// ---- memory ----------------------------------------------------------------------------------------------------
struct Allocation {
    size_t bytes;
    char* mapped;
    size_t mappedBytes;
    int device;
};
static std::map<Address, Allocation> allocations;
static size_t used[DEVICES];
static std::atomic<long> requests{0};
static std::atomic<long> waits{0};

// How often the host waited for work that it had not waited for yet: as if a device took forever for whatever it is asked.
API long standinWaits() { return waits; }

// The host waits for what the stream was asked for until `asked`.
static int await(Stream* stream, long asked) {
    Lock lock(stream->context->mutex);
    if (asked > stream->awaited) {
        stream->awaited = asked;
        waits++;
    }
    return drain(stream);
}

static int awaitAll(Context* context) {
    Lock lock(context->mutex);
    for (auto& stream : context->streams) await(stream.get(), stream->asked);
    return context->failure;
}

// How often memory was asked for or given back, of the device or of the host.
API long standinRequests() { return requests; }

API int cuMemAlloc_v2(Address* address, size_t bytes) {
    NEEDS_CONTEXT;
    Lock lock(mutex);
    requests++;
    int device = current->device;
    if (!bytes) return INVALID_VALUE;
    if (used[device] + bytes > deviceMemory(device)) return OUT_OF_MEMORY;
    size_t body = (bytes + PAGE - 1) / PAGE * PAGE;
    size_t total = body + 2 * PAGE;
    int reserve = device == IDLE ? MAP_NORESERVE : 0;
    char* mapped = (char*) mmap(nullptr, total, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | reserve, -1, 0);
    if (mapped == MAP_FAILED) return OUT_OF_MEMORY;
    mprotect(mapped, PAGE, PROT_NONE);
    mprotect(mapped + PAGE + body, PAGE, PROT_NONE);
    // The guard device ends memory at the unreadable page, to within a float; the others align as a GPU does.
    size_t offset = device == GUARD ? (body - bytes) & ~size_t(3) : 0;
    char* start = mapped + PAGE + offset;
    if (device != IDLE) memset(start, 0xFF, bytes);
    allocations[(Address) start] = {bytes, mapped, total, device};
    used[device] += bytes;
    *address = (Address) start;
    return OK;
}
API int cuMemFree_v2(Address address) {
    NEEDS_CONTEXT;
    requests++;
    awaitAll(current);
    Lock lock(mutex);
    auto found = allocations.find(address);
    if (found == allocations.end()) return INVALID_VALUE;
    used[found->second.device] -= found->second.bytes;
    munmap(found->second.mapped, found->second.mappedBytes);
    allocations.erase(found);
    return OK;
}
API int cuMemGetInfo_v2(size_t* available, size_t* total) {
    NEEDS_CONTEXT;
    Lock lock(mutex);
    *total = deviceMemory(current->device);
    *available = *total - used[current->device];
    return OK;
}
API int cuMemAllocHost_v2(void** pointer, size_t bytes) {
    requests++;
    *pointer = aligned_alloc(PAGE, (bytes + PAGE - 1) / PAGE * PAGE);
    return *pointer ? OK : OUT_OF_MEMORY;
}
API int cuMemFreeHost(void* pointer) {
    requests++;
    for (auto& context : contexts) drain(&context);
    free(pointer);
    return OK;
}

static bool isAllocated(Address address, size_t bytes) {
    Lock lock(mutex);
    auto next = allocations.upper_bound(address);
    if (next == allocations.begin()) return false;
    auto& found = *--next;
    return address + bytes <= found.first + found.second.bytes;
}
API int cuMemcpyHtoDAsync_v2(Address to, const void* from, size_t bytes, Stream* stream) {
    NEEDS_CONTEXT;
    if (!isAllocated(to, bytes)) return INVALID_VALUE;
    return enqueueCopy(stream, bytes, [=] { memcpy((void*) to, from, bytes); return OK; });
}
API int cuMemcpyDtoHAsync_v2(void* to, Address from, size_t bytes, Stream* stream) {
    NEEDS_CONTEXT;
    if (!isAllocated(from, bytes)) return INVALID_VALUE;
    return enqueueCopy(stream, bytes, [=] { memcpy(to, (void*) from, bytes); return OK; });
}
API int cuMemcpyDtoDAsync_v2(Address to, Address from, size_t bytes, Stream* stream) {
    NEEDS_CONTEXT;
    if (!isAllocated(to, bytes) || !isAllocated(from, bytes)) return INVALID_VALUE;
    return enqueueCopy(stream, bytes, [=] { memmove((void*) to, (void*) from, bytes); return OK; });
}
API int cuMemsetD32Async(Address to, unsigned value, size_t count, Stream* stream) {
    NEEDS_CONTEXT;
    if (!isAllocated(to, count * 4)) return INVALID_VALUE;
    return standinEnqueue(stream, [=] {
        for (size_t i = 0; i < count; i++) ((unsigned*) to)[i] = value;
        return OK;
    });
}

// ---- streams and events ----------------------------------------------------------------------------------------
API int cuStreamCreate(Stream** stream, unsigned) {
    NEEDS_CONTEXT;
    Lock lock(current->mutex);
    current->streams.push_back(std::unique_ptr<Stream>(new Stream{current, {}}));
    *stream = current->streams.back().get();
    return OK;
}
API int cuStreamDestroy_v2(Stream* stream) { return drain(stream); }
API int cuStreamSynchronize(Stream* stream) { NEEDS_CONTEXT; return await(stream, stream->asked); }
API int cuCtxSynchronize() {
    NEEDS_CONTEXT;
    return awaitAll(current);
}

// The time at which the work before an event was done. Waiting for an event waits for all of its stream.
struct Event {
    Stream* stream;
    long asked;   // what of the stream it stands behind
    std::shared_ptr<double> milliseconds;   // shared with the work that sets it, which may outlive the event
};
static double clockMilliseconds() {
    timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1e3 + now.tv_nsec * 1e-6;
}
API int cuEventCreate(Event** event, unsigned) {
    NEEDS_CONTEXT;
    *event = new Event{nullptr, 0, std::make_shared<double>(-1)};
    return OK;
}
API int cuEventDestroy_v2(Event* event) { delete event; return OK; }
API int cuEventRecord(Event* event, Stream* stream) {
    NEEDS_CONTEXT;
    event->stream = stream;
    *event->milliseconds = -1;
    { Lock lock(stream->context->mutex); event->asked = stream->asked; }
    return enqueue(stream, [time = event->milliseconds] { *time = clockMilliseconds(); return OK; });
}
API int cuEventSynchronize(Event* event) {
    NEEDS_CONTEXT;
    return event->stream ? await(event->stream, event->asked) : OK;
}
API int cuEventElapsedTime(float* milliseconds, Event* begin, Event* end) {
    NEEDS_CONTEXT;
    if (!begin->stream || !end->stream) return INVALID_HANDLE;
    if (*begin->milliseconds < 0 || *end->milliseconds < 0) return NOT_READY;
    *milliseconds = float(*end->milliseconds - *begin->milliseconds);
    return OK;
}

// ---- modules and launches --------------------------------------------------------------------------------------
// What kernel_host.h exports from a kernel file.
struct Module {
    void* library;
    const void* (*find)(const char* name);
    void* (*bind)(const void* kernel, void** arguments);
    void (*unbind)(void* bound);
    int (*runBlock)(void* bound, const unsigned block[3], const unsigned grid[3], const unsigned threads[3],
                    unsigned sharedBytes, int reversed);
};
struct Function {
    const void* kernel;
    Module* module;
};

// PTX is refused, with a log such as the assembler's.
API int cuModuleLoadDataEx(Module** module, const void* image, unsigned count, int* options, void** values) {
    NEEDS_CONTEXT;
    auto header = (const Elf64_Ehdr*) image;
    if (memcmp(header->e_ident, ELFMAG, SELFMAG) || header->e_machine != EM_X86_64) {
        const int errorLog = 5, errorLogBytes = 6;
        char* log = nullptr;
        size_t bytes = 0;
        for (unsigned i = 0; i < count; i++) {
            if (options[i] == errorLog) log = (char*) values[i];
            if (options[i] == errorLogBytes) bytes = (size_t) (unsigned) (uintptr_t) values[i];
        }
        if (log && bytes) {
            snprintf(log, bytes, "stand-in application text, line 1; fatal   : not compiled by g++\n"
                    "stand-in fatal   : assembly aborted due to errors\n");
        }
        return NO_BINARY_FOR_GPU;
    }
    size_t bytes = header->e_shoff + size_t(header->e_shnum) * header->e_shentsize;
    // In a file of a new name: the loader takes a name that it knows for the library that it has.
    char name[] = "/tmp/stand-in-module-XXXXXX";
    int file = mkstemp(name);
    for (size_t done = 0; done < bytes;) {
        ssize_t written = write(file, (const char*) image + done, bytes - done);
        if (written <= 0) return OUT_OF_MEMORY;
        done += written;
    }
    close(file);
    void* library = dlopen(name, RTLD_NOW | RTLD_LOCAL);
    unlink(name);
    if (!library) {
        fprintf(stderr, "stand-in: %s\n", dlerror());
        return INVALID_IMAGE;
    }
    auto loaded = new Module{library, nullptr, nullptr, nullptr, nullptr};
    *(void**) &loaded->find = dlsym(library, "standinFind");
    *(void**) &loaded->bind = dlsym(library, "standinBind");
    *(void**) &loaded->unbind = dlsym(library, "standinUnbind");
    *(void**) &loaded->runBlock = dlsym(library, "standinRunBlock");
    *module = loaded;
    return OK;
}
API int cuModuleUnload(Module* module) {
    for (auto& context : contexts) drain(&context);
    dlclose(module->library);
    delete module;
    return OK;
}
API int cuModuleGetFunction(Function** function, Module* module, const char* name) {
    const void* kernel = module->find(name);
    if (!kernel) return NOT_FOUND;
    *function = new Function{kernel, module};
    return OK;
}

API int cuLaunchKernel(
        Function* function, unsigned gridX, unsigned gridY, unsigned gridZ, unsigned threadsX, unsigned threadsY,
        unsigned threadsZ, unsigned sharedBytes, Stream* stream, void** arguments, void**) {
    NEEDS_CONTEXT;
    if (!gridX || !gridY || !gridZ || gridY > 65535 || gridZ > 65535 || gridX > 2147483647u) return INVALID_VALUE;
    if (!threadsX || !threadsY || !threadsZ || size_t(threadsX) * threadsY * threadsZ > 1024) return INVALID_VALUE;
    if (sharedBytes > 49152) return INVALID_VALUE;
    Module* module = function->module;
    // Arguments are copied now, as the driver does.
    std::shared_ptr<void> bound(module->bind(function->kernel, arguments), [module](void* p) { module->unbind(p); });
    int reversed = stream->context->device == REVERSED;
    return standinEnqueue(stream, [=] {
        unsigned grid[3] = {gridX, gridY, gridZ}, threads[3] = {threadsX, threadsY, threadsZ};
        long blocks = long(gridX) * gridY * gridZ;
        for (long turn = 0; turn < blocks; turn++) {
            long i = reversed ? blocks - 1 - turn : turn;
            unsigned block[3] = {unsigned(i % gridX), unsigned(i / gridX % gridY), unsigned(i / gridX / gridY)};
            sigjmp_buf here;
            if (sigsetjmp(here, 0)) {
                landing = nullptr;
                return int(ILLEGAL_ADDRESS);
            }
            landing = &here;
            int result = module->runBlock(bound.get(), block, grid, threads, sharedBytes, reversed);
            landing = nullptr;
            if (result) return result;
        }
        return int(OK);
    });
}
