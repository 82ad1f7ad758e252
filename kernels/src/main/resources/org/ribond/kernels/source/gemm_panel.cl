/*
 * General matrix product for OpenCL devices that are CPUs, where local memory and barriers cost and
 * vector registers are what counts. op(B) is first copied into panels of PANEL columns, two vectors
 * wide, each k x PANEL dense and padded with zeros, so that the inner loop reads it in one stream.
 * The build names PANEL_VECTOR, the floats of a vector: 4, 8 or 16. A work-item's sums fill most of
 * the vector registers: 24 of 32 where vectors are wide, 12 of 16 elsewhere.
 */
#if PANEL_VECTOR == 16
typedef float16 Vector;
#define LOAD_VECTOR vload16
#define STORE_VECTOR vstore16
#define PANEL_ROWS 12
#elif PANEL_VECTOR == 8
typedef float8 Vector;
#define LOAD_VECTOR vload8
#define STORE_VECTOR vstore8
#define PANEL_ROWS 6
#else
typedef float4 Vector;
#define LOAD_VECTOR vload4
#define STORE_VECTOR vstore4
#define PANEL_ROWS 6
#endif
#define PANEL (2 * PANEL_VECTOR)

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
  int firstRow0 = GROUP_Y * PANEL_ROWS;
  GLOBAL const float* panel = panels + (size_t)GROUP_X * k * PANEL;
  GLOBAL const float* left[PANEL_ROWS];
  Vector low[PANEL_ROWS], high[PANEL_ROWS];
  UNROLL for (int i = 0; i < PANEL_ROWS; i++) {
    int row = firstRow0 + i < m ? firstRow0 + i : m - 1;
    left[i] = a + (size_t)row * rowStep;
    low[i] = (Vector)(0.0f);
    high[i] = (Vector)(0.0f);
  }
  for (int deep = 0; deep < k; deep++) {
    Vector right0 = LOAD_VECTOR(0, panel + (size_t)deep * PANEL);
    Vector right1 = LOAD_VECTOR(1, panel + (size_t)deep * PANEL);
    UNROLL for (int i = 0; i < PANEL_ROWS; i++) {
      Vector value = (Vector)(left[i][(size_t)deep * deepStep]);
      low[i] = fma(value, right0, low[i]);
      high[i] = fma(value, right1, high[i]);
    }
  }
  float z[PANEL_ROWS * PANEL];
  UNROLL for (int i = 0; i < PANEL_ROWS; i++) {
    STORE_VECTOR(low[i], 2 * i, z);
    STORE_VECTOR(high[i], 2 * i + 1, z);
  }
  for (int i = 0; i < PANEL_ROWS && firstRow0 + i < m; i++) {
    int row = firstRow0 + i;
    GLOBAL float* to = c + (size_t)row * ldc;
    for (int j = 0; j < PANEL; j += 8) {
      int column = GROUP_X * PANEL + j;
      if (column < n) {
        float* finished = z + i * PANEL + j;
        if (accumulate) {
          float old[8];
          load8(to, column, n, old);
          UNROLL for (int l = 0; l < 8; l++) {
            finished[l] += old[l];
          }
        }
        finish8(finished, row, column, n, EPILOGUE_ARGUMENTS);
        store8(finished, to, column, n);
      }
    }
  }
}
