/*
 * General matrix product on tensor cores with fp32 accumulation, of fp32 matrices whose elements are
 * rounded to TF32 or BF16 on the way in: C = epilogue([C +] op(A) op(B)), with the parameters and
 * splits of gemm.cl. Included once for each format and pair of transposes, with TENSOR_NAME,
 * TENSOR_BF16, TRANSPOSE_A and TRANSPOSE_B.
 *
 * A block of four warps takes 128 x 128 elements of C, a warp 64 x 64. Tiles of A and B, 16 deep,
 * arrive in shared memory as they lie in device memory, by asynchronous copies four stages deep.
 * Rows are padded so that the reads of a fragment fall on 32 different banks whichever way a tile
 * lies: with g = lane / 4 and t = lane % 4 they are at 20 g + t, or at 136 t + g. Padding of the
 * matrices is never read into a product: copies end at the last element and fill up with zeros.
 *
 * Fragments are those of mma.sync in the PTX manual. 2 m n k operations.
 */
#define TENSOR_ELEMENT(tile, transposed, along, deep) \
  ((transposed) ? (tile)[(deep) * TENSOR_WIDE_PITCH + (along)] \
                : (tile)[(along) * TENSOR_DEEP_PITCH + (deep)])

extern "C" __global__ __launch_bounds__(128, 2) void TENSOR_NAME(
    const float* __restrict__ a, int lda, const float* __restrict__ b, int ldb,
    float* __restrict__ c, int ldc, int m, int n, int k, int kPerSplit, int accumulate,
    EPILOGUE_PARAMETERS) {
  TENSOR_SHARED(tiles)
  int thread = threadIdx.x;
  int warp = thread / 32;
  int g = thread % 32 / 4;
  int t = thread % 4;
  int warpRow = warp / 2 * 64;
  int warpColumn = warp % 2 * 64;
  int firstRow0 = blockIdx.x * 128;
  int firstColumn0 = blockIdx.y * 128;
  int kBegin = blockIdx.z * kPerSplit;
  int kEnd = kBegin + kPerSplit < k ? kBegin + kPerSplit : k;
  int steps = kEnd > kBegin ? (kEnd - kBegin + TENSOR_DEEP - 1) / TENSOR_DEEP : 0;

  float sum[4][8][4];
  UNROLL for (int i = 0; i < 4; i++) {
    UNROLL for (int j = 0; j < 8; j++) {
      UNROLL for (int l = 0; l < 4; l++) {
        sum[i][j][l] = 0.0f;
      }
    }
  }

  UNROLL for (int stage = 0; stage < TENSOR_STAGES - 1; stage++) {
    if (stage < steps) {
      float* tile = tiles + 2 * stage * TENSOR_TILE;
      int k0 = kBegin + stage * TENSOR_DEEP;
      copyTile(tile, a, lda, TRANSPOSE_A, firstRow0, m, k0, kEnd);
      copyTile(tile + TENSOR_TILE, b, ldb, !TRANSPOSE_B, firstColumn0, n, k0, kEnd);
    }
    commitCopies();
  }
  for (int step = 0; step < steps; step++) {
    waitForCopies<TENSOR_STAGES - 2>();
    __syncthreads();
    int ahead = step + TENSOR_STAGES - 1;
    if (ahead < steps) {
      float* tile = tiles + 2 * (ahead % TENSOR_STAGES) * TENSOR_TILE;
      int k0 = kBegin + ahead * TENSOR_DEEP;
      copyTile(tile, a, lda, TRANSPOSE_A, firstRow0, m, k0, kEnd);
      copyTile(tile + TENSOR_TILE, b, ldb, !TRANSPOSE_B, firstColumn0, n, k0, kEnd);
    }
    commitCopies();
    const float* tileA = tiles + 2 * (step % TENSOR_STAGES) * TENSOR_TILE;
    const float* tileB = tileA + TENSOR_TILE;
#if TENSOR_BF16
    uint left[4][4];
    UNROLL for (int i = 0; i < 4; i++) {
      UNROLL for (int l = 0; l < 4; l++) {
        int row = warpRow + 16 * i + g + 8 * (l & 1);
        int deep = 2 * t + 8 * (l >> 1);
        left[i][l] = toBf16(TENSOR_ELEMENT(tileA, TRANSPOSE_A, row, deep),
                            TENSOR_ELEMENT(tileA, TRANSPOSE_A, row, deep + 1));
      }
    }
    UNROLL for (int j = 0; j < 8; j++) {
      uint right[2];
      UNROLL for (int l = 0; l < 2; l++) {
        int column = warpColumn + 8 * j + g;
        int deep = 2 * t + 8 * l;
        right[l] = toBf16(TENSOR_ELEMENT(tileB, !TRANSPOSE_B, column, deep),
                          TENSOR_ELEMENT(tileB, !TRANSPOSE_B, column, deep + 1));
      }
      UNROLL for (int i = 0; i < 4; i++) {
        multiplyBf16(sum[i][j], left[i], right);
      }
    }
#else
    UNROLL for (int half = 0; half < TENSOR_DEEP; half += 8) {
      uint left[4][4];
      UNROLL for (int i = 0; i < 4; i++) {
        UNROLL for (int l = 0; l < 4; l++) {
          int row = warpRow + 16 * i + g + 8 * (l & 1);
          int deep = half + t + 4 * (l >> 1);
          left[i][l] = toTf32(TENSOR_ELEMENT(tileA, TRANSPOSE_A, row, deep));
        }
      }
      UNROLL for (int j = 0; j < 8; j++) {
        uint right[2];
        UNROLL for (int l = 0; l < 2; l++) {
          int column = warpColumn + 8 * j + g;
          int deep = half + t + 4 * l;
          right[l] = toTf32(TENSOR_ELEMENT(tileB, !TRANSPOSE_B, column, deep));
        }
        UNROLL for (int i = 0; i < 4; i++) {
          multiplyTf32(sum[i][j], left[i], right);
        }
      }
    }
#endif
  }

  /* The sums go through shared memory, so that each thread stores eight neighbouring columns. */
  waitForCopies<0>();
  __syncthreads();
  UNROLL for (int i = 0; i < 4; i++) {
    UNROLL for (int j = 0; j < 8; j++) {
      UNROLL for (int l = 0; l < 4; l++) {
        int row = warpRow + 16 * i + g + 8 * (l >> 1);
        int column = warpColumn + 8 * j + 2 * t + (l & 1);
        tiles[row * TENSOR_RESULT_PITCH + column] = sum[i][j][l];
      }
    }
  }
  __syncthreads();
  float* out = c + (size_t)blockIdx.z * m * ldc;
  for (int e = thread; e < 128 * 16; e += 128) {
    int row = firstRow0 + e / 16;
    int column = firstColumn0 + e % 16 * 8;
    if (row < m && column < n) {
      float* to = out + (size_t)row * ldc;
      float z[8];
      load8(tiles + e / 16 * TENSOR_RESULT_PITCH + e % 16 * 8, 0, 8, z);
      if (accumulate) {
        float old[8];
        load8(to, column, n, old);
        UNROLL for (int l = 0; l < 8; l++) {
          z[l] += old[l];
        }
      }
      finish8(z, row, column, n, EPILOGUE_ARGUMENTS);
      store8(z, to, column, n);
    }
  }
}

#undef TENSOR_ELEMENT
#undef TENSOR_NAME
#undef TENSOR_BF16
#undef TRANSPOSE_A
#undef TRANSPOSE_B
