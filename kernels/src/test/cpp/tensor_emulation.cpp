/*
 * Runs the tensor-core kernels on a CPU: every thread of a block is a coroutine, a barrier is a
 * point where all of them meet, and a matrix instruction is carried out for a whole warp from the
 * fragments that its lanes hold, laid out as the PTX manual has it. Checks every format and pair of
 * transposes against sums in double, with NaN in all padding and guards around the result. It says
 * nothing about speed, and cannot see a copy that is read before it has arrived.
 *
 * Build: g++ -std=c++20 -O1 -I kernels/src/main/resources/org/ribond/kernels/source
 */
#include <ucontext.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <limits>
#include <memory>
#include <random>
#include <vector>

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
static uint3 threadIdx, blockIdx;

#define __global__
#define __device__
#define __forceinline__ inline
#define __launch_bounds__(...)
#define __restrict__ __restrict

// ---- a block of coroutines ----

static const int THREADS = 128;
static ucontext_t scheduler, contexts[THREADS];
static std::unique_ptr<char[]> stacks[THREADS];
static bool finished[THREADS];
static int running;
static std::function<void()> body;
static int arrivals, generation;

static void yield() {
  swapcontext(&contexts[running], &scheduler);
}

static void __syncthreads() {
  int mine = generation;
  if (++arrivals == THREADS) {
    arrivals = 0;
    generation++;
  }
  while (generation == mine) {
    yield();
  }
}

static void enter() {
  body();
  finished[running] = true;
  swapcontext(&contexts[running], &scheduler);
}

static void runBlock() {
  arrivals = 0;
  for (int i = 0; i < THREADS; i++) {
    const size_t bytes = 256 * 1024;
    if (!stacks[i]) {
      stacks[i].reset(new char[bytes]);
    }
    finished[i] = false;
    getcontext(&contexts[i]);
    contexts[i].uc_stack.ss_sp = stacks[i].get();
    contexts[i].uc_stack.ss_size = bytes;
    contexts[i].uc_link = &scheduler;
    makecontext(&contexts[i], enter, 0);
  }
  for (bool more = true; more;) {
    more = false;
    for (int i = 0; i < THREADS; i++) {
      if (!finished[i]) {
        running = i;
        threadIdx = {(unsigned)i, 0, 0};
        swapcontext(&scheduler, &contexts[i]);
        more = true;
      }
    }
  }
}

// ---- instructions ----

#include "prelude.cu"
#include "epilogue.cl"

static float shared[1 << 15];
#define TENSOR_SHARED(tiles) float* tiles = shared;

static void copyAsync(float* to, const float* from, int count) {
  for (int i = 0; i < 4; i++) {
    to[i] = i < count ? from[i] : 0.0f;
  }
}
static void commitCopies() {}
template <int PENDING>
static void waitForCopies() {}

static uint toTf32(float value) {
  uint32_t bits;
  memcpy(&bits, &value, 4);
  return (bits + 0x1000u) & ~0x1FFFu;
}
static float fromBits(uint32_t bits) {
  float value;
  memcpy(&value, &bits, 4);
  return value;
}
static uint bf16(float value) {
  uint32_t bits;
  memcpy(&bits, &value, 4);
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
static Instruction instructions[THREADS / 32][2];
static int turns[THREADS];

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
          left[row][2 * t + 8 * (r >> 1)] = fromBits(now.a[l][r] << 16);
          left[row][2 * t + 8 * (r >> 1) + 1] = fromBits(now.a[l][r] & 0xFFFF0000u);
        } else {
          left[row][t + 4 * (r >> 1)] = fromBits(now.a[l][r]);
        }
      }
      for (int r = 0; r < 2; r++) {
        if (isBf16) {
          right[2 * t + 8 * r][g] = fromBits(now.b[l][r] << 16);
          right[2 * t + 8 * r + 1][g] = fromBits(now.b[l][r] & 0xFFFF0000u);
        } else {
          right[t + 4 * r][g] = fromBits(now.b[l][r]);
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
    yield();
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

// ---- checks ----

using Kernel = void (*)(
    const float*, int, const float*, int, float*, int, int, int, int, int, int, const float*, int,
    int, uint, float, uint, uint, uint, uint, uint);

static std::mt19937 generator(20261121);

struct Matrix {
  int rows, columns, stride;
  std::vector<float> values;

  Matrix(int rows, int columns, int count = 1)
      : rows(rows), columns(columns), stride((columns + 3) / 4 * 4),
        values((size_t)(rows * count + 2) * stride, std::numeric_limits<float>::quiet_NaN()) {
    std::uniform_real_distribution<float> uniform(-1, 1);
    for (int i = 0; i < rows * count; i++) {
      for (int j = 0; j < columns; j++) {
        values[(size_t)i * stride + j] = uniform(generator);
      }
    }
  }
  float& at(int i, int j) {
    return values[(size_t)i * stride + j];
  }
};

static float rounded(float value, bool isBf16) {
  return isBf16 ? fromBits(bf16(value) << 16) : fromBits(toTf32(value));
}

static int failures = 0;

static void check(
    const char* name, Kernel kernel, bool isBf16, bool ta, bool tb, int m, int n, int k, int splits,
    bool accumulate, bool finish) {
  Matrix a(ta ? k : m, ta ? m : k), b(tb ? n : k, tb ? k : n), c(m, n, splits), bias(1, n);
  std::vector<float> before = c.values;
  int kPerSplit = std::max(8, (k + splits - 1) / splits + 7 & ~7);
  uint threshold = finish ? 32768 : 0;
  for (unsigned z = 0; z < (unsigned)splits; z++) {
    for (unsigned y = 0; y * 128 < (unsigned)n; y++) {
      for (unsigned x = 0; x * 128 < (unsigned)m; x++) {
        blockIdx = {x, y, z};
        std::fill(shared, shared + (1 << 15), std::numeric_limits<float>::quiet_NaN());
        body = [&] {
          kernel(a.values.data(), a.stride, b.values.data(), b.stride, c.values.data(), c.stride, m,
                 n, k, kPerSplit, accumulate, bias.values.data(), finish, finish ? RELU : LINEAR,
                 threshold, 2.0f, 1, 2, 0x20000, 3, 5);
        };
        runBlock();
      }
    }
  }
  for (size_t e = (size_t)m * splits * c.stride; e < c.values.size(); e++) {
    if (!std::isnan(c.values[e])) {
      failures++;
      printf("%s %dx%dx%d: wrote past the result\n", name, m, n, k);
      return;
    }
  }
  for (int i = 0; i < m; i++) {
    for (int j = 0; j < c.stride; j++) {
      if (j >= n) {
        if (!std::isnan(c.at(i, j))) {
          failures++;
          printf("%s %dx%dx%d: wrote padding\n", name, m, n, k);
          return;
        }
        continue;
      }
      double sum = accumulate ? before[(size_t)i * c.stride + j] : 0;
      double magnitude = 2 + std::fabs(sum);
      for (int d = 0; d < k; d++) {
        double product = (double)rounded(ta ? a.at(d, i) : a.at(i, d), isBf16) *
                         rounded(tb ? b.at(j, d) : b.at(d, j), isBf16);
        sum += product;
        magnitude += std::fabs(product);
      }
      if (finish) {
        float factors[8];
        dropFactors(i, j & ~7, threshold, 2.0f, 1, 2, 0x20000, 3, 5, factors);
        sum = std::max(sum + bias.at(0, j), 0.0) * factors[j & 7];
      }
      double actual = 0;
      for (int s = 0; s < splits; s++) {
        actual += c.at(s * m + i, j);
      }
      if (!(std::fabs(actual - sum) <= 1e-6 * magnitude)) {
        failures++;
        printf("%s %dx%dx%d (%d splits), element (%d, %d): %g, expected %g\n", name, m, n, k,
               splits, i, j, actual, sum);
        return;
      }
    }
  }
}

int main() {
  struct Variant {
    const char* name;
    Kernel kernel;
    bool isBf16, ta, tb;
  };
  const Variant variants[] = {
      {"tf32nn", tf32nn, false, false, false}, {"tf32nt", tf32nt, false, false, true},
      {"tf32tn", tf32tn, false, true, false},  {"tf32tt", tf32tt, false, true, true},
      {"bf16nn", bf16nn, true, false, false},  {"bf16nt", bf16nt, true, false, true},
      {"bf16tn", bf16tn, true, true, false},   {"bf16tt", bf16tt, true, true, true},
  };
  const int shapes[][3] = {{1, 5, 1},    {128, 128, 64}, {70, 9, 21},
                           {3, 131, 16}, {129, 7, 83},   {5, 6, 0}};
  int checks = 0;
  for (const Variant& v : variants) {
    for (const auto& s : shapes) {
      check(v.name, v.kernel, v.isBf16, v.ta, v.tb, s[0], s[1], s[2], 1, false, false);
      checks++;
    }
    check(v.name, v.kernel, v.isBf16, v.ta, v.tb, 67, 130, 45, 1, true, true);
    check(v.name, v.kernel, v.isBf16, v.ta, v.tb, 33, 20, 90, 3, false, false);
    checks += 2;
  }
  printf("%d products, %d wrong\n", checks, failures);
  return failures == 0 ? 0 : 1;
}
