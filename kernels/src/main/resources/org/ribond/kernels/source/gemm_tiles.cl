/* Every tile and pair of transposes of gemm.cl, and what they share. */

/*
 * Where four elements of a tile are in a matrix, from the tile's first element on: row on of them
 * further than (across, along), of which rows run across or along k. What lies across the end of
 * the matrix is read from its last row, or its last four columns: it only reaches elements of the
 * result that are not stored.
 */
DEVICE int offset(int across, int along, int on, int stride, int wide, int end) {
  int last = wide ? (end - 1) / 4 * 4 : end - 1;
  int wanted = wide ? across : across + on;
  int inside = wanted < last ? wanted : last;
  return wide ? (along + on) * stride + inside : inside * stride + along;
}

/*
 * Four elements of a step of which left places along k are in the matrix from theirs on: one place
 * for all of them where rows run across, else for each its own. The rest become zeros.
 */
DEVICE void loadFirst(GLOBAL const float* from, int left, int wide, float* to) {
  to[0] = to[1] = to[2] = to[3] = 0.0f;
  if (left > 0) {
    load4(from, to);
    if (!wide) {
      UNROLL for (int i = 1; i < 4; i++) {
        to[i] = i < left ? to[i] : 0.0f;
      }
    }
  }
}

/* Stores four elements of a tile, whose rows run across in local memory. */
DEVICE void storeLoaded(const float* from, LOCAL_POINTER float* to, int pitch, int wide) {
  if (wide) {
    store4Local(from, to);
  } else {
    UNROLL for (int i = 0; i < 4; i++) {
      to[i * pitch] = from[i];
    }
  }
}

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
