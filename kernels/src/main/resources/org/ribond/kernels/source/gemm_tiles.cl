/* Every tile and pair of transposes of gemm.cl. */

#define TILE_M 128
#define TILE_N 128
#define TILE_K DEEP_TILE_K

#define GEMM_NAME gemm128nn
#define TRANSPOSE_A 0
#define TRANSPOSE_B 0
#include "gemm.cl"

#define GEMM_NAME gemm128nt
#define TRANSPOSE_A 0
#define TRANSPOSE_B 1
#include "gemm.cl"

#define GEMM_NAME gemm128tn
#define TRANSPOSE_A 1
#define TRANSPOSE_B 0
#include "gemm.cl"

#define GEMM_NAME gemm128tt
#define TRANSPOSE_A 1
#define TRANSPOSE_B 1
#include "gemm.cl"

#undef TILE_M
#undef TILE_N
#undef TILE_K

#define TILE_M 64
#define TILE_N 64
#define TILE_K 8

#define GEMM_NAME gemm64nn
#define TRANSPOSE_A 0
#define TRANSPOSE_B 0
#include "gemm.cl"

#define GEMM_NAME gemm64nt
#define TRANSPOSE_A 0
#define TRANSPOSE_B 1
#include "gemm.cl"

#define GEMM_NAME gemm64tn
#define TRANSPOSE_A 1
#define TRANSPOSE_B 0
#include "gemm.cl"

#define GEMM_NAME gemm64tt
#define TRANSPOSE_A 1
#define TRANSPOSE_B 1
#include "gemm.cl"

#undef TILE_M
#undef TILE_N
#undef TILE_K
