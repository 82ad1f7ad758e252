/* Softmax of rows, its losses, and sums of columns and of squares. */

/* Maximum of a row of logits and the sum of exp(logit - maximum). */
DEVICE void normaliser(GLOBAL const float* logits, int classes, float* maximum, float* sum) {
  float top = logits[0];
  for (int j = 1; j < classes; j++) {
    top = fmax(top, logits[j]);
  }
  float total = 0.0f;
  for (int j = 0; j < classes; j++) {
    total += exp(logits[j] - top);
  }
  *maximum = top;
  *sum = total;
}

KERNEL(256, 1)
void softmax(
    GLOBAL const float* logits, int stride, GLOBAL float* probabilities, int toStride, int rows,
    int classes) {
  int row = GROUP_X * 256 + LOCAL_X;
  if (row >= rows) {
    return;
  }
  GLOBAL const float* from = logits + (size_t)row * stride;
  GLOBAL float* to = probabilities + (size_t)row * toStride;
  float top, sum;
  normaliser(from, classes, &top, &sum);
  for (int j = 0; j < classes; j++) {
    to[j] = exp(from[j] - top) / sum;
  }
}

/* What sums[0] to sums[255] of a group come to, added in a fixed order; all items must call it. */
DEVICE float groupSum(LOCAL_POINTER float* sums, float mine) {
  int lane = LOCAL_X;
  sums[lane] = mine;
  BARRIER;
  for (int width = 128; width > 0; width >>= 1) {
    if (lane < width) {
      sums[lane] += sums[lane + width];
    }
    BARRIER;
  }
  return sums[0];
}

/*
 * Softmax cross-entropy: gradient[i, j] = scale w[i] (y[j] - [j == label]); partials[group] = the
 * group's share of scale * sum of -w ln y[label]. Work-item t of group g takes the rows
 * g * 256 + t + 256 * groups * r, so that the order of the sum depends on the number of rows alone.
 * gradient may be logits.
 */
KERNEL(256, 1)
void softmaxCrossEntropy(
    GLOBAL const float* logits, int stride, GLOBAL const int* RESTRICT labels,
    GLOBAL const float* RESTRICT weights, int first, float scale, GLOBAL float* gradient,
    int gradientStride, int rows, int classes, int groups, GLOBAL float* RESTRICT partials,
    GLOBAL const uint* RESTRICT words) {
  LOCAL float sums[256];
  int lane = LOCAL_X;
  float loss = 0.0f;
  int firstNow = first + SAMPLES_ON(words);
  float scaleNow = SCALE_NOW(words, scale);
  for (int row = GROUP_X * 256 + lane; row < rows; row += groups * 256) {
    GLOBAL const float* from = logits + (size_t)row * stride;
    GLOBAL float* to = gradient + (size_t)row * gradientStride;
    float top, sum;
    normaliser(from, classes, &top, &sum);
    int label = labels[firstNow + row];
    float weight = scaleNow * weights[firstNow + row];
    loss += weight * (top + log(sum) - from[label]);
    for (int j = 0; j < classes; j++) {
      to[j] = weight * (exp(from[j] - top) / sum - (j == label ? 1.0f : 0.0f));
    }
  }
  loss = groupSum(sums, loss);
  if (lane == 0) {
    partials[(size_t)GROUP_X * 4] = loss;
  }
}

/*
 * Makes gradient and loss of cross-entropy those of the focal loss -w (1 - p)^focus ln p (Lin et al.,
 * 2017, equation 4): with wrong = 1 - p the gradient's factor is wrong^focus - focus p
 * wrong^(focus - 1) ln p; partials[group] = the group's share of what the loss differs. A row's own
 * class is the one with a negative gradient. Rows as in softmaxCrossEntropy.
 */
KERNEL(256, 1)
void focalLoss(
    GLOBAL const float* RESTRICT logits, int stride, float focus, GLOBAL float* RESTRICT gradient,
    int gradientStride, int rows, int classes, int groups, GLOBAL float* RESTRICT partials) {
  LOCAL float sums[256];
  float loss = 0.0f;
  for (int row = GROUP_X * 256 + LOCAL_X; row < rows; row += groups * 256) {
    GLOBAL const float* from = logits + (size_t)row * stride;
    GLOBAL float* to = gradient + (size_t)row * gradientStride;
    int own = 0;
    for (int j = 1; j < classes; j++) {
      own = to[j] < to[own] ? j : own;
    }
    float top, sum;
    normaliser(from, classes, &top, &sum);
    float others = 0.0f;
    for (int j = 0; j < classes; j++) {
      others += j == own ? 0.0f : exp(from[j] - top);
    }
    float wrong = others / sum;
    float ofOwn = to[own];
    if (ofOwn < 0.0f && wrong > 0.0f) {
      float p = 1.0f - wrong;
      float logarithm;
      if (p < 0.5f) {
        logarithm = from[own] - top - log(sum);
        p = exp(logarithm);
      } else {
        logarithm = log1p(-wrong);
      }
      float power = pow(wrong, focus);
      float factor = power - focus * p * pow(wrong, focus - 1.0f) * logarithm;
      loss += -ofOwn / wrong * logarithm * (1.0f - power);
      for (int j = 0; j < classes; j++) {
        to[j] *= factor;
      }
    }
  }
  loss = groupSum(sums, loss);
  if (LOCAL_X == 0) {
    partials[(size_t)GROUP_X * 4] = loss;
  }
}

/*
 * partials[group] = the group's share of the sum of squares. Work-items take eight neighbouring
 * columns at a time, as element-wise kernels do.
 */
KERNEL(256, 1)
void squaredSum(
    GLOBAL const float* RESTRICT a, int stride, int rows, int columns, int groups,
    GLOBAL float* RESTRICT partials) {
  LOCAL float sums[256];
  uint perRow = (uint)(columns + 7) >> 3;
  uint all = (uint)rows * perRow;
  float sum = 0.0f;
  for (uint item = (uint)GROUP_X * 256u + (uint)LOCAL_X; item < all; item += (uint)groups * 256u) {
    int column = (int)(item % perRow) << 3;
    float v[8];
    load8(a + (size_t)(item / perRow) * stride, column, columns, v);
    UNROLL for (int i = 0; i < 8; i++) {
      sum = column + i < columns ? fma(v[i], v[i], sum) : sum;
    }
  }
  sum = groupSum(sums, sum);
  if (LOCAL_X == 0) {
    partials[(size_t)GROUP_X * 4] = sum;
  }
}

/*
 * partials[segment, :] = sum of the rows of a segment. A group takes 32 columns; its eight lines of
 * work-items take every eighth row and are added in order.
 */
KERNEL(32, 8)
void columnSums(
    GLOBAL const float* RESTRICT a, int stride, int rows, int columns, int rowsPerSegment,
    GLOBAL float* RESTRICT partials, int partialStride) {
  LOCAL float sums[8][32];
  int column = GROUP_X * 32 + LOCAL_X;
  int begin = GROUP_Y * rowsPerSegment;
  int end = begin + rowsPerSegment < rows ? begin + rowsPerSegment : rows;
  float sum = 0.0f;
  if (column < columns) {
    for (int row = begin + LOCAL_Y; row < end; row += 8) {
      sum += a[(size_t)row * stride + column];
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
