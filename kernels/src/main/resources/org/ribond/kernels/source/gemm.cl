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
#define PLACE_B(column) \
  (((column) & 3) | (((column) >> 3) << 2) | (((column) & 4) ? TILE_N / 2 : 0))

KERNEL(TILE_N / 8, TILE_M / 8)
void GEMM_NAME(
    GLOBAL const float* RESTRICT a, int lda, GLOBAL const float* RESTRICT b, int ldb,
    GLOBAL float* RESTRICT c, int ldc, int m, int n, int k, int kPerSplit, int accumulate,
    EPILOGUE_PARAMETERS) {
  LOCAL float tileA[2][TILE_K][TILE_M + 4];
  LOCAL float tileB[2][TILE_K][TILE_N + 4];
  int x = LOCAL_X;
  int y = LOCAL_Y;
  int item = y * (TILE_N / 8) + x;
  int firstRow0 = GROUP_X * TILE_M;
  int firstColumn0 = GROUP_Y * TILE_N;
  int kBegin = GROUP_Z * kPerSplit;
  int kEnd = kBegin + kPerSplit < k ? kBegin + kPerSplit : k;
  float nextA[LOADS_A][4];
  float nextB[LOADS_B][4];
  float sum[8][8];
  UNROLL for (int i = 0; i < 8; i++) {
    UNROLL for (int j = 0; j < 8; j++) {
      sum[i][j] = 0.0f;
    }
  }

  for (int k0 = kBegin, buffer = 0; k0 - TILE_K < kEnd; k0 += TILE_K, buffer ^= 1) {
    int more = k0 < kEnd;
    if (more) {
      UNROLL for (int l = 0; l < LOADS_A; l++) {
        int e = item + l * GEMM_ITEMS;
        int along = TRANSPOSE_A ? (e % (TILE_M / 4)) * 4 : e / (TILE_K / 4);
        int deep = TRANSPOSE_A ? e / (TILE_M / 4) : (e % (TILE_K / 4)) * 4;
        int inside = firstRow0 + along < m && k0 + deep < kEnd;
        nextA[l][0] = nextA[l][1] = nextA[l][2] = nextA[l][3] = 0.0f;
        if (inside) {
          load4(TRANSPOSE_A ? a + (size_t)(k0 + deep) * lda + firstRow0 + along
                            : a + (size_t)(firstRow0 + along) * lda + k0 + deep,
                nextA[l]);
          if (!TRANSPOSE_A) {
            UNROLL for (int i = 1; i < 4; i++) {
              nextA[l][i] = k0 + deep + i < kEnd ? nextA[l][i] : 0.0f;
            }
          }
        }
      }
      UNROLL for (int l = 0; l < LOADS_B; l++) {
        int e = item + l * GEMM_ITEMS;
        int along = TRANSPOSE_B ? e / (TILE_K / 4) : (e % (TILE_N / 4)) * 4;
        int deep = TRANSPOSE_B ? (e % (TILE_K / 4)) * 4 : e / (TILE_N / 4);
        int inside = firstColumn0 + along < n && k0 + deep < kEnd;
        nextB[l][0] = nextB[l][1] = nextB[l][2] = nextB[l][3] = 0.0f;
        if (inside) {
          load4(TRANSPOSE_B ? b + (size_t)(firstColumn0 + along) * ldb + k0 + deep
                            : b + (size_t)(k0 + deep) * ldb + firstColumn0 + along,
                nextB[l]);
          if (TRANSPOSE_B) {
            UNROLL for (int i = 1; i < 4; i++) {
              nextB[l][i] = k0 + deep + i < kEnd ? nextB[l][i] : 0.0f;
            }
          }
        }
      }
    }
    if (k0 > kBegin) {
      UNROLL for (int deep = 0; deep < TILE_K; deep++) {
        float left[8], right[8];
        float4 v = *(LOCAL_POINTER const float4*)&tileA[buffer ^ 1][deep][4 * y];
        left[0] = v.x, left[1] = v.y, left[2] = v.z, left[3] = v.w;
        v = *(LOCAL_POINTER const float4*)&tileA[buffer ^ 1][deep][TILE_M / 2 + 4 * y];
        left[4] = v.x, left[5] = v.y, left[6] = v.z, left[7] = v.w;
        v = *(LOCAL_POINTER const float4*)&tileB[buffer ^ 1][deep][4 * x];
        right[0] = v.x, right[1] = v.y, right[2] = v.z, right[3] = v.w;
        v = *(LOCAL_POINTER const float4*)&tileB[buffer ^ 1][deep][TILE_N / 2 + 4 * x];
        right[4] = v.x, right[5] = v.y, right[6] = v.z, right[7] = v.w;
        UNROLL for (int i = 0; i < 8; i++) {
          UNROLL for (int j = 0; j < 8; j++) {
            sum[i][j] = fma(left[i], right[j], sum[i][j]);
          }
        }
      }
    }
    if (more) {
      UNROLL for (int l = 0; l < LOADS_A; l++) {
        int e = item + l * GEMM_ITEMS;
        int along = TRANSPOSE_A ? (e % (TILE_M / 4)) * 4 : e / (TILE_K / 4);
        int deep = TRANSPOSE_A ? e / (TILE_M / 4) : (e % (TILE_K / 4)) * 4;
        UNROLL for (int i = 0; i < 4; i++) {
          tileA[buffer][TRANSPOSE_A ? deep : deep + i][TRANSPOSE_A ? along + i : along] =
              nextA[l][i];
        }
      }
      UNROLL for (int l = 0; l < LOADS_B; l++) {
        int e = item + l * GEMM_ITEMS;
        int along = TRANSPOSE_B ? e / (TILE_K / 4) : (e % (TILE_N / 4)) * 4;
        int deep = TRANSPOSE_B ? (e % (TILE_K / 4)) * 4 : e / (TILE_N / 4);
        UNROLL for (int i = 0; i < 4; i++) {
          tileB[buffer][TRANSPOSE_B ? deep + i : deep]
               [TRANSPOSE_B ? PLACE_B(along) : PLACE_B(along) + i] = nextB[l][i];
        }
      }
    }
    BARRIER;
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
#undef PLACE_B
#undef GEMM_NAME
#undef TRANSPOSE_A
#undef TRANSPOSE_B
