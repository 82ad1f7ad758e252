/*
 * Kernels that touch each element once; all are bound by memory. One work-item takes eight
 * neighbouring columns of a row (a "group"), because that is what one Philox block serves. Strides
 * are in floats and multiples of four; padding between columns and stride is neither read into a
 * result nor written.
 */

/* The element group of this work-item; returns from the kernel if there is none. */
#define ELEMENT_GROUP(rows, columns)                    \
  int groups = ((columns) + 7) >> 3;                    \
  uint item = (uint)GROUP_X * 256u + (uint)LOCAL_X;     \
  if (item >= (uint)(rows) * (uint)groups) return;      \
  int row = (int)(item / (uint)groups);                 \
  int column = (int)(item % (uint)groups) << 3;

/* Sets what replayed kernels read, see epilogue.cl. */
KERNEL(32, 1)
void setWords(
    GLOBAL uint* words, uint steps, uint samples, float scale, float correctedRate,
    float correction, float learningRate) {
  if (LOCAL_X == 0) {
    words[0] = steps;
    words[1] = samples;
    words[2] = FLOAT_TO_BITS(scale);
    words[3] = FLOAT_TO_BITS(correctedRate);
    words[4] = FLOAT_TO_BITS(correction);
    words[5] = FLOAT_TO_BITS(learningRate);
  }
}

KERNEL(256, 1) void fill(GLOBAL float* to, int stride, int rows, int columns, float value) {
  ELEMENT_GROUP(rows, columns)
  float v[8];
  UNROLL for (int i = 0; i < 8; i++) {
    v[i] = value;
  }
  store8(v, to + (size_t)row * stride, column, columns);
}

KERNEL(256, 1)
void copyMatrix(
    GLOBAL const float* RESTRICT from, int fromStride, GLOBAL float* RESTRICT to, int stride,
    int rows, int columns) {
  ELEMENT_GROUP(rows, columns)
  float v[8];
  load8(from + (size_t)row * fromStride, column, columns, v);
  store8(v, to + (size_t)row * stride, column, columns);
}

/* to += from; the two may be one. */
KERNEL(256, 1)
void addTo(GLOBAL const float* from, GLOBAL float* to, int stride, int rows, int columns) {
  ELEMENT_GROUP(rows, columns)
  size_t offset = (size_t)row * stride;
  float v[8], sum[8];
  load8(from + offset, column, columns, v);
  load8(to + offset, column, columns, sum);
  UNROLL for (int i = 0; i < 8; i++) {
    sum[i] += v[i];
  }
  store8(sum, to + offset, column, columns);
}

/* out = [out +] a b, element by element. */
KERNEL(256, 1)
void multiplyElements(
    GLOBAL const float* a, GLOBAL const float* b, int accumulate, GLOBAL float* RESTRICT out,
    int stride, int rows, int columns) {
  ELEMENT_GROUP(rows, columns)
  size_t offset = (size_t)row * stride;
  float left[8], right[8], sum[8];
  load8(a + offset, column, columns, left);
  load8(b + offset, column, columns, right);
  UNROLL for (int i = 0; i < 8; i++) {
    sum[i] = 0.0f;
  }
  if (accumulate) {
    load8(out + offset, column, columns, sum);
  }
  UNROLL for (int i = 0; i < 8; i++) {
    sum[i] = fma(left[i], right[i], sum[i]);
  }
  store8(sum, out + offset, column, columns);
}

DEVICE void scale8(GLOBAL float* row, int column, int columns, float factor) {
  float v[8];
  load8(row, column, columns, v);
  UNROLL for (int i = 0; i < 8; i++) {
    v[i] *= factor;
  }
  store8(v, row, column, columns);
}

KERNEL(256, 1)
void scaleElements(GLOBAL float* to, int stride, int rows, int columns, float factor) {
  ELEMENT_GROUP(rows, columns)
  scale8(to + (size_t)row * stride, column, columns, factor);
}

/* Scales part of a gradient whose norm is the root of squares[0] down to a norm, if it is above. */
KERNEL(256, 1)
void scaleToNorm(
    GLOBAL float* to, int stride, int rows, int columns, float norm,
    GLOBAL const float* RESTRICT squares) {
  ELEMENT_GROUP(rows, columns)
  float length = sqrt(squares[0]);
  if (length > norm) {
    scale8(to + (size_t)row * stride, column, columns, norm / length);
  }
}

/* to[i, j] = factor from[rows[i], columns[j]]; chosen holds the rows, then the columns. */
KERNEL(256, 1)
void chooseElements(
    GLOBAL const int* RESTRICT chosen, GLOBAL const float* RESTRICT from, int fromStride,
    float factor, GLOBAL float* RESTRICT to, int stride, int rows, int columns) {
  size_t item = (size_t)GROUP_X * 256 + LOCAL_X;
  if (item >= (size_t)rows * columns) {
    return;
  }
  size_t row = item / (size_t)columns, column = item % (size_t)columns;
  to[row * stride + column] =
      factor * from[(size_t)chosen[row] * fromStride + chosen[rows + column]];
}

/* to[rows[i], columns[j]] += factor from[i, j]; rows and columns are from's. */
KERNEL(256, 1)
void addToChosen(
    GLOBAL const int* RESTRICT chosen, GLOBAL float* RESTRICT to, int stride, float factor,
    GLOBAL const float* RESTRICT from, int fromStride, int rows, int columns) {
  size_t item = (size_t)GROUP_X * 256 + LOCAL_X;
  if (item >= (size_t)rows * columns) {
    return;
  }
  size_t row = item / (size_t)columns, column = item % (size_t)columns;
  to[(size_t)chosen[row] * stride + chosen[rows + column]] += factor * from[row * fromStride + column];
}

/*
 * to[toRow + i, toColumn + j] = [that +] from[fromRow + i, fromColumn + j] of a block, whose columns
 * need not begin where four floats do.
 */
KERNEL(256, 1)
void copyBlock(
    GLOBAL const float* RESTRICT from, int fromStride, int fromRow, int fromColumn,
    GLOBAL float* RESTRICT to, int stride, int toRow, int toColumn, int accumulate, int rows,
    int columns) {
  ELEMENT_GROUP(rows, columns)
  GLOBAL const float* source = from + (size_t)(fromRow + row) * fromStride + fromColumn + column;
  GLOBAL float* target = to + (size_t)(toRow + row) * stride + toColumn + column;
  int count = columns - column < 8 ? columns - column : 8;
  for (int i = 0; i < count; i++) {
    target[i] = accumulate ? target[i] + source[i] : source[i];
  }
}

/* to = [to +] the elements of a matrix of fromColumns columns, row by row. */
KERNEL(256, 1)
void reshapeMatrix(
    GLOBAL const float* RESTRICT from, int fromStride, int fromColumns, GLOBAL float* RESTRICT to,
    int stride, int accumulate, int rows, int columns) {
  ELEMENT_GROUP(rows, columns)
  size_t element = (size_t)row * columns + column;
  size_t fromRow = element / (size_t)fromColumns;
  int fromColumn = (int)(element - fromRow * (size_t)fromColumns);
  GLOBAL const float* source = from + fromRow * fromStride;
  GLOBAL float* target = to + (size_t)row * stride + column;
  int count = columns - column < 8 ? columns - column : 8;
  for (int i = 0; i < count; i++) {
    target[i] = accumulate ? target[i] + source[fromColumn] : source[fromColumn];
    fromColumn++;
    if (fromColumn == fromColumns) {
      fromColumn = 0;
      source += fromStride;
    }
  }
}

/* to = epilogue((accumulate ? to : 0) + sum over s, in order, of partials[s, :, :]). */
KERNEL(256, 1)
void reducePartials(
    GLOBAL const float* RESTRICT partials, int partialStride, int count, int accumulate,
    GLOBAL float* RESTRICT to, int stride, int rows, int columns, EPILOGUE_PARAMETERS) {
  ELEMENT_GROUP(rows, columns)
  GLOBAL float* target = to + (size_t)row * stride;
  float sum[8], v[8];
  UNROLL for (int i = 0; i < 8; i++) {
    sum[i] = 0.0f;
  }
  for (int s = 0; s < count; s++) {
    load8(partials + ((size_t)s * rows + row) * partialStride, column, columns, v);
    UNROLL for (int i = 0; i < 8; i++) {
      sum[i] += v[i];
    }
  }
  if (accumulate) {
    load8(target, column, columns, v);
    UNROLL for (int i = 0; i < 8; i++) {
      sum[i] += v[i];
    }
  }
  finish8(sum, row, column, columns, EPILOGUE_ARGUMENTS);
  store8(sum, target, column, columns);
}

/* Row i: epilogue(p[(first + i) / m, :] + q[(first + i) % m, :]); first is residue * m + base. */
KERNEL(256, 1)
void pairSum(
    GLOBAL const float* RESTRICT p, int pStride, GLOBAL const float* RESTRICT q, int qStride,
    int firstResidue, int firstBase, int bases, GLOBAL float* RESTRICT to, int stride, int rows,
    int columns, EPILOGUE_PARAMETERS) {
  ELEMENT_GROUP(rows, columns)
  uint pair = (uint)firstBase + (uint)row;
  int residue = firstResidue + (int)(pair / (uint)bases);
  int base = (int)(pair % (uint)bases);
  float left[8], right[8];
  load8(p + (size_t)residue * pStride, column, columns, left);
  load8(q + (size_t)base * qStride, column, columns, right);
  UNROLL for (int i = 0; i < 8; i++) {
    left[i] += right[i];
  }
  finish8(left, row, column, columns, EPILOGUE_ARGUMENTS);
  store8(left, to + (size_t)row * stride, column, columns);
}

/* gradient *= mask * derivative(output / mask). */
KERNEL(256, 1)
void activationGradient(
    GLOBAL const float* RESTRICT output, int outputStride, GLOBAL float* RESTRICT gradient,
    int stride, int rows, int columns, int activation, DROPOUT_PARAMETERS) {
  ELEMENT_GROUP(rows, columns)
  GLOBAL float* target = gradient + (size_t)row * stride;
  float a[8], g[8], factors[8];
  load8(output + (size_t)row * outputStride, column, columns, a);
  load8(target, column, columns, g);
  if (threshold != 0) {
    dropFactors(row, column, DROPOUT_ARGUMENTS, factors);
    UNROLL for (int i = 0; i < 8; i++) {
      g[i] = factors[i] == 0.0f
          ? 0.0f
          : g[i] * (factors[i] * derivative(a[i] / keptScale, activation));
    }
  } else {
    UNROLL for (int i = 0; i < 8; i++) {
      g[i] *= derivative(a[i], activation);
    }
  }
  store8(g, target, column, columns);
}

/* gradient *= mask * slope(z). */
KERNEL(256, 1)
void slopeGradient(
    GLOBAL const float* RESTRICT z, GLOBAL float* RESTRICT gradient, int stride, int rows,
    int columns, int activation, DROPOUT_PARAMETERS) {
  ELEMENT_GROUP(rows, columns)
  size_t offset = (size_t)row * stride;
  float z8[8], g[8], factors[8];
  load8(z + offset, column, columns, z8);
  load8(gradient + offset, column, columns, g);
  UNROLL for (int i = 0; i < 8; i++) {
    factors[i] = 1.0f;
  }
  if (threshold != 0) {
    dropFactors(row, column, DROPOUT_ARGUMENTS, factors);
  }
  UNROLL for (int i = 0; i < 8; i++) {
    g[i] = factors[i] == 0.0f ? 0.0f : g[i] * (factors[i] * slope(z8[i], activation));
  }
  store8(g, gradient + offset, column, columns);
}

/* One step of Adam (Kingma and Ba, 2015, algorithm 1) on matrices of one shape and stride. */
KERNEL(256, 1)
void adam(
    GLOBAL float* RESTRICT weights, GLOBAL const float* RESTRICT gradient, GLOBAL float* RESTRICT m,
    GLOBAL float* RESTRICT v, int stride, int rows, int columns, float correctedRate, float beta1,
    float beta2, float epsilon, float secondCorrection, float l2, float learningRate, float decay,
    GLOBAL const uint* RESTRICT words) {
  ELEMENT_GROUP(rows, columns)
  size_t offset = (size_t)row * stride;
  float decayNow = LEARNING_RATE_NOW(words, learningRate) * decay;
  float rateNow = RATE_NOW(words, correctedRate);
  float correctionNow = CORRECTION_NOW(words, secondCorrection);
  float w8[8], g8[8], m8[8], v8[8];
  load8(weights + offset, column, columns, w8);
  load8(gradient + offset, column, columns, g8);
  load8(m + offset, column, columns, m8);
  load8(v + offset, column, columns, v8);
  UNROLL for (int i = 0; i < 8; i++) {
    float g = g8[i] + l2 * w8[i];
    m8[i] = beta1 * m8[i] + (1.0f - beta1) * g;
    v8[i] = beta2 * v8[i] + (1.0f - beta2) * g * g;
    float update = rateNow * m8[i] / (sqrt(v8[i] * correctionNow) + epsilon);
    w8[i] -= update + decayNow * w8[i];
  }
  store8(m8, m + offset, column, columns);
  store8(v8, v + offset, column, columns);
  store8(w8, weights + offset, column, columns);
}

/* One step of gradient descent with momentum (Polyak, 1964), on matrices of one shape and stride. */
KERNEL(256, 1)
void momentumStep(
    GLOBAL float* RESTRICT weights, GLOBAL const float* RESTRICT gradient,
    GLOBAL float* RESTRICT velocity, int stride, int rows, int columns, float learningRate,
    float momentum, float l2, float decay, GLOBAL const uint* RESTRICT words) {
  ELEMENT_GROUP(rows, columns)
  size_t offset = (size_t)row * stride;
  float rate = LEARNING_RATE_NOW(words, learningRate);
  float decayNow = rate * decay;
  float w8[8], g8[8], v8[8];
  load8(weights + offset, column, columns, w8);
  load8(gradient + offset, column, columns, g8);
  load8(velocity + offset, column, columns, v8);
  UNROLL for (int i = 0; i < 8; i++) {
    float g = g8[i] + l2 * w8[i];
    v8[i] = momentum * v8[i] - rate * g;
    w8[i] += v8[i] - decayNow * w8[i];
  }
  store8(v8, velocity + offset, column, columns);
  store8(w8, weights + offset, column, columns);
}
