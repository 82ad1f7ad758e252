/* Normalisation of rows and of columns. */

/* What 32 items of a line have in all, added in a fixed order; all items of a group must call it. */
DEVICE float lineSum(LOCAL_POINTER float* sums, float mine) {
  LOCAL_POINTER float* line = sums + LOCAL_Y * 32;
  line[LOCAL_X] = mine;
  BARRIER;
  for (int width = 16; width > 0; width >>= 1) {
    if (LOCAL_X < width) {
      line[LOCAL_X] += line[LOCAL_X + width];
    }
    BARRIER;
  }
  float sum = line[0];
  BARRIER;
  return sum;
}

/* Mean of a line's row, and one over the root of its variance and epsilon. */
DEVICE void rowMoments(
    GLOBAL const float* row, int n, float epsilon, LOCAL_POINTER float* sums, float* mean,
    float* factor) {
  float sum = 0.0f;
  for (int j = LOCAL_X; j < n; j += 32) {
    sum += row[j];
  }
  *mean = lineSum(sums, sum) / (float)n;
  float squares = 0.0f;
  for (int j = LOCAL_X; j < n; j += 32) {
    float distance = row[j] - *mean;
    squares = fma(distance, distance, squares);
  }
  *factor = 1.0f / sqrt(lineSum(sums, squares) / (float)n + epsilon);
}

/* out = gain (x - mean) / sqrt(variance + epsilon) + shift: a line takes a row. */
KERNEL(32, 8)
void normaliseRows(
    GLOBAL const float* RESTRICT x, GLOBAL const float* RESTRICT gain,
    GLOBAL const float* RESTRICT shift, float epsilon, GLOBAL float* RESTRICT out, int stride,
    int rows, int columns) {
  LOCAL float sums[8 * 32];
  int row = GROUP_X * 8 + LOCAL_Y;
  /* Lines past the end do the last row again, for barriers want them all. */
  size_t at = (size_t)(row < rows ? row : rows - 1) * stride;
  float mean, factor;
  rowMoments(x + at, columns, epsilon, sums, &mean, &factor);
  if (row < rows) {
    for (int j = LOCAL_X; j < columns; j += 32) {
      out[at + j] = fma(gain[j] * factor, x[at + j] - mean, shift[j]);
    }
  }
}

/*
 * What the gradient of a row needs, four numbers for each: mean, factor, and with y the normalised
 * row and g the gradient of y, the means of g and of g y.
 */
KERNEL(32, 8)
void rowStatistics(
    GLOBAL const float* RESTRICT x, GLOBAL const float* RESTRICT gain, float epsilon,
    GLOBAL const float* RESTRICT gradient, int stride, int rows, int columns,
    GLOBAL float* RESTRICT statistics) {
  LOCAL float sums[8 * 32];
  int row = GROUP_X * 8 + LOCAL_Y;
  size_t at = (size_t)(row < rows ? row : rows - 1) * stride;
  float mean, factor;
  rowMoments(x + at, columns, epsilon, sums, &mean, &factor);
  float sum = 0.0f, products = 0.0f;
  for (int j = LOCAL_X; j < columns; j += 32) {
    float g = gradient[at + j] * gain[j];
    sum += g;
    products = fma(g, (x[at + j] - mean) * factor, products);
  }
  sum = lineSum(sums, sum);
  products = lineSum(sums, products);
  if (LOCAL_X == 0 && row < rows) {
    GLOBAL float* to = statistics + (size_t)row * 4;
    to[0] = mean;
    to[1] = factor;
    to[2] = sum / (float)columns;
    to[3] = products / (float)columns;
  }
}

/* Two sums of each of 32 columns, from those of eight lines; all items of a group must call it. */
DEVICE void storeSums(
    LOCAL_POINTER float* sums, float first, float second, int column, int columns, size_t at,
    GLOBAL float* firsts, GLOBAL float* seconds) {
  sums[LOCAL_Y * 32 + LOCAL_X] = first;
  sums[256 + LOCAL_Y * 32 + LOCAL_X] = second;
  BARRIER;
  if (LOCAL_Y < 2 && column < columns) {
    LOCAL_POINTER const float* mine = sums + 256 * LOCAL_Y + LOCAL_X;
    float sum = mine[0];
    for (int line = 1; line < 8; line++) {
      sum += mine[line * 32];
    }
    (LOCAL_Y == 0 ? firsts : seconds)[at + column] = sum;
  }
}

/*
 * gradient = factor (g - mean(g) - y mean(g y)), and for each segment of rows the sums of gradient y
 * (of the gain) and of the gradient (of the shift). Lines and segments as in columnSums.
 */
KERNEL(32, 8)
void normaliseRowsGradient(
    GLOBAL const float* RESTRICT x, GLOBAL const float* RESTRICT gain,
    GLOBAL const float* RESTRICT statistics, GLOBAL float* RESTRICT gradient, int stride, int rows,
    int columns, int rowsPerSegment, GLOBAL float* RESTRICT gainPartials,
    GLOBAL float* RESTRICT shiftPartials) {
  LOCAL float sums[2 * 8 * 32];
  int column = GROUP_X * 32 + LOCAL_X;
  int begin = GROUP_Y * rowsPerSegment;
  int end = begin + rowsPerSegment < rows ? begin + rowsPerSegment : rows;
  float ofGain = 0.0f, ofShift = 0.0f;
  if (column < columns) {
    float gainHere = gain[column];
    for (int row = begin + LOCAL_Y; row < end; row += 8) {
      size_t at = (size_t)row * stride + column;
      float statistic[4];
      load4(statistics + (size_t)row * 4, statistic);
      float y = (x[at] - statistic[0]) * statistic[1];
      float g = gradient[at];
      ofGain = fma(g, y, ofGain);
      ofShift += g;
      gradient[at] = statistic[1] * (g * gainHere - statistic[2] - y * statistic[3]);
    }
  }
  storeSums(
      sums, ofGain, ofShift, column, columns, (size_t)GROUP_Y * stride, gainPartials,
      shiftPartials);
}

/* partials[segment, :] = sum of squared distances from the means. As columnSums. */
KERNEL(32, 8)
void columnSquares(
    GLOBAL const float* RESTRICT a, int stride, int rows, int columns, int rowsPerSegment,
    GLOBAL const float* RESTRICT means, GLOBAL float* RESTRICT partials, int partialStride) {
  LOCAL float sums[8][32];
  int column = GROUP_X * 32 + LOCAL_X;
  int begin = GROUP_Y * rowsPerSegment;
  int end = begin + rowsPerSegment < rows ? begin + rowsPerSegment : rows;
  float sum = 0.0f;
  if (column < columns) {
    float mean = means[column];
    for (int row = begin + LOCAL_Y; row < end; row += 8) {
      float distance = a[(size_t)row * stride + column] - mean;
      sum = fma(distance, distance, sum);
    }
  }
  sums[LOCAL_Y][LOCAL_X] = sum;
  BARRIER;
  if (LOCAL_Y == 0 && column < columns) {
    for (int line = 1; line < 8; line++) {
      sum += sums[line][LOCAL_X];
    }
    partials[(size_t)GROUP_Y * partialStride + column] = sum;
  }
}

/* to[line, :] = sum over count partials, in order, divided by a number of rows. */
KERNEL(256, 1)
void averagePartials(
    GLOBAL const float* RESTRICT partials, int partialStride, int count, int rows, int line,
    GLOBAL float* RESTRICT to, int stride, int columns) {
  int column = GROUP_X * 256 + LOCAL_X;
  if (column >= columns) {
    return;
  }
  float sum = 0.0f;
  for (int s = 0; s < count; s++) {
    sum += partials[(size_t)s * partialStride + column];
  }
  to[(size_t)line * stride + column] = sum / (float)rows;
}

/* out = gain (x - moments[0]) / sqrt(moments[1] + epsilon) + shift. */
KERNEL(256, 1)
void normaliseColumns(
    GLOBAL const float* RESTRICT x, GLOBAL const float* RESTRICT moments,
    GLOBAL const float* RESTRICT gain, GLOBAL const float* RESTRICT shift, float epsilon,
    GLOBAL float* RESTRICT out, int stride, int rows, int columns) {
  ELEMENT_GROUP(rows, columns)
  size_t offset = (size_t)row * stride;
  float x8[8], mean[8], variance[8], gain8[8], shift8[8];
  load8(x + offset, column, columns, x8);
  load8(moments, column, columns, mean);
  load8(moments + stride, column, columns, variance);
  load8(gain, column, columns, gain8);
  load8(shift, column, columns, shift8);
  UNROLL for (int i = 0; i < 8; i++) {
    float factor = 1.0f / sqrt(variance[i] + epsilon);
    x8[i] = fma(gain8[i] * factor, x8[i] - mean[i], shift8[i]);
  }
  store8(x8, out + offset, column, columns);
}

/* For each segment of rows the sums of gradient y and of the gradient. As columnSums. */
KERNEL(32, 8)
void columnStatistics(
    GLOBAL const float* RESTRICT x, GLOBAL const float* RESTRICT moments, float epsilon,
    GLOBAL const float* RESTRICT gradient, int stride, int rows, int columns, int rowsPerSegment,
    GLOBAL float* RESTRICT gainPartials, GLOBAL float* RESTRICT shiftPartials) {
  LOCAL float sums[2 * 8 * 32];
  int column = GROUP_X * 32 + LOCAL_X;
  int begin = GROUP_Y * rowsPerSegment;
  int end = begin + rowsPerSegment < rows ? begin + rowsPerSegment : rows;
  float ofGain = 0.0f, ofShift = 0.0f;
  if (column < columns) {
    float mean = moments[column];
    float factor = 1.0f / sqrt(moments[stride + column] + epsilon);
    for (int row = begin + LOCAL_Y; row < end; row += 8) {
      size_t at = (size_t)row * stride + column;
      float g = gradient[at];
      ofGain = fma(g, (x[at] - mean) * factor, ofGain);
      ofShift += g;
    }
  }
  storeSums(
      sums, ofGain, ofShift, column, columns, (size_t)GROUP_Y * stride, gainPartials,
      shiftPartials);
}

/* gradient = factor gain (gradient - y averages[0] - averages[1]), averages of the sums before. */
KERNEL(256, 1)
void normaliseColumnsGradient(
    GLOBAL const float* RESTRICT x, GLOBAL const float* RESTRICT moments,
    GLOBAL const float* RESTRICT gain, float epsilon, GLOBAL const float* RESTRICT averages,
    GLOBAL float* RESTRICT gradient, int stride, int rows, int columns) {
  ELEMENT_GROUP(rows, columns)
  size_t offset = (size_t)row * stride;
  float x8[8], mean[8], variance[8], gain8[8], ofGain[8], ofShift[8], g[8];
  load8(x + offset, column, columns, x8);
  load8(moments, column, columns, mean);
  load8(moments + stride, column, columns, variance);
  load8(gain, column, columns, gain8);
  load8(averages, column, columns, ofGain);
  load8(averages + stride, column, columns, ofShift);
  load8(gradient + offset, column, columns, g);
  UNROLL for (int i = 0; i < 8; i++) {
    float factor = 1.0f / sqrt(variance[i] + epsilon);
    float y = (x8[i] - mean[i]) * factor;
    g[i] = factor * gain8[i] * (g[i] - ofShift[i] - y * ofGain[i]);
  }
  store8(g, gradient + offset, column, columns);
}
