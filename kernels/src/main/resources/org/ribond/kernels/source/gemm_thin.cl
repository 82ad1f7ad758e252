/*
 * Products with at most four columns, such as the last layer: bound by reading A once. Rows of a
 * matrix of at most four columns are four floats apart.
 */

/* C = epilogue([C +] A op(B)): a group of eight lines of 32 work-items takes eight rows. */
KERNEL(32, 8)
void gemmThin(
    GLOBAL const float* RESTRICT a, int lda, GLOBAL const float* RESTRICT b, int ldb,
    int transposeB, GLOBAL float* RESTRICT c, int ldc, int m, int n, int k, int accumulate,
    EPILOGUE_PARAMETERS) {
  LOCAL float sums[8][32][4] FOUR_ALIGNED;
  int row = GROUP_X * 8 + LOCAL_Y;
  float sum[4] = {0.0f, 0.0f, 0.0f, 0.0f};
  if (row < m) {
    GLOBAL const float* left = a + (size_t)row * lda;
    if (transposeB) {
      for (int i = LOCAL_X; i < k; i += 32) {
        float value = left[i];
        UNROLL for (int j = 0; j < 4; j++) {
          if (j < n) {
            sum[j] = fma(value, b[(size_t)j * ldb + i], sum[j]);
          }
        }
      }
    } else {
#ifdef __CUDACC__
#pragma unroll 4
#endif
      for (int i = LOCAL_X; i < k; i += 32) {
        float value = left[i];
        float4 right = *(GLOBAL const float4*)(b + (size_t)i * 4);
        sum[0] = fma(value, right.x, sum[0]);
        sum[1] = fma(value, right.y, sum[1]);
        sum[2] = fma(value, right.z, sum[2]);
        sum[3] = fma(value, right.w, sum[3]);
      }
    }
  }
  store4Local(sum, sums[LOCAL_Y][LOCAL_X]);
  BARRIER;
  for (int width = 16; width > 0; width >>= 1) {
    if (LOCAL_X < width) {
      float others[4];
      load4Local(sums[LOCAL_Y][LOCAL_X + width], others);
      UNROLL for (int j = 0; j < 4; j++) {
        sum[j] += others[j];
      }
      store4Local(sum, sums[LOCAL_Y][LOCAL_X]);
    }
    BARRIER;
  }
  if (LOCAL_X == 0 && row < m) {
    GLOBAL float* to = c + (size_t)row * ldc;
    float z[8];
    UNROLL for (int j = 0; j < 4; j++) {
      z[j] = sum[j];
      z[4 + j] = 0.0f;
    }
    if (accumulate) {
      for (int j = 0; j < n; j++) {
        z[j] += to[j];
      }
    }
    finish8(z, row, 0, n, EPILOGUE_ARGUMENTS);
    store4(z, to, n);
  }
}

/*
 * partials[segment, i, :] = sum over the segment's k of a[k, i] op(b)[k, :]: a group takes 32
 * columns of A; its eight lines take every eighth k and are added in order.
 */
KERNEL(32, 8)
void gemmThinTransposed(
    GLOBAL const float* RESTRICT a, int lda, GLOBAL const float* RESTRICT b, int ldb,
    int transposeB, int m, int n, int k, int kPerSegment, GLOBAL float* RESTRICT partials) {
  LOCAL float sums[8][32][4] FOUR_ALIGNED;
  int i = GROUP_X * 32 + LOCAL_X;
  int begin = GROUP_Y * kPerSegment;
  int end = begin + kPerSegment < k ? begin + kPerSegment : k;
  float sum[4] = {0.0f, 0.0f, 0.0f, 0.0f};
  if (i < m) {
#ifdef __CUDACC__
#pragma unroll 4
#endif
    for (int deep = begin + LOCAL_Y; deep < end; deep += 8) {
      float left = a[(size_t)deep * lda + i];
      UNROLL for (int j = 0; j < 4; j++) {
        if (j < n) {
          float right = transposeB ? b[(size_t)j * ldb + deep] : b[(size_t)deep * ldb + j];
          sum[j] = fma(left, right, sum[j]);
        }
      }
    }
  }
  store4Local(sum, sums[LOCAL_Y][LOCAL_X]);
  BARRIER;
  if (LOCAL_Y == 0 && i < m) {
    for (int line = 1; line < 8; line++) {
      float others[4];
      load4Local(sums[line][LOCAL_X], others);
      UNROLL for (int j = 0; j < 4; j++) {
        sum[j] += others[j];
      }
    }
    store4(sum, partials + ((size_t)GROUP_Y * m + i) * 4, n);
  }
}
