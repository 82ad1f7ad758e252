/*
 * Attention among the tokens of a block. Either each row of a matrix is a block whose columns are
 * its tokens of equal width, or all rows are one block and each row is a token: token t of block b
 * begins at b * blockStride + t * tokenStride. A line is a token that looks; the tables of scores,
 * weights and slopes have a line of `tokens` floats for each, without padding.
 *
 * Forward: raw score q.k, weights w = softmax(scale q.k), out = sum of w v. Backward, with g the
 * gradient of out: slope s_k = w_k (g.v_k - sum of w g.v); dv_k += w_k g; dq += scale s_k k; dk_k +=
 * scale s_k q. Among rows, scale = 1 / (|mean q|^2 + |mean k|^2), whose gradient d = sum of s q.k adds
 * -d scale^2 2 / tokens times the means. Per block 2 to 5 products of tokens x tokens x width, each
 * element by a work-item of its own, so that no sum is shared.
 */
#define FACTOR_SCALE 0
#define FACTOR_OF_MEANS 1
#define FACTOR_FIRST_MEAN 4

/* table[line, seen] = dot product of a's token and b's seen token. */
KERNEL(256, 1)
void attentionDots(
    GLOBAL const float* RESTRICT a, GLOBAL const float* RESTRICT b, int blockStride,
    int tokenStride, int tokens, int width, int lines, GLOBAL float* RESTRICT table) {
  size_t item = (size_t)GROUP_X * 256 + LOCAL_X;
  if (item >= (size_t)lines * tokens) {
    return;
  }
  int line = (int)(item / (size_t)tokens);
  int seen = (int)(item % (size_t)tokens);
  size_t block = (size_t)(line / tokens) * blockStride;
  GLOBAL const float* left = a + block + (size_t)(line % tokens) * tokenStride;
  GLOBAL const float* right = b + block + (size_t)seen * tokenStride;
  float sum = 0.0f;
  for (int j = 0; j < width; j++) {
    sum = fma(left[j], right[j], sum);
  }
  table[item] = sum;
}

/* weights = softmax of each line of scale * scores; the scale of factors takes the place of 0. */
KERNEL(256, 1)
void attentionWeights(
    GLOBAL const float* scores, int tokens, int lines, float scale,
    GLOBAL const float* RESTRICT factors, GLOBAL float* weights) {
  int line = GROUP_X * 256 + LOCAL_X;
  if (line >= lines) {
    return;
  }
  GLOBAL const float* from = scores + (size_t)line * tokens;
  GLOBAL float* to = weights + (size_t)line * tokens;
  float factor = scale != 0.0f ? scale : factors[FACTOR_SCALE];
  float top = from[0];
  for (int k = 1; k < tokens; k++) {
    top = fmax(top, from[k]);
  }
  float sum = 0.0f;
  for (int k = 0; k < tokens; k++) {
    float power = exp(factor * (from[k] - top));
    to[k] = power;
    sum += power;
  }
  for (int k = 0; k < tokens; k++) {
    to[k] /= sum;
  }
}

/* slopes, given g.v, become the gradients of scaled scores; shares[line] = sum of slope * score. */
KERNEL(256, 1)
void attentionSlopes(
    GLOBAL const float* RESTRICT scores, GLOBAL const float* RESTRICT weights, int tokens,
    int lines, GLOBAL float* RESTRICT slopes, GLOBAL float* RESTRICT shares) {
  int line = GROUP_X * 256 + LOCAL_X;
  if (line >= lines) {
    return;
  }
  size_t at = (size_t)line * tokens;
  float mean = 0.0f;
  for (int k = 0; k < tokens; k++) {
    mean = fma(weights[at + k], slopes[at + k], mean);
  }
  float share = 0.0f;
  for (int k = 0; k < tokens; k++) {
    float slope = weights[at + k] * (slopes[at + k] - mean);
    slopes[at + k] = slope;
    share = fma(slope, scores[at + k], share);
  }
  shares[line] = share;
}

/*
 * to's token = scale * sum over the block's others of table[token, other] from[other], or of
 * table[other, token] if transposed; the scale of factors takes the place of 0. With a firstMean,
 * the place of a mean in factors, that mean is added, times the factor of means.
 */
KERNEL(256, 1)
void attentionMix(
    GLOBAL const float* RESTRICT table, int transposed, GLOBAL const float* RESTRICT from,
    GLOBAL float* RESTRICT to, int stride, int rows, int columns, int acrossRows, int tokens,
    int width, float scale, GLOBAL const float* RESTRICT factors, int firstMean) {
  size_t item = (size_t)GROUP_X * 256 + LOCAL_X;
  if (item >= (size_t)rows * columns) {
    return;
  }
  int row = (int)(item / (size_t)columns);
  int column = (int)(item % (size_t)columns);
  int token = acrossRows ? row : column / width;
  int within = acrossRows ? column : column % width;
  size_t block = acrossRows ? 0 : (size_t)row;
  size_t tokenStride = acrossRows ? (size_t)stride : (size_t)width;
  GLOBAL const float* values = from + block * stride + within;
  size_t step = transposed ? (size_t)tokens : 1;
  GLOBAL const float* shares =
      table + block * tokens * tokens + (size_t)token * (transposed ? 1 : tokens);
  float sum = 0.0f;
  for (int other = 0; other < tokens; other++) {
    sum = fma(shares[other * step], values[other * tokenStride], sum);
  }
  sum *= scale != 0.0f ? scale : factors[FACTOR_SCALE];
  if (firstMean != 0) {
    sum = fma(factors[FACTOR_OF_MEANS], factors[firstMean + column], sum);
  }
  to[(size_t)row * stride + column] = sum;
}

/* The scale among rows, and before it what it is made of: the means of q, then those of k. */
KERNEL(256, 1)
void attentionScale(
    GLOBAL const float* RESTRICT q, GLOBAL const float* RESTRICT k, int stride, int rows,
    int columns, GLOBAL float* RESTRICT factors) {
  LOCAL float sums[256];
  float squares = 0.0f;
  for (int i = LOCAL_X; i < 2 * columns; i += 256) {
    GLOBAL const float* from = i < columns ? q + i : k + i - columns;
    float sum = 0.0f;
    for (int row = 0; row < rows; row++) {
      sum += from[(size_t)row * stride];
    }
    float mean = sum / (float)rows;
    factors[FACTOR_FIRST_MEAN + i] = mean;
    squares = fma(mean, mean, squares);
  }
  squares = groupSum(sums, squares);
  if (LOCAL_X == 0) {
    factors[FACTOR_SCALE] = 1.0f / fmax(squares, 1.17549435e-38f);
  }
}

/* The factor by which the means enter their gradients, from the shares of all lines. */
KERNEL(256, 1)
void attentionScaleGradient(
    GLOBAL const float* RESTRICT shares, int lines, GLOBAL float* RESTRICT factors) {
  LOCAL float sums[256];
  float sum = 0.0f;
  for (int line = LOCAL_X; line < lines; line += 256) {
    sum += shares[line];
  }
  sum = groupSum(sums, sum);
  if (LOCAL_X == 0) {
    float scale = factors[FACTOR_SCALE];
    factors[FACTOR_OF_MEANS] = -2.0f * (sum * scale) * scale / (float)lines;
  }
}
