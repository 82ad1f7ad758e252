/* Gaussian units: out[i, j] = exp(-widths[j] (x[i, j] - centres[j])^2). */

KERNEL(256, 1)
void gaussian(
    GLOBAL const float* RESTRICT x, GLOBAL const float* RESTRICT centres,
    GLOBAL const float* RESTRICT widths, GLOBAL float* RESTRICT out, int stride, int rows,
    int columns) {
  ELEMENT_GROUP(rows, columns)
  size_t offset = (size_t)row * stride;
  float x8[8], c8[8], w8[8];
  load8(x + offset, column, columns, x8);
  load8(centres, column, columns, c8);
  load8(widths, column, columns, w8);
  UNROLL for (int i = 0; i < 8; i++) {
    float distance = x8[i] - c8[i];
    x8[i] = exp(-w8[i] * distance * distance);
  }
  store8(x8, out + offset, column, columns);
}

/*
 * With d = x - centre and e = gradient out: gradient = -2 width d e, and for each segment of rows
 * the sums of 2 width d e (of the centres) and of -d^2 e (of the widths). Lines and segments as in
 * columnSums.
 */
KERNEL(32, 8)
void gaussianGradient(
    GLOBAL const float* RESTRICT x, GLOBAL const float* RESTRICT centres,
    GLOBAL const float* RESTRICT widths, GLOBAL const float* RESTRICT out,
    GLOBAL float* RESTRICT gradient, int stride, int rows, int columns, int rowsPerSegment,
    GLOBAL float* RESTRICT centresPartials, GLOBAL float* RESTRICT widthsPartials) {
  LOCAL float sums[2][8][32];
  int column = GROUP_X * 32 + LOCAL_X;
  int begin = GROUP_Y * rowsPerSegment;
  int end = begin + rowsPerSegment < rows ? begin + rowsPerSegment : rows;
  float ofCentre = 0.0f, ofWidth = 0.0f;
  if (column < columns) {
    float centre = centres[column];
    float width = widths[column];
    for (int row = begin + LOCAL_Y; row < end; row += 8) {
      size_t at = (size_t)row * stride + column;
      float distance = x[at] - centre;
      float ofExponent = gradient[at] * out[at];
      float ofDistance = -2.0f * width * distance * ofExponent;
      ofCentre -= ofDistance;
      ofWidth -= distance * distance * ofExponent;
      gradient[at] = ofDistance;
    }
  }
  sums[0][LOCAL_Y][LOCAL_X] = ofCentre;
  sums[1][LOCAL_Y][LOCAL_X] = ofWidth;
  BARRIER;
  if (LOCAL_Y < 2 && column < columns) {
    float sum = sums[LOCAL_Y][0][LOCAL_X];
    for (int line = 1; line < 8; line++) {
      sum += sums[LOCAL_Y][line][LOCAL_X];
    }
    (LOCAL_Y == 0 ? centresPartials : widthsPartials)[(size_t)GROUP_Y * stride + column] = sum;
  }
}
