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
    GLOBAL uint* words, uint steps, uint samples, float scale, float rate, float correction) {
  if (LOCAL_X == 0) {
    words[0] = steps;
    words[1] = samples;
    words[2] = FLOAT_TO_BITS(scale);
    words[3] = FLOAT_TO_BITS(rate);
    words[4] = FLOAT_TO_BITS(correction);
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

/* One step of Adam (Kingma and Ba, 2015, algorithm 1) on matrices of one shape and stride. */
KERNEL(256, 1)
void adam(
    GLOBAL float* RESTRICT weights, GLOBAL const float* RESTRICT gradient, GLOBAL float* RESTRICT m,
    GLOBAL float* RESTRICT v, int stride, int rows, int columns, float correctedRate, float beta1,
    float beta2, float epsilon, float secondCorrection, float l2, float decay,
    GLOBAL const uint* RESTRICT words) {
  ELEMENT_GROUP(rows, columns)
  size_t offset = (size_t)row * stride;
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
    w8[i] -= update + decay * w8[i];
  }
  store8(m8, m + offset, column, columns);
  store8(v8, v + offset, column, columns);
  store8(w8, weights + offset, column, columns);
}
