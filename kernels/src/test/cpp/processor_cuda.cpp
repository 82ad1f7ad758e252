/*
 * NVIDIA's driver for a machine without a card: a libcuda.so.1 with the calls that the backend
 * makes. Its card is the processor. It takes a module for what the committed PTX declares, checks
 * each launch's packed arguments against that declaration, and runs the same kernel sources as
 * C++: every thread of a block is a coroutine, a barrier is a point where all of them meet, and a
 * matrix instruction is carried out for a whole warp from the fragments that its lanes hold, laid
 * out as the PTX manual has it. Fresh memory is all NaN, and what is behind its end cannot be
 * read: a program that tries dies. From block to block, the threads run forwards or backwards
 * between two barriers, and asynchronous copies arrive as soon or as late as they may. Between
 * the beginning and the end of a stream's capture it refuses to wait for that stream and lets the
 * capturing thread allocate nothing, as drivers do, and keeps launches for a graph.
 *
 * Any number of threads may drive it, each with streams of its own; one block runs at a time. A
 * call by a thread without the context, and a stream that would wait for the default stream, are
 * refused.
 *
 * It says nothing about speed, and sees a race only where one of the two orders shows it.
 *
 * Build: g++ -std=c++20 -O2 -march=native -shared -fPIC -I SOURCES -o libcuda.so.1
 */
#include <setjmp.h>
#include <sys/mman.h>
#include <ucontext.h>

#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

using std::exp;
using std::expm1;
using std::fabs;
using std::fma;
using std::fmax;
using std::log;
using std::log1p;
using std::pow;
using std::sqrt;
using std::tanh;

struct float4 {
  float x, y, z, w;
};
struct uint3 {
  unsigned x, y, z;
};
static float4 make_float4(float x, float y, float z, float w) {
  return {x, y, z, w};
}
static unsigned __umulhi(unsigned a, unsigned b) {
  return (unsigned)((uint64_t)a * b >> 32);
}
static float __uint_as_float(unsigned bits) {
  float value;
  memcpy(&value, &bits, 4);
  return value;
}
static unsigned __float_as_uint(float value) {
  unsigned bits;
  memcpy(&bits, &value, 4);
  return bits;
}
static uint3 threadIdx, blockIdx;

#define __global__
#define __device__
#define __forceinline__ inline
#define __noinline__
#define __shared__ static
#define __launch_bounds__(...)
#define __restrict__ __restrict

// ---- a block of coroutines ----

static const int MOST_THREADS = 256;
static const size_t STACK_BYTES = 128 * 1024;
static ucontext_t firstEntries[MOST_THREADS], scheduler;
static jmp_buf resumes[MOST_THREADS], back;
static std::unique_ptr<char[]> stacks[MOST_THREADS];
static bool finished[MOST_THREADS];
static int threads, running, arrivals, generation, blocks;
/*
 * What differs from block to block: how soon copies arrive, and the order of threads between
 * barriers.
 */
static bool isEager, isBackwards;
static std::function<void()> body;

__attribute__((noinline)) static void yieldThread() {
  if (_setjmp(resumes[running]) == 0) {
    _longjmp(back, 1);
  }
}

__attribute__((noinline)) static void __syncthreads() {
  int mine = generation;
  if (++arrivals == threads) {
    arrivals = 0;
    generation++;
  }
  while (generation == mine) {
    yieldThread();
  }
}

static void coroutine() {
  while (true) {
    body();
    finished[running] = true;
    yieldThread();
  }
}

__attribute__((noinline)) static void resume(int thread) {
  if (_setjmp(back) == 0) {
    if (stacks[thread]) {
      _longjmp(resumes[thread], 1);
    }
    stacks[thread].reset(new char[STACK_BYTES]);
    getcontext(&firstEntries[thread]);
    firstEntries[thread].uc_stack.ss_sp = stacks[thread].get();
    firstEntries[thread].uc_stack.ss_size = STACK_BYTES;
    firstEntries[thread].uc_link = &scheduler;
    makecontext(&firstEntries[thread], coroutine, 0);
    setcontext(&firstEntries[thread]);
  }
}

/*
 * Asynchronous copies. Every other block they arrive at once, as early as a card may bring them,
 * and in the others when their thread waits for them, as late as it may.
 */
struct Copy {
  float* to;
  float values[4];
};
static std::vector<std::vector<Copy>> copies[MOST_THREADS];

static void runBlock(unsigned width) {
  memset(finished, 0, sizeof finished);
  arrivals = 0;
  blocks++;
  isEager = blocks & 1;
  isBackwards = blocks & 2;
  for (int i = 0; i < threads; i++) {
    copies[i].assign(1, {});
  }
  for (bool more = true; more;) {
    more = false;
    for (int n = 0; n < threads; n++) {
      int i = isBackwards ? threads - 1 - n : n;
      if (!finished[i]) {
        running = i;
        threadIdx = {i % width, i / width, 0};
        resume(i);
        more = true;
      }
    }
  }
}

// ---- the kernels, and the instructions that they are written on ----

#include "prelude.cu"
#include "common.cl"
#include "gemm_tiles.cl"
#include "gemm_thin.cl"

static float dynamicShared[1 << 15];
#define TENSOR_SHARED(tiles) float* tiles = dynamicShared;

static void copyAsync(float* to, const float* from, int bytes) {
  Copy copy{to, {0, 0, 0, 0}};
  memcpy(copy.values, from, bytes);
  if (isEager) {
    memcpy(to, copy.values, sizeof copy.values);
  } else {
    copies[running].back().push_back(copy);
  }
}
static void copyAsync(float* to, const float* from) {
  copyAsync(to, from, 16);
}
static void commitCopies() {
  copies[running].emplace_back();
}
template <int PENDING>
static void waitForCopies() {
  auto& groups = copies[running];
  while (groups.size() > PENDING + 1) {
    for (const Copy& copy : groups.front()) {
      memcpy(copy.to, copy.values, sizeof copy.values);
    }
    groups.erase(groups.begin());
  }
}

static uint bf16(float value) {
  if (std::isnan(value)) {
    return 0x7FFF;
  }
  uint32_t bits = __float_as_uint(value);
  return (bits + 0x7FFFu + ((bits >> 16) & 1)) >> 16;
}
static uint toBf16(float low, float high) {
  return bf16(low) | bf16(high) << 16;
}

/* A matrix instruction in the making, for each warp and in two turns. */
struct Instruction {
  uint a[32][4], b[32][2];
  float c[32][4];
  int arrived;
  int generation;
};
static Instruction instructions[MOST_THREADS / 32][2];
static int turns[MOST_THREADS];

static void multiply(float* c, const uint* a, const uint* b, bool isBf16) {
  int thread = running;
  int lane = thread % 32;
  Instruction& now = instructions[thread / 32][turns[thread]++ & 1];
  memcpy(now.a[lane], a, sizeof now.a[lane]);
  memcpy(now.b[lane], b, sizeof now.b[lane]);
  memcpy(now.c[lane], c, sizeof now.c[lane]);
  int mine = now.generation;
  if (++now.arrived == 32) {
    const int depth = isBf16 ? 16 : 8;
    float left[16][16], right[16][8];
    for (int l = 0; l < 32; l++) {
      int g = l / 4, t = l % 4;
      for (int r = 0; r < 4; r++) {
        int row = g + 8 * (r & 1);
        if (isBf16) {
          left[row][2 * t + 8 * (r >> 1)] = __uint_as_float(now.a[l][r] << 16);
          left[row][2 * t + 8 * (r >> 1) + 1] = __uint_as_float(now.a[l][r] & 0xFFFF0000u);
        } else {
          left[row][t + 4 * (r >> 1)] = __uint_as_float(now.a[l][r] & ~0x1FFFu);
        }
      }
      for (int r = 0; r < 2; r++) {
        if (isBf16) {
          right[2 * t + 8 * r][g] = __uint_as_float(now.b[l][r] << 16);
          right[2 * t + 8 * r + 1][g] = __uint_as_float(now.b[l][r] & 0xFFFF0000u);
        } else {
          right[t + 4 * r][g] = __uint_as_float(now.b[l][r] & ~0x1FFFu);
        }
      }
    }
    for (int l = 0; l < 32; l++) {
      for (int r = 0; r < 4; r++) {
        int row = l / 4 + 8 * (r >> 1), column = 2 * (l % 4) + (r & 1);
        for (int d = 0; d < depth; d++) {
          now.c[l][r] += left[row][d] * right[d][column];
        }
      }
    }
    now.arrived = 0;
    now.generation++;
  }
  while (now.generation == mine) {
    yieldThread();
  }
  memcpy(c, now.c[lane], sizeof now.c[lane]);
}
static void multiplyTf32(float* c, const uint* a, const uint* b) {
  multiply(c, a, b, false);
}
static void multiplyBf16(float* c, const uint* a, const uint* b) {
  multiply(c, a, b, true);
}

#include "tensor_tiles.cu"

// ---- kernels by name ----

/* Reads arguments as they are packed: each aligned to its size. */
struct Arguments {
  const char* at;
  size_t offset = 0;

  template <class T>
  T next() {
    offset = (offset + sizeof(T) - 1) / sizeof(T) * sizeof(T);
    T value;
    memcpy(&value, at + offset, sizeof(T));
    offset += sizeof(T);
    return value;
  }
};

using Invocation = std::function<void(const char*)>;

template <class... A>
static Invocation invocation(void (*kernel)(A...)) {
  return [kernel](const char* packed) {
    Arguments arguments{packed};
    std::tuple<A...> values{arguments.next<A>()...};
    std::apply(kernel, values);
  };
}

#define NAMED(kernel) {#kernel, invocation(kernel)}
static const std::map<std::string, Invocation> KERNELS = {
    NAMED(setWords), NAMED(fill), NAMED(copyMatrix), NAMED(reducePartials), NAMED(pairSum),
    NAMED(activationGradient), NAMED(adam), NAMED(softmax), NAMED(softmaxCrossEntropy),
    NAMED(chooseElements), NAMED(addToChosen), NAMED(addTo), NAMED(multiplyElements),
    NAMED(scaleElements), NAMED(scaleToNorm), NAMED(copyBlock), NAMED(reshapeMatrix),
    NAMED(targetLoss), NAMED(normaliseRows), NAMED(rowStatistics), NAMED(normaliseRowsGradient),
    NAMED(columnSquares), NAMED(averagePartials), NAMED(normaliseColumns), NAMED(columnStatistics),
    NAMED(normaliseColumnsGradient), NAMED(convolutionPanel), NAMED(convolutionTaps),
    NAMED(mapPanel), NAMED(mapTaps), NAMED(mapDepthwise), NAMED(mapDepthwiseWeights),
    NAMED(outerSum), NAMED(mapSums),
    NAMED(transposeMaps), NAMED(axialAttention), NAMED(axialStatistics),
    NAMED(axialAttentionGradient), NAMED(itemStatistics), NAMED(normaliseByStatistics),
    NAMED(pool), NAMED(poolGradient), NAMED(recurrence1), NAMED(recurrence4), NAMED(recurrenceGradient1),
    NAMED(recurrenceGradient4), NAMED(transpose),
    NAMED(slopeGradient), NAMED(momentumStep), NAMED(focalLoss), NAMED(squaredSum), NAMED(gaussian),
    NAMED(gaussianGradient), NAMED(attentionDots), NAMED(attentionWeights), NAMED(attentionSlopes),
    NAMED(attentionMix), NAMED(attentionScale), NAMED(attentionScaleGradient),
    NAMED(columnSums), NAMED(windowSum), NAMED(windowSumGradient), NAMED(gemmThin),
    NAMED(gemmThinTransposed), NAMED(gemm64nn), NAMED(gemm64nt), NAMED(gemm64tn), NAMED(gemm64tt),
    NAMED(gemm128nn), NAMED(gemm128nt), NAMED(gemm128tn), NAMED(gemm128tt), NAMED(tf32nn),
    NAMED(tf32nt), NAMED(tf32tn), NAMED(tf32tt), NAMED(bf16nn), NAMED(bf16nt), NAMED(bf16tn),
    NAMED(bf16tt)};

// ---- the driver's calls ----

enum {
  SUCCESS = 0,
  INVALID_VALUE = 1,
  OUT_OF_MEMORY = 2,
  NO_CONTEXT = 201,
  INVALID_HANDLE = 400,
  NOT_FOUND = 500,
  IN_CAPTURE = 900
};

struct Module {
  std::string ptx;
};
struct Function {
  std::string name;
  size_t argumentBytes;
  unsigned items;
  int sharedBytes;
};
struct Launch {
  const Function* function;
  uint3 groups, items;
  std::vector<char> packed;
};
struct Graph {
  std::vector<Launch> launches;
};
struct Stream {
  std::unique_ptr<Graph> capture;
};
struct Copy2D {
  size_t srcX, srcY;
  int srcType;
  const char* srcHost;
  uint64_t srcDevice;
  void* srcArray;
  size_t srcPitch;
  size_t dstX, dstY;
  int dstType;
  char* dstHost;
  uint64_t dstDevice;
  void* dstArray;
  size_t dstPitch;
  size_t width, height;
};

static const size_t MEMORY_BYTES = (size_t)8 << 30;
static std::map<uint64_t, size_t> allocations;
static size_t allocatedBytes;
static std::set<void*> hostAllocations;
static std::set<Stream*> streams;
static int retained;

/* Every call holds it: the card, with its one block at a time, is all threads' in common. */
static std::recursive_mutex card;
static thread_local void* current;
static thread_local Stream* capturing;

#define ON_CARD                                   \
  std::lock_guard<std::recursive_mutex> on(card); \
  if (current != &allocations || retained == 0) return NO_CONTEXT;
#define ON_STREAM(stream) \
  ON_CARD                 \
  if (!streams.count((Stream*)(stream))) return INVALID_HANDLE;

static void run(const Launch& launch) {
  const Invocation& kernel = KERNELS.at(launch.function->name);
  threads = launch.items.x * launch.items.y;
  body = [&] { kernel(launch.packed.data()); };
  for (unsigned z = 0; z < launch.groups.z; z++) {
    for (unsigned y = 0; y < launch.groups.y; y++) {
      for (unsigned x = 0; x < launch.groups.x; x++) {
        blockIdx = {x, y, z};
        runBlock(launch.items.x);
      }
    }
  }
}

extern "C" {
int cuInit(unsigned) {
  return SUCCESS;
}
int cuDriverGetVersion(int* version) {
  *version = 13000;
  return SUCCESS;
}
int cuDeviceGetCount(int* count) {
  *count = 1;
  return SUCCESS;
}
int cuDeviceGet(int* device, int index) {
  *device = index;
  return SUCCESS;
}
int cuDeviceGetName(char* name, int length, int) {
  strncpy(name, "Processor as a card", length);
  return SUCCESS;
}
int cuDeviceGetAttribute(int* value, int attribute, int) {
  switch (attribute) {
    case 75:
      *value = 9; /* major part of the compute capability */
      return SUCCESS;
    case 76:
      *value = 0; /* minor part */
      return SUCCESS;
    case 16:
      *value = 2; /* multiprocessors: few, so that large tiles are taken too */
      return SUCCESS;
    default:
      return INVALID_VALUE;
  }
}
int cuDeviceTotalMem_v2(size_t* bytes, int) {
  *bytes = MEMORY_BYTES;
  return SUCCESS;
}
int cuDevicePrimaryCtxRetain(void** context, int) {
  std::lock_guard<std::recursive_mutex> on(card);
  retained++;
  *context = &allocations;
  return SUCCESS;
}
/* The last release takes everything along; there should be nothing left. */
int cuDevicePrimaryCtxRelease_v2(int) {
  std::lock_guard<std::recursive_mutex> on(card);
  bool left = !allocations.empty() || !hostAllocations.empty() || !streams.empty();
  return --retained == 0 && left ? INVALID_VALUE : SUCCESS;
}
int cuCtxSetCurrent(void* context) {
  current = context;
  return context == &allocations ? SUCCESS : INVALID_VALUE;
}
int cuStreamCreate(void** stream, unsigned flags) {
  ON_CARD
  if (flags != 1) {
    return INVALID_VALUE;
  }
  Stream* created = new Stream();
  streams.insert(created);
  *stream = created;
  return SUCCESS;
}
int cuStreamDestroy_v2(void* stream) {
  ON_STREAM(stream)
  streams.erase((Stream*)stream);
  delete (Stream*)stream;
  return SUCCESS;
}
int cuStreamSynchronize(void* stream) {
  ON_STREAM(stream)
  return ((Stream*)stream)->capture ? IN_CAPTURE : SUCCESS;
}
int cuModuleLoadDataEx(void** module, const void* image, unsigned, int*, void**) {
  ON_CARD
  *module = new Module{(const char*)image};
  return SUCCESS;
}
int cuModuleUnload(void* module) {
  ON_CARD
  delete (Module*)module;
  return SUCCESS;
}
/* A kernel that the module's text declares; its arguments take what that declaration says. */
int cuModuleGetFunction(void** function, void* module, const char* name) {
  ON_CARD
  const std::string& ptx = ((Module*)module)->ptx;
  size_t begin = ptx.find(".entry " + std::string(name) + "(");
  if (begin == std::string::npos || !KERNELS.count(name)) {
    return NOT_FOUND;
  }
  std::istringstream words(ptx.substr(begin, ptx.find(')', begin) - begin));
  size_t bytes = 0;
  for (std::string word; words >> word;) {
    if (word == ".param") {
      words >> word;
      size_t size = word == ".u64" || word == ".b64" ? 8 : 4;
      bytes = (bytes + size - 1) / size * size + size;
    }
  }
  size_t most = ptx.find(".maxntid", begin);
  unsigned items = atoi(ptx.c_str() + most + 8);
  *function = new Function{name, bytes, items, 48 * 1024};
  return SUCCESS;
}
int cuFuncSetAttribute(void* function, int attribute, int value) {
  if (attribute != 8 || value > (int)sizeof dynamicShared) {
    return INVALID_VALUE;
  }
  ((Function*)function)->sharedBytes = value;
  return SUCCESS;
}
// The end of each allocation is the end of a page, behind which nothing can be reached.
static const size_t PAGE = 4096;
static size_t pagesFor(size_t bytes) {
  return ((bytes + 15) / 16 * 16 + PAGE - 1) / PAGE * PAGE + PAGE;
}
int cuMemAlloc_v2(uint64_t* memory, size_t bytes) {
  ON_CARD
  if (capturing) {
    return IN_CAPTURE;
  }
  if (allocatedBytes + bytes > MEMORY_BYTES) {
    return OUT_OF_MEMORY;
  }
  size_t pages = pagesFor(bytes);
  void* block = mmap(0, pages, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (block == MAP_FAILED || mprotect((char*)block + pages - PAGE, PAGE, PROT_NONE)) {
    return OUT_OF_MEMORY;
  }
  memset(block, 0xFF, pages - PAGE);
  *memory = (uint64_t)block + pages - PAGE - (bytes + 15) / 16 * 16;
  allocations[*memory] = bytes;
  allocatedBytes += bytes;
  return SUCCESS;
}
int cuMemFree_v2(uint64_t memory) {
  ON_CARD
  auto found = allocations.find(memory);
  if (found == allocations.end()) {
    return INVALID_VALUE;
  }
  size_t bytes = found->second;
  allocatedBytes -= bytes;
  allocations.erase(found);
  size_t pages = pagesFor(bytes);
  munmap((void*)(memory + (bytes + 15) / 16 * 16 + PAGE - pages), pages);
  return SUCCESS;
}
int cuMemAllocHost_v2(void** memory, size_t bytes) {
  ON_CARD
  *memory = aligned_alloc(4096, (bytes + 4095) / 4096 * 4096);
  hostAllocations.insert(*memory);
  return SUCCESS;
}
int cuMemFreeHost(void* memory) {
  ON_CARD
  if (!hostAllocations.erase(memory)) {
    return INVALID_VALUE;
  }
  free(memory);
  return SUCCESS;
}
int cuMemGetInfo_v2(size_t* unused, size_t* total) {
  ON_CARD
  *unused = MEMORY_BYTES - allocatedBytes;
  *total = MEMORY_BYTES;
  return SUCCESS;
}
int cuMemcpy2DAsync_v2(const Copy2D* copy, void* stream) {
  ON_STREAM(stream)
  if (((Stream*)stream)->capture) {
    return IN_CAPTURE;
  }
  const char* from = copy->srcType == 1 ? copy->srcHost : (const char*)copy->srcDevice;
  char* to = copy->dstType == 1 ? copy->dstHost : (char*)copy->dstDevice;
  for (size_t row = 0; row < copy->height; row++) {
    memcpy(to + row * copy->dstPitch, from + row * copy->srcPitch, copy->width);
  }
  return SUCCESS;
}
int cuLaunchKernel(
    void* function, unsigned groupsX, unsigned groupsY, unsigned groupsZ, unsigned itemsX,
    unsigned itemsY, unsigned itemsZ, unsigned sharedBytes, void* stream, void**, void** extra) {
  ON_STREAM(stream)
  const Function* kernel = (const Function*)function;
  const char* packed = nullptr;
  size_t size = 0;
  for (int i = 0; extra[i]; i += 2) {
    if (extra[i] == (void*)1) {
      packed = (const char*)extra[i + 1];
    } else if (extra[i] == (void*)2) {
      size = *(const size_t*)extra[i + 1];
    }
  }
  if (!packed || size != kernel->argumentBytes || itemsX * itemsY != kernel->items ||
      itemsZ != 1 || groupsX * groupsY * groupsZ == 0 || (int)sharedBytes > kernel->sharedBytes) {
    return INVALID_VALUE;
  }
  Launch launch{
      kernel, {groupsX, groupsY, groupsZ}, {itemsX, itemsY, 1}, {packed, packed + size}};
  if (((Stream*)stream)->capture) {
    ((Stream*)stream)->capture->launches.push_back(launch);
  } else {
    run(launch);
  }
  return SUCCESS;
}
int cuStreamBeginCapture_v2(void* stream, int) {
  ON_STREAM(stream)
  ((Stream*)stream)->capture.reset(new Graph());
  capturing = (Stream*)stream;
  return SUCCESS;
}
int cuStreamEndCapture(void* stream, void** graph) {
  ON_STREAM(stream)
  *graph = ((Stream*)stream)->capture.release();
  capturing = nullptr;
  return SUCCESS;
}
int cuGraphInstantiateWithFlags(void** runnable, void* graph, unsigned long long) {
  ON_CARD
  *runnable = new Graph(*(Graph*)graph);
  return SUCCESS;
}
int cuGraphDestroy(void* graph) {
  ON_CARD
  delete (Graph*)graph;
  return SUCCESS;
}
int cuGraphExecDestroy(void* runnable) {
  ON_CARD
  delete (Graph*)runnable;
  return SUCCESS;
}
int cuGraphLaunch(void* runnable, void* stream) {
  ON_STREAM(stream)
  for (const Launch& launch : ((Graph*)runnable)->launches) {
    run(launch);
  }
  return SUCCESS;
}
}
