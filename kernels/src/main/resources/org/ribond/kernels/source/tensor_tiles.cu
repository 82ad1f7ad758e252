/* Every format and pair of transposes of tensor_gemm.cu, and what they share. */

#define TENSOR_DEEP 16
#define TENSOR_STAGES 3
/* Elements of a tile of either factor, 128 across and TENSOR_DEEP along k. */
#define TENSOR_TILE (128 * TENSOR_DEEP)
/* Distance between rows of the result in shared memory, where it takes the tiles' place. */
#define TENSOR_RESULT_PITCH (128 + 4)

/*
 * Nearest TF32, ties away from zero; the lowest 13 bits, which matrix instructions pass over, hold
 * anything. What is not finite becomes NaN. cvt.rna.tf32.f32 is a comparison and an addition under
 * its predicate, and a move besides wherever a fragment's registers are not those it was loaded to.
 */
DEVICE uint toTf32(float value) {
  float rounded = BITS_TO_FLOAT(FLOAT_TO_BITS(value) + 0x1000u);
  return FLOAT_TO_BITS(fma(value, 0.0f, rounded));
}

/*
 * Tiles lie in shared memory as in device memory. In a deep one rows run along k: element
 * (across, k) is at 16 across + k. In a wide one rows run across: it is at 128 k + (across ^ 8 (k
 * / 4)). Each thread copies four lots of four elements, and either way the l-th of them goes to
 * 512 l and on.
 */
DEVICE int wideColumn(int across, int fourOfK) {
  return across ^ (8 * fourOfK);
}

/*
 * Where this thread's l-th lot is, from the element of the tile's first row and column on. What
 * lies across the end of the matrix is read from its last row, or its last four columns: it only
 * reaches elements of the result that are not stored.
 */
DEVICE int lotOffset(int l, int stride, int wide, int end) {
  int thread = threadIdx.x;
  int across = wide ? thread % 32 * 4 : thread / 4 + 32 * l;
  int last = wide ? (end - 1) / 4 * 4 : end - 1;
  int inside = across < last ? across : last;
  return wide ? (thread / 32 + 4 * l) * stride + inside : inside * stride + thread % 4 * 4;
}

/* Where this thread's l-th lot goes to. */
DEVICE float* lotPlace(float* tile, int l, int wide) {
  int thread = threadIdx.x;
  return tile + 512 * l +
         (wide ? thread / 32 * 128 + wideColumn(thread % 32 * 4, l) : thread * 4);
}

/* Copies this thread's lots of a tile. */
DEVICE void copyTile(float* tile, const float* from, const int offsets[4], int wide) {
  UNROLL for (int l = 0; l < 4; l++) {
    copyAsync(lotPlace(tile, l, wide), from + offsets[l]);
  }
}

/* The same of a tile of which left places along k are in the matrix; the rest become zeros. */
DEVICE void copyFirst(float* tile, const float* from, const int offsets[4], int wide, int left) {
  int thread = threadIdx.x;
  UNROLL for (int l = 0; l < 4; l++) {
    int here = wide ? left - thread / 32 - 4 * l : left - thread % 4 * 4;
    int bytes = here <= 0 ? 0 : wide || here >= 4 ? 16 : 4 * here;
    copyAsync(lotPlace(tile, l, wide), from + offsets[l], bytes);
  }
}

/*
 * Reads the elements of one k of four lines of a fragment, or the four of one line:
 * value[line][k]. A thread (g, t) of a warp holds k from 4 t to 4 t + 3: which place of a matrix
 * instruction's k they take is free as long as both factors agree. Lines of a deep tile are eight
 * apart, line 8 s + g being the s-th; those of a wide tile are neighbours, line 32 q + 4 g + s
 * being the (4 q + s)-th. All reads are of four elements and free of bank conflicts.
 */
DEVICE void readLines(const float* tile, int wide, int first, int g, int t, float value[4][4]) {
  UNROLL for (int i = 0; i < 4; i++) {
    float v[4];
    if (wide) {
      load4(tile + (4 * t + i) * 128 + wideColumn(first + 4 * g, t), v);
    } else {
      load4(tile + (first + 8 * i + g) * TENSOR_DEEP + 4 * t, v);
    }
    UNROLL for (int j = 0; j < 4; j++) {
      value[wide ? j : i][wide ? i : j] = v[j];
    }
  }
}

#define TENSOR_NAME tf32nn
#define TENSOR_BF16 0
#define TRANSPOSE_A 0
#define TRANSPOSE_B 0
#include "tensor_gemm.cu"

#define TENSOR_NAME tf32nt
#define TENSOR_BF16 0
#define TRANSPOSE_A 0
#define TRANSPOSE_B 1
#include "tensor_gemm.cu"

#define TENSOR_NAME tf32tn
#define TENSOR_BF16 0
#define TRANSPOSE_A 1
#define TRANSPOSE_B 0
#include "tensor_gemm.cu"

#define TENSOR_NAME tf32tt
#define TENSOR_BF16 0
#define TRANSPOSE_A 1
#define TRANSPOSE_B 1
#include "tensor_gemm.cu"

#define TENSOR_NAME bf16nn
#define TENSOR_BF16 1
#define TRANSPOSE_A 0
#define TRANSPOSE_B 0
#include "tensor_gemm.cu"

#define TENSOR_NAME bf16nt
#define TENSOR_BF16 1
#define TRANSPOSE_A 0
#define TRANSPOSE_B 1
#include "tensor_gemm.cu"

#define TENSOR_NAME bf16tn
#define TENSOR_BF16 1
#define TRANSPOSE_A 1
#define TRANSPOSE_B 0
#include "tensor_gemm.cu"

#define TENSOR_NAME bf16tt
#define TENSOR_BF16 1
#define TRANSPOSE_A 1
#define TRANSPOSE_B 1
#include "tensor_gemm.cu"
