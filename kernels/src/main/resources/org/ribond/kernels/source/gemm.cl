/*
 * General matrix product C = epilogue([C +] op(A) op(B)), one tile of C to a work-group; included
 * once for each tile and pair of transposes, with
 *
 *   GEMM_NAME              name of the kernel
 *   TILE_M, TILE_N         rows and columns of the tile, multiples of 8
 *   TRANSPOSE_A, _B        0 or 1
 *
 * Each work-item owns 8 x 8 elements: rows 4 y .. and TILE_M / 2 + 4 y .., columns 8 x ... Tiles of
 * A and B, TILE_K deep, stand in local memory by k and are loaded one step ahead into a second
 * buffer, so that one barrier a step is enough. Columns of B are stored with the odd groups of four
 * after the even ones: a work-item's eight columns are neighbours in C, which one Philox block
 * serves, while the reads of neighbouring work-items stay free of bank conflicts.
 *
 * 2 m n k operations; each element of A is read n / TILE_N times and of B m / TILE_M times. With
 * several splits of k (the z index) each stores its own partial product, m x ldc, after the other.
 * The scheme is the usual two-level blocking of Goto and van de Geijn (2008) as Volkov and Demmel
 * (SC 2008) put it on GPUs.
 */
#define GEMM_ITEMS ((TILE_M / 8) * (TILE_N / 8))
#define LOADS_A (TILE_M * TILE_K / 4 / GEMM_ITEMS)
#define LOADS_B (TILE_N * TILE_K / 4 / GEMM_ITEMS)
#define PITCH_A (TILE_M + 4)
#define PITCH_B (TILE_N + 4)
#define PLACE_B(column) \
  (((column) & 3) | (((column) >> 3) << 2) | (((column) & 4) ? TILE_N / 2 : 0))
/*
 * A work-item's first load of four is at (across, along) of a tile, its l-th one further on by as
 * many rows as all work-items load at once: rows of a wide tile run across, of a deep one along k.
 */
#define ACROSS(wide, tile) ((wide) ? item % ((tile) / 4) * 4 : item / (TILE_K / 4))
#define ALONG(wide, tile) ((wide) ? item / ((tile) / 4) : item % (TILE_K / 4) * 4)
#define ROWS_ON(wide, tile) (GEMM_ITEMS / ((wide) ? (tile) / 4 : TILE_K / 4))

KERNEL(TILE_N / 8, TILE_M / 8)
void GEMM_NAME(
    GLOBAL const float* RESTRICT a, int lda, GLOBAL const float* RESTRICT b, int ldb,
    GLOBAL float* RESTRICT c, int ldc, int m, int n, int k, int kPerSplit, int accumulate,
    EPILOGUE_PARAMETERS) {
  LOCAL float tileA[2][TILE_K * PITCH_A] FOUR_ALIGNED;
  LOCAL float tileB[2][TILE_K * PITCH_B] FOUR_ALIGNED;
  int x = LOCAL_X;
  int y = LOCAL_Y;
  int item = y * (TILE_N / 8) + x;
  int firstRow0 = GROUP_X * TILE_M;
  int firstColumn0 = GROUP_Y * TILE_N;
  int kBegin = GROUP_Z * kPerSplit;
  int kEnd = kBegin + kPerSplit < k ? kBegin + kPerSplit : k;
  int steps = kEnd > kBegin ? (kEnd - kBegin + TILE_K - 1) / TILE_K : 0;

  int acrossA = ACROSS(TRANSPOSE_A, TILE_M);
  int acrossB = ACROSS(!TRANSPOSE_B, TILE_N);
  int alongA = ALONG(TRANSPOSE_A, TILE_M);
  int alongB = ALONG(!TRANSPOSE_B, TILE_N);
  int placeA = KEPT(alongA * PITCH_A + acrossA);
  int placeB = KEPT(alongB * PITCH_B + PLACE_B(acrossB));
  GLOBAL const float* nextA = TRANSPOSE_A ? a + (size_t)kBegin * lda + firstRow0
                                          : a + (size_t)firstRow0 * lda + kBegin;
  GLOBAL const float* nextB = TRANSPOSE_B ? b + (size_t)firstColumn0 * ldb + kBegin
                                          : b + (size_t)kBegin * ldb + firstColumn0;
  size_t stepA = TRANSPOSE_A ? (size_t)TILE_K * lda : TILE_K;
  size_t stepB = TRANSPOSE_B ? TILE_K : (size_t)TILE_K * ldb;
  int offsetsA[LOADS_A];
  int offsetsB[LOADS_B];
  float loadedA[LOADS_A][4];
  float loadedB[LOADS_B][4];
  float sum[8][8];
  UNROLL for (int i = 0; i < 8; i++) {
    UNROLL for (int j = 0; j < 8; j++) {
      sum[i][j] = 0.0f;
    }
  }

  /* The last step, which may be short of TILE_K, comes first: all others need no care. */
  int last = steps > 0 ? steps - 1 : 0;
  int left = kEnd - kBegin - last * TILE_K;
  UNROLL for (int l = 0; l < LOADS_A; l++) {
    int on = l * ROWS_ON(TRANSPOSE_A, TILE_M);
    offsetsA[l] = KEPT(offset(acrossA, alongA, on, lda, TRANSPOSE_A, m - firstRow0));
    loadFirst(nextA + last * stepA + offsetsA[l], left - alongA - (TRANSPOSE_A ? on : 0),
              TRANSPOSE_A, loadedA[l]);
  }
  UNROLL for (int l = 0; l < LOADS_B; l++) {
    int on = l * ROWS_ON(!TRANSPOSE_B, TILE_N);
    offsetsB[l] = KEPT(offset(acrossB, alongB, on, ldb, !TRANSPOSE_B, n - firstColumn0));
    loadFirst(nextB + last * stepB + offsetsB[l], left - alongB - (TRANSPOSE_B ? 0 : on),
              !TRANSPOSE_B, loadedB[l]);
  }
  for (int step = 0; step < steps; step++) {
    int buffer = step & 1;
    UNROLL for (int l = 0; l < LOADS_A; l++) {
      int on = l * ROWS_ON(TRANSPOSE_A, TILE_M);
      storeLoaded(loadedA[l], &tileA[buffer][placeA + (TRANSPOSE_A ? on * PITCH_A : on)], PITCH_A,
                  TRANSPOSE_A);
    }
    UNROLL for (int l = 0; l < LOADS_B; l++) {
      int on = l * ROWS_ON(!TRANSPOSE_B, TILE_N);
      storeLoaded(loadedB[l], &tileB[buffer][placeB + (TRANSPOSE_B ? on / 2 : on * PITCH_B)],
                  PITCH_B, !TRANSPOSE_B);
    }
    BARRIER;
    if (step < last) {
      UNROLL for (int l = 0; l < LOADS_A; l++) {
        load4(nextA + offsetsA[l], loadedA[l]);
      }
      UNROLL for (int l = 0; l < LOADS_B; l++) {
        load4(nextB + offsetsB[l], loadedB[l]);
      }
      nextA += stepA;
      nextB += stepB;
    }
    UNROLL for (int deep = 0; deep < TILE_K; deep++) {
      float left[8], right[8];
      load4Local(&tileA[buffer][deep * PITCH_A + 4 * y], left);
      load4Local(&tileA[buffer][deep * PITCH_A + TILE_M / 2 + 4 * y], left + 4);
      load4Local(&tileB[buffer][deep * PITCH_B + 4 * x], right);
      load4Local(&tileB[buffer][deep * PITCH_B + TILE_N / 2 + 4 * x], right + 4);
      UNROLL for (int i = 0; i < 8; i++) {
        UNROLL for (int j = 0; j < 8; j++) {
          sum[i][j] = fma(left[i], right[j], sum[i][j]);
        }
      }
    }
  }

  int column = firstColumn0 + 8 * x;
  if (column >= n) {
    return;
  }
  GLOBAL float* out = c + (size_t)GROUP_Z * m * ldc;
  UNROLL for (int i = 0; i < 8; i++) {
    int row = firstRow0 + (i < 4 ? 4 * y + i : TILE_M / 2 + 4 * y + i - 4);
    if (row < m) {
      GLOBAL float* to = out + (size_t)row * ldc;
      if (accumulate) {
        float old[8];
        load8(to, column, n, old);
        UNROLL for (int j = 0; j < 8; j++) {
          sum[i][j] += old[j];
        }
      }
      finish8(sum[i], row, column, n, EPILOGUE_ARGUMENTS);
      store8(sum[i], to, column, n);
    }
  }
}

#undef GEMM_ITEMS
#undef LOADS_A
#undef LOADS_B
#undef PITCH_A
#undef PITCH_B
#undef PLACE_B
#undef ACROSS
#undef ALONG
#undef ROWS_ON
#undef GEMM_NAME
#undef TRANSPOSE_A
#undef TRANSPOSE_B
