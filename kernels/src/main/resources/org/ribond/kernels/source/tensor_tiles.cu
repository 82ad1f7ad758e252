/* Every format and pair of transposes of tensor_gemm.cu, and what they share. */

#define TENSOR_DEEP 16
#define TENSOR_STAGES 4
/* Distance between rows of a tile whose rows run along k, and of one whose rows run across. */
#define TENSOR_DEEP_PITCH (TENSOR_DEEP + 4)
#define TENSOR_WIDE_PITCH (128 + 8)
#define TENSOR_TILE (128 * TENSOR_DEEP_PITCH)
/* Distance between rows of the result in shared memory, where it takes the tiles' place. */
#define TENSOR_RESULT_PITCH (128 + 4)

/*
 * Copies a tile of 128 x TENSOR_DEEP elements, which begins at (first, k0), to shared memory as it
 * lies: wide tells whether rows of the matrix run across k.
 */
DEVICE void copyTile(
    float* tile, const float* from, int stride, int wide, int first, int end, int k0, int kEnd) {
  UNROLL for (int l = 0; l < 4; l++) {
    int e = threadIdx.x + 128 * l;
    int along = wide ? e % 32 * 4 : e / 4;
    int deep = wide ? e / 32 : e % 4 * 4;
    int inside = first + along < end && k0 + deep < kEnd;
    int left = wide ? end - first - along : kEnd - k0 - deep;
    const float* source = wide ? from + (size_t)(k0 + deep) * stride + first + along
                               : from + (size_t)(first + along) * stride + k0 + deep;
    float* target =
        wide ? tile + deep * TENSOR_WIDE_PITCH + along : tile + along * TENSOR_DEEP_PITCH + deep;
    copyAsync(target, inside ? source : from, inside ? (left < 4 ? left : 4) : 0);
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
