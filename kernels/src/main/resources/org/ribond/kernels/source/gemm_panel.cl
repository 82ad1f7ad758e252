/*
 * General matrix product for OpenCL devices that are CPUs, where local memory and barriers cost and
 * vector registers are what counts. op(B) is first copied into panels of PANEL columns, each k x
 * PANEL dense and padded with zeros, so that the inner loop reads it in one stream.
 */
#define PANEL 32
#define PANEL_ROWS 6

KERNEL(PANEL, 1)
void packPanels(
    GLOBAL const float* RESTRICT b, int ldb, int transposeB, int n, int k,
    GLOBAL float* RESTRICT panels) {
  int column = GROUP_X * PANEL + LOCAL_X;
  for (int deep = GROUP_Y * 64; deep < k && deep < GROUP_Y * 64 + 64; deep++) {
    float value = 0.0f;
    if (column < n) {
      value = transposeB ? b[(size_t)column * ldb + deep] : b[(size_t)deep * ldb + column];
    }
    panels[((size_t)GROUP_X * k + deep) * PANEL + LOCAL_X] = value;
  }
}

/* C = epilogue([C +] op(A) op(B)): a work-item takes PANEL_ROWS rows of one panel. */
KERNEL(1, 1)
void gemmPanel(
    GLOBAL const float* RESTRICT a, int rowStep, int deepStep, GLOBAL const float* RESTRICT panels,
    GLOBAL float* RESTRICT c, int ldc, int m, int n, int k, int accumulate, EPILOGUE_PARAMETERS) {
  int firstRow0 = GROUP_X * PANEL_ROWS;
  GLOBAL const float* panel = panels + (size_t)GROUP_Y * k * PANEL;
  GLOBAL const float* left[PANEL_ROWS];
  float16 low[PANEL_ROWS], high[PANEL_ROWS];
  UNROLL for (int i = 0; i < PANEL_ROWS; i++) {
    int row = firstRow0 + i < m ? firstRow0 + i : m - 1;
    left[i] = a + (size_t)row * rowStep;
    low[i] = (float16)(0.0f);
    high[i] = (float16)(0.0f);
  }
  for (int deep = 0; deep < k; deep++) {
    float16 right0 = vload16(0, panel + (size_t)deep * PANEL);
    float16 right1 = vload16(1, panel + (size_t)deep * PANEL);
    UNROLL for (int i = 0; i < PANEL_ROWS; i++) {
      float16 value = (float16)(left[i][(size_t)deep * deepStep]);
      low[i] = fma(value, right0, low[i]);
      high[i] = fma(value, right1, high[i]);
    }
  }
  UNROLL for (int i = 0; i < PANEL_ROWS; i++) {
    int row = firstRow0 + i;
    if (row < m) {
      GLOBAL float* to = c + (size_t)row * ldc;
      float z[PANEL];
      vstore16(low[i], 0, z);
      vstore16(high[i], 1, z);
      for (int j = 0; j < PANEL; j += 8) {
        int column = GROUP_Y * PANEL + j;
        if (column < n) {
          if (accumulate) {
            float old[8];
            load8(to, column, n, old);
            for (int l = 0; l < 8; l++) {
              z[j + l] += old[l];
            }
          }
          finish8(z + j, row, column, n, EPILOGUE_ARGUMENTS);
          store8(z + j, to, column, n);
        }
      }
    }
  }
}
