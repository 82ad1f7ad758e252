/*
 * What a kernel does to each element before storing it: bias, activation, dropout; and what undoes
 * it on the way back. Dropout is drawn from Philox4x32-10 (Salmon et al., SC 2011): one block of
 * 128 bits gives the 16-bit numbers of eight neighbouring columns of a row.
 */
#define LINEAR 0
#define RELU 1
#define TANH 2
#define SIGMOID 3
#define LEAKY_RELU 4
#define SOFTPLUS 5
#define SILU 6
#define GELU 7

/*
 * What a training step changes from one replay of its recorded kernels to the next stands in device
 * memory: optimiser steps and samples since the recording, which are added to the recorded ones, and
 * factors that take the place of recorded ones (of the two zeros, -0 does). All are 0 for kernels
 * that are not replayed.
 */
#define STEPS_ON(words) ((words)[0])
#define SAMPLES_ON(words) ((int)(words)[1])
#define SCALE_NOW(words, recorded) factorNow((words)[2], recorded)
#define RATE_NOW(words, recorded) factorNow((words)[3], recorded)
#define CORRECTION_NOW(words, recorded) factorNow((words)[4], recorded)
#define LEARNING_RATE_NOW(words, recorded) factorNow((words)[5], recorded)

DEVICE float factorNow(uint bits, float recorded) {
  return bits != 0 ? BITS_TO_FLOAT(bits) : recorded;
}

/* Mask parameters; a threshold of 0 means no dropout. */
#define DROPOUT_PARAMETERS                                                                      \
  uint threshold, float keptScale, uint seed, uint member, uint layerWord, uint step,           \
      uint firstRow, GLOBAL const uint* RESTRICT words
#define DROPOUT_ARGUMENTS threshold, keptScale, seed, member, layerWord, step, firstRow, words

/* The bias is read only if hasBias; its row is padded to a multiple of four floats. */
#define EPILOGUE_PARAMETERS \
  GLOBAL const float* RESTRICT bias, int hasBias, int activation, DROPOUT_PARAMETERS
#define EPILOGUE_ARGUMENTS bias, hasBias, activation, DROPOUT_ARGUMENTS

DEVICE void philox(uint c0, uint c1, uint c2, uint c3, uint k0, uint k1, uint* words) {
  UNROLL for (int round = 0; round < 10; round++) {
    uint high0 = MULTIPLY_HIGH(0xD2511F53u, c0);
    uint low0 = 0xD2511F53u * c0;
    uint high1 = MULTIPLY_HIGH(0xCD9E8D57u, c2);
    uint low1 = 0xCD9E8D57u * c2;
    c0 = high1 ^ c1 ^ k0;
    c1 = low1;
    c2 = high0 ^ c3 ^ k1;
    c3 = low0;
    k0 += 0x9E3779B9u;
    k1 += 0xBB67AE85u;
  }
  words[0] = c0;
  words[1] = c1;
  words[2] = c2;
  words[3] = c3;
}

/* Dropout factors, 0 or keptScale, of the eight columns of a row from column, a multiple of 8. */
DEVICE void dropFactors(int row, int column, DROPOUT_PARAMETERS, float* factors) {
  uint drawn[4];
  uint stepNow = step + STEPS_ON(words);
  philox((uint)column >> 3, firstRow + (uint)row, layerWord, stepNow, seed, member, drawn);
  UNROLL for (int i = 0; i < 4; i++) {
    factors[2 * i] = (drawn[i] & 0xFFFFu) >= threshold ? keptScale : 0.0f;
    factors[2 * i + 1] = (drawn[i] >> 16) >= threshold ? keptScale : 0.0f;
  }
}

DEVICE float sigmoid(float z) {
  return 1.0f / (1.0f + exp(-z));
}

/* The activations that take a function; called, for inlined everywhere they would be most of the
 * code of every matrix product. */
CALLED float smooth(float z, int activation) {
  switch (activation) {
    case TANH:
      return tanh(z);
    case SIGMOID:
      return sigmoid(z);
    case SOFTPLUS:
      return (z > 0.0f ? z : 0.0f) + log1p(exp(-fabs(z)));
    case SILU:
      return z * sigmoid(z);
    default:
      return z * sigmoid(1.5957691216f * (z + 0.044715f * z * z * z));
  }
}

DEVICE float activate(float z, int activation) {
  switch (activation) {
    case LINEAR:
      return z;
    case RELU:
      return z < 0.0f ? 0.0f : z;
    case LEAKY_RELU:
      return z < 0.0f ? 0.01f * z : z;
    default:
      return smooth(z, activation);
  }
}

/* Derivative of the activation, from its output; of those whose output determines it. */
DEVICE float derivative(float a, int activation) {
  switch (activation) {
    case RELU:
      return a > 0.0f ? 1.0f : 0.0f;
    case TANH:
      return 1.0f - a * a;
    case SIGMOID:
      return a * (1.0f - a);
    case LEAKY_RELU:
      return a > 0.0f ? 1.0f : 0.01f;
    case SOFTPLUS:
      return -expm1(-a);
    default:
      return 1.0f;
  }
}

/* Derivative of any activation, from its input. */
CALLED float slope(float z, int activation) {
  if (activation == SILU || activation == GELU) {
    float square = z * z;
    float u = activation == SILU ? z : 1.5957691216f * (z + 0.044715f * z * square);
    float inner = activation == SILU ? 1.0f : 1.5957691216f * (1.0f + 0.134145f * square);
    float s = sigmoid(u);
    return s + z * s * sigmoid(-u) * inner;
  }
  return derivative(activate(z, activation), activation);
}

DEVICE void load4(GLOBAL const float* from, float* to) {
  float4 v = *(GLOBAL const float4*)from;
  to[0] = v.x;
  to[1] = v.y;
  to[2] = v.z;
  to[3] = v.w;
}

/* Stores the first count of four floats; a whole four at once. */
DEVICE void store4(const float* from, GLOBAL float* to, int count) {
  if (count >= 4) {
    *(GLOBAL float4*)to = FLOAT4(from[0], from[1], from[2], from[3]);
  } else {
    UNROLL for (int i = 0; i < 3; i++) {
      if (i < count) {
        to[i] = from[i];
      }
    }
  }
}

/* As load4 and store4 of a whole four, in local memory, which OpenCL C tells apart. */
DEVICE void load4Local(LOCAL_POINTER const float* from, float* to) {
  float4 v = *(LOCAL_POINTER const float4*)from;
  to[0] = v.x;
  to[1] = v.y;
  to[2] = v.z;
  to[3] = v.w;
}

DEVICE void store4Local(const float* from, LOCAL_POINTER float* to) {
  *(LOCAL_POINTER float4*)to = FLOAT4(from[0], from[1], from[2], from[3]);
}

/* Eight floats of a padded row; what lies past the row's columns is whatever the padding holds. */
DEVICE void load8(GLOBAL const float* row, int column, int columns, float* to) {
  load4(row + column, to);
  if (column + 4 < columns) {
    load4(row + column + 4, to + 4);
  } else {
    to[4] = to[5] = to[6] = to[7] = 0.0f;
  }
}

DEVICE void store8(const float* from, GLOBAL float* row, int column, int columns) {
  store4(from, row + column, columns - column);
  if (column + 4 < columns) {
    store4(from + 4, row + column + 4, columns - column - 4);
  }
}

/* Bias, activation and dropout of the eight columns from column, a multiple of 8, of columns. */
DEVICE void finish8(float* z, int row, int column, int columns, EPILOGUE_PARAMETERS) {
  if (hasBias) {
    float b[8];
    load8(bias, column, columns, b);
    UNROLL for (int i = 0; i < 8; i++) {
      z[i] += b[i];
    }
  }
  if (activation != LINEAR) {
    UNROLL for (int i = 0; i < 8; i++) {
      z[i] = activate(z[i], activation);
    }
  }
  if (threshold != 0) {
    float factors[8];
    dropFactors(row, column, DROPOUT_ARGUMENTS, factors);
    UNROLL for (int i = 0; i < 8; i++) {
      z[i] *= factors[i];
    }
  }
}
