/*
 * General matrix product on tensor cores with fp32 accumulation, of fp32 matrices whose elements
 * are rounded to TF32 or BF16 on the way in: C = epilogue([C +] op(A) op(B)), with the parameters
 * and splits of gemm.cl. Included once for each format and pair of transposes, with TENSOR_NAME,
 * TENSOR_BF16, TRANSPOSE_A and TRANSPOSE_B.
 *
 * A block of four warps takes 128 x 128 elements of C, a warp 64 x 64 as two by two parts of 32 x
 * 32. Tiles of A and B, 16 deep, arrive in shared memory as they lie in device memory, by
 * asynchronous copies three stages deep, which is what two blocks on a unit of 100 KiB leave room
 * for. Padding of the matrices is never read into a product: copies end at the last element and
 * fill up with zeros.
 *
 * What a step issues beside its matrix instructions counts as much as they do, so everything is
 * read four elements at a time and all that does not change from step to step is computed before
 * the first. Fragments are those of mma.sync in the PTX manual. 2 m n k operations.
 */
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

  const float* nextA = TRANSPOSE_A ? a + (size_t)kBegin * lda + firstRow0
                                   : a + (size_t)firstRow0 * lda + kBegin;
  const float* nextB = TRANSPOSE_B ? b + (size_t)firstColumn0 * ldb + kBegin
                                   : b + (size_t)kBegin * ldb + firstColumn0;
  size_t stepA = TRANSPOSE_A ? (size_t)TENSOR_DEEP * lda : TENSOR_DEEP;
  size_t stepB = TRANSPOSE_B ? TENSOR_DEEP : (size_t)TENSOR_DEEP * ldb;
  int lotsA[4], lotsB[4];
  UNROLL for (int l = 0; l < 4; l++) {
    lotsA[l] = KEPT(lotOffset(l, lda, TRANSPOSE_A, m - firstRow0));
    lotsB[l] = KEPT(lotOffset(l, ldb, !TRANSPOSE_B, n - firstColumn0));
  }

#define COPY_NEXT(step, tile)                                  \
  if ((step) < steps) {                                        \
    copyTile(tile, nextA, lotsA, TRANSPOSE_A);                 \
    copyTile((tile) + TENSOR_TILE, nextB, lotsB, !TRANSPOSE_B); \
    nextA += stepA;                                            \
    nextB += stepB;                                            \
  }                                                            \
  commitCopies()

  float sum[4][8][4];
  UNROLL for (int i = 0; i < 4; i++) {
    UNROLL for (int j = 0; j < 8; j++) {
      UNROLL for (int l = 0; l < 4; l++) {
        sum[i][j][l] = 0.0f;
      }
    }
  }

  /* The last step, which may be short of TENSOR_DEEP, comes first: all others need no care. */
  int last = steps - 1;
  if (steps > 0) {
    int left = kEnd - kBegin - last * TENSOR_DEEP;
    copyFirst(tiles, nextA + last * stepA, lotsA, TRANSPOSE_A, left);
    copyFirst(tiles + TENSOR_TILE, nextB + last * stepB, lotsB, !TRANSPOSE_B, left);
  }
  commitCopies();
  UNROLL for (int stage = 1; stage < TENSOR_STAGES - 1; stage++) {
    COPY_NEXT(stage, tiles + 2 * stage * TENSOR_TILE);
  }
  float* end = tiles + 2 * TENSOR_STAGES * TENSOR_TILE;
  float* reading = tiles;
  float* writing = end - 2 * TENSOR_TILE;
  for (int step = 0; step < steps; step++) {
    waitForCopies<TENSOR_STAGES - 2>();
    __syncthreads();
    COPY_NEXT(step + TENSOR_STAGES - 1, writing);
    float linesA[8][4];
    readLines(reading, TRANSPOSE_A, warpRow, g, t, linesA);
    readLines(reading, TRANSPOSE_A, warpRow + 32, g, t, linesA + 4);
    uint bitsA[4][2][4];
    UNROLL for (int i = 0; i < 4; i++) {
      UNROLL for (int l = 0; l < 4; l++) {
        const float* line = linesA[2 * i + (l & 1)];
#if TENSOR_BF16
        bitsA[i][0][l] = toBf16(line[2 * (l >> 1)], line[2 * (l >> 1) + 1]);
#else
        bitsA[i][0][l] = toTf32(line[l >> 1]);
        bitsA[i][1][l] = toTf32(line[2 + (l >> 1)]);
#endif
      }
    }
    UNROLL for (int q = 0; q < 2; q++) {
      float linesB[4][4];
      readLines(reading + TENSOR_TILE, !TRANSPOSE_B, warpColumn + 32 * q, g, t, linesB);
#if TENSOR_BF16
      UNROLL for (int j = 0; j < 4; j++) {
        uint bitsB[2] = {toBf16(linesB[j][0], linesB[j][1]), toBf16(linesB[j][2], linesB[j][3])};
        UNROLL for (int i = 0; i < 4; i++) {
          multiplyBf16(sum[i][4 * q + j], bitsA[i][0], bitsB);
        }
      }
#else
      UNROLL for (int half = 0; half < 2; half++) {
        UNROLL for (int j = 0; j < 4; j++) {
          uint bitsB[2] = {toTf32(linesB[j][2 * half]), toTf32(linesB[j][2 * half + 1])};
          UNROLL for (int i = 0; i < 4; i++) {
            multiplyTf32(sum[i][4 * q + j], bitsA[i][half], bitsB);
          }
        }
      }
#endif
    }
    writing = reading;
    reading = reading + 2 * TENSOR_TILE == end ? tiles : reading + 2 * TENSOR_TILE;
  }

  /*
   * The sums go through shared memory, half of each warp's rows at a time, so that each thread
   * stores eight neighbouring columns.
   */
  float* out = c + (size_t)blockIdx.z * m * ldc;
  _Pragma("unroll 1") for (int half = 0; half < 2; half++) {
    __syncthreads();
    UNROLL for (int s = 0; s < 4; s++) {
      int line = warpRow / 2 + (TRANSPOSE_A ? 4 * g + s : 8 * s + g);
      float* to = tiles + line * TENSOR_RESULT_PITCH + warpColumn;
      UNROLL for (int j = 0; j < 8; j++) {
        UNROLL for (int l = 0; l < 2; l++) {
          int column = TRANSPOSE_B ? 8 * j + 2 * t + l : 32 * (j / 4) + 4 * (2 * t + l) + j % 4;
          int from = 2 * (s & 1) + l;
          to[column] = half ? sum[2 + s / 2][j][from] : sum[s / 2][j][from];
        }
      }
    }
    __syncthreads();
    for (int e = thread; e < 64 * 16; e += 128) {
      int line = e / 16;
      int row = firstRow0 + line / 32 * 64 + half * 32 + line % 32;
      int column = firstColumn0 + e % 16 * 8;
      if (row < m && column < n) {
        float* to = out + (size_t)row * ldc;
        float z[8];
        load8(tiles + line * TENSOR_RESULT_PITCH + e % 16 * 8, 0, 8, z);
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
}

#undef COPY_NEXT
#undef TENSOR_NAME
#undef TENSOR_BF16
#undef TRANSPOSE_A
#undef TRANSPOSE_B
