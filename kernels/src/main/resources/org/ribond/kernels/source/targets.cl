/* Losses with a target for each output. */

/*
 * Sigmoid cross-entropy, or half the squared error if squared, of outputs whose targets and weights
 * begin at row first: gradient = scale w (sigmoid(z) - y) or scale w (z - y); partials[group] = the
 * group's share of the loss. A target of weight 0 is missing and not read into a result. Work-items
 * take eight neighbouring columns at a time; all matrices have one stride. gradient may be outputs.
 */
KERNEL(256, 1)
void targetLoss(
    GLOBAL const float* outputs, GLOBAL const float* RESTRICT targets,
    GLOBAL const float* RESTRICT weights, int first, float scale, int squared,
    GLOBAL float* gradient, int stride, int rows, int columns, int groups,
    GLOBAL float* RESTRICT partials, GLOBAL const uint* RESTRICT words) {
  LOCAL float sums[256];
  uint perRow = (uint)(columns + 7) >> 3;
  uint all = (uint)rows * perRow;
  int firstNow = first + SAMPLES_ON(words);
  float scaleNow = SCALE_NOW(words, scale);
  float loss = 0.0f;
  for (uint item = (uint)GROUP_X * 256u + (uint)LOCAL_X; item < all; item += (uint)groups * 256u) {
    int row = (int)(item / perRow);
    int column = (int)(item % perRow) << 3;
    size_t at = (size_t)(firstNow + row) * stride;
    float z[8], y[8], w[8];
    load8(outputs + (size_t)row * stride, column, columns, z);
    load8(targets + at, column, columns, y);
    load8(weights + at, column, columns, w);
    UNROLL for (int i = 0; i < 8; i++) {
      if (column + i < columns) {
        float factor = scaleNow * w[i];
        float difference = 0.0f;
        if (w[i] != 0.0f) {
          if (squared) {
            difference = z[i] - y[i];
            loss = fma(0.5f * factor * difference, difference, loss);
          } else {
            /* ln(1 + exp(z)) - y z, without overflow. */
            float over = z[i] > 0.0f ? z[i] : 0.0f;
            loss = fma(factor, over - y[i] * z[i] + log1p(exp(-fabs(z[i]))), loss);
            difference = sigmoid(z[i]) - y[i];
          }
        }
        z[i] = factor * difference;
      }
    }
    store8(z, gradient + (size_t)row * stride, column, columns);
  }
  loss = groupSum(sums, loss);
  if (LOCAL_X == 0) {
    partials[(size_t)GROUP_X * 4] = loss;
  }
}
