/*
 * Recurrent layers. A group takes some chains through all their steps, so that no group waits for
 * another one. A step is a product of the chains' states, which stand in local memory, with the
 * weights, which are read anew each time, mostly from cache: 4 bytes for a multiply-add of each of
 * the group's chains. There are kernels for four chains of at most 256 units and for one of at most
 * 1024.
 *
 * Chains come in the order of their lengths, the longest first: ends, behind the starts in the table
 * of a layout, has the first row of each and the row behind its last.
 */
#define STEP_ITEMS 256
#define MOST_STATES 1024
#define MOST_GATES 4096

/* Fours of columns, and parts of the depth that a product is split into so that all items have one. */
DEVICE int quadsOf(int columns) {
  return (columns + 3) >> 2;
}

DEVICE int slicesOf(int columns) {
  int quads = quadsOf(columns);
  return quads < STEP_ITEMS ? STEP_ITEMS / quads : 1;
}

/*
 * sums[chain][slice][:] = the slice's share of left[:, chain] x right, depth x columns: an item takes
 * four columns of a slice of the depth. All items must call it; right may hold anything behind its
 * columns.
 */
DEVICE void stepProduct(
    const int chains, LOCAL_POINTER const float* left, int depth, GLOBAL const float* right,
    int stride, int columns, LOCAL_POINTER float* sums) {
  int quads = quadsOf(columns);
  int slices = slicesOf(columns);
  int deep = (depth + slices - 1) / slices;
  for (int item = LOCAL_X; item < slices * quads; item += STEP_ITEMS) {
    int slice = item / quads;
    int begin = slice * deep;
    int end = begin + deep < depth ? begin + deep : depth;
    GLOBAL const float* row = right + (size_t)begin * stride + (item - slice * quads) * 4;
    float sum[4][4];
    UNROLL for (int chain = 0; chain < chains; chain++) {
      UNROLL for (int j = 0; j < 4; j++) {
        sum[chain][j] = 0.0f;
      }
    }
#ifdef __CUDACC__
#pragma unroll 8
#endif
    for (int i = begin; i < end; i++) {
      float w[4], state[4];
      load4(row, w);
      row += stride;
      if (chains == 4) {
        load4Local(left + i * 4, state);
      } else {
        state[0] = left[i];
      }
      UNROLL for (int chain = 0; chain < chains; chain++) {
        UNROLL for (int j = 0; j < 4; j++) {
          sum[chain][j] = fma(state[chain], w[j], sum[chain][j]);
        }
      }
    }
    UNROLL for (int chain = 0; chain < chains; chain++) {
      store4Local(sum[chain], sums + chain * (MOST_GATES / 4) + item * 4);
    }
  }
}

/* A column of what stepProduct left, slices in order. */
DEVICE float stepSum(LOCAL_POINTER const float* sums, int chain, int columns, int column) {
  int slices = slicesOf(columns);
  int step = quadsOf(columns) * 4;
  LOCAL_POINTER const float* at = sums + chain * (MOST_GATES / 4) + column;
  float sum = at[0];
  for (int slice = 1; slice < slices; slice++) {
    sum += at[slice * step];
  }
  return sum;
}

/* One unit of one step of an LSTM: gates become activations; gives the state. */
DEVICE float lstmStep(
    GLOBAL float* gates, int units, GLOBAL float* cell, GLOBAL const float* before, int hasBefore,
    LOCAL_POINTER const float* sums, int chain, int unit) {
  int width = 4 * units;
  float input = sigmoid(gates[0] + stepSum(sums, chain, width, unit));
  float forget = sigmoid(gates[units] + stepSum(sums, chain, width, units + unit));
  float candidate = tanh(gates[2 * units] + stepSum(sums, chain, width, 2 * units + unit));
  float output = sigmoid(gates[3 * units] + stepSum(sums, chain, width, 3 * units + unit));
  float now = input * candidate;
  if (hasBefore) {
    now = fma(forget, *before, now);
  }
  *cell = now;
  gates[0] = input;
  gates[units] = forget;
  gates[2 * units] = candidate;
  gates[3 * units] = output;
  return output * tanh(now);
}

/* The same of a GRU. */
DEVICE float gruStep(
    GLOBAL float* gates, int units, GLOBAL float* ofState, float state,
    LOCAL_POINTER const float* sums, int chain, int unit) {
  int width = 3 * units;
  float reset = sigmoid(gates[0] + stepSum(sums, chain, width, unit));
  float update = sigmoid(gates[units] + stepSum(sums, chain, width, units + unit));
  float product = stepSum(sums, chain, width, 2 * units + unit);
  float candidate = tanh(fma(reset, product, gates[2 * units]));
  *ofState = product;
  gates[0] = reset;
  gates[units] = update;
  gates[2 * units] = candidate;
  return fma(update, state, (1.0f - update) * candidate);
}

#define RECURRENCE_PARAMETERS                                                              \
  GLOBAL const int* RESTRICT table, int count, int perGroup, int isGru, int reverse,       \
      GLOBAL float* gates, int gatesStride, GLOBAL const float* RESTRICT weights,          \
      int weightsStride, GLOBAL float* out, GLOBAL float* memory, int stride, int units
#define RECURRENCE_ARGUMENTS                                                                  \
  table, count, perGroup, isGru, reverse, gates, gatesStride, weights, weightsStride, out,    \
      memory, stride, units

DEVICE void recurrenceSteps(
    const int chains, RECURRENCE_PARAMETERS, LOCAL_POINTER float* states,
    LOCAL_POINTER float* sums) {
  GLOBAL const int* ends = table + count + 1;
  int first = GROUP_X * perGroup;
  int longest = ends[2 * first + 1] - ends[2 * first];
  int width = (isGru ? 3 : 4) * units;
  for (int i = LOCAL_X; i < units * chains; i += STEP_ITEMS) {
    states[i] = 0.0f;
  }
  BARRIER;
  for (int step = 0; step < longest; step++) {
    stepProduct(chains, states, units, weights, weightsStride, width, sums);
    BARRIER;
    for (int item = LOCAL_X; item < units * perGroup; item += STEP_ITEMS) {
      int chain = item / units;
      int unit = item - chain * units;
      int place = 2 * (first + chain);
      if (first + chain < count && step < ends[place + 1] - ends[place]) {
        int site = reverse ? ends[place + 1] - 1 - step : ends[place] + step;
        size_t at = (size_t)site * stride + unit;
        GLOBAL float* gate = gates + (size_t)site * gatesStride + unit;
        size_t before = step == 0 ? at : reverse ? at + stride : at - stride;
        float state = isGru
            ? gruStep(gate, units, memory + at, states[unit * chains + chain], sums, chain, unit)
            : lstmStep(gate, units, memory + at, memory + before, step > 0, sums, chain, unit);
        states[unit * chains + chain] = state;
        out[at] = state;
      }
    }
    BARRIER;
  }
}

KERNEL(STEP_ITEMS, 1) void recurrence1(RECURRENCE_PARAMETERS) {
  LOCAL float states[MOST_STATES] FOUR_ALIGNED;
  LOCAL float sums[MOST_GATES] FOUR_ALIGNED;
  recurrenceSteps(1, RECURRENCE_ARGUMENTS, states, sums);
}

KERNEL(STEP_ITEMS, 1) void recurrence4(RECURRENCE_PARAMETERS) {
  LOCAL float states[MOST_STATES] FOUR_ALIGNED;
  LOCAL float sums[MOST_GATES] FOUR_ALIGNED;
  recurrenceSteps(4, RECURRENCE_ARGUMENTS, states, sums);
}

/*
 * One unit of one step back: activations of the gates become gradients of z, products[j][chain] the
 * gradient of the state's half. The gradient of the cell before stands in this step's gradient.
 */
DEVICE void lstmStepBack(
    GLOBAL float* gates, int units, float ofOut, float cell, float before, float carried,
    GLOBAL float* gradient, LOCAL_POINTER float* products, int chains) {
  float input = gates[0];
  float forget = gates[units];
  float candidate = gates[2 * units];
  float output = gates[3 * units];
  float bent = tanh(cell);
  float ofCell = carried + ofOut * output * (1.0f - bent * bent);
  float ofInput = ofCell * candidate * input * (1.0f - input);
  float ofForget = ofCell * before * forget * (1.0f - forget);
  float ofCandidate = ofCell * input * (1.0f - candidate * candidate);
  float ofOutput = ofOut * bent * output * (1.0f - output);
  *gradient = ofCell * forget;
  gates[0] = ofInput;
  gates[units] = ofForget;
  gates[2 * units] = ofCandidate;
  gates[3 * units] = ofOutput;
  products[0] = ofInput;
  products[units * chains] = ofForget;
  products[2 * units * chains] = ofCandidate;
  products[3 * units * chains] = ofOutput;
}

/*
 * The same of a GRU. In this step's gradient stands that of the candidate's half, which is not that
 * of z; gives what of the gradient of the state before does not pass the products.
 */
DEVICE float gruStepBack(
    GLOBAL float* gates, int units, float ofOut, float ofState, float before,
    GLOBAL float* gradient, LOCAL_POINTER float* products, int chains) {
  float reset = gates[0];
  float update = gates[units];
  float candidate = gates[2 * units];
  float ofCandidate = ofOut * (1.0f - update) * (1.0f - candidate * candidate);
  float ofReset = ofCandidate * ofState * reset * (1.0f - reset);
  float ofUpdate = ofOut * (before - candidate) * update * (1.0f - update);
  *gradient = ofCandidate * reset;
  gates[0] = ofReset;
  gates[units] = ofUpdate;
  gates[2 * units] = ofCandidate;
  products[0] = ofReset;
  products[units * chains] = ofUpdate;
  products[2 * units * chains] = ofCandidate * reset;
  return ofOut * update;
}

/* Weights are transposed: gates x units. */
DEVICE void recurrenceStepsBack(
    const int chains, RECURRENCE_PARAMETERS, GLOBAL float* gradient,
    LOCAL_POINTER float* products, LOCAL_POINTER float* sums) {
  GLOBAL const int* ends = table + count + 1;
  int first = GROUP_X * perGroup;
  int longest = ends[2 * first + 1] - ends[2 * first];
  int width = (isGru ? 3 : 4) * units;
  for (int i = LOCAL_X; i < width * chains; i += STEP_ITEMS) {
    products[i] = 0.0f;
  }
  BARRIER;
  for (int step = longest - 1; step >= 0; step--) {
    stepProduct(chains, products, width, weights, weightsStride, units, sums);
    BARRIER;
    for (int item = LOCAL_X; item < units * perGroup; item += STEP_ITEMS) {
      int chain = item / units;
      int unit = item - chain * units;
      int place = 2 * (first + chain);
      int length = first + chain < count ? ends[place + 1] - ends[place] : 0;
      if (step < length) {
        int site = reverse ? ends[place + 1] - 1 - step : ends[place] + step;
        size_t at = (size_t)site * stride + unit;
        size_t before = reverse ? at + stride : at - stride;
        size_t after = reverse ? at - stride : at + stride;
        GLOBAL float* gate = gates + (size_t)site * gatesStride + unit;
        LOCAL_POINTER float* product = products + unit * chains + chain;
        float ofOut = gradient[at] + stepSum(sums, chain, units, unit);
        if (isGru) {
          float state = step > 0 ? out[before] : 0.0f;
          float carried =
              gruStepBack(gate, units, ofOut, memory[at], state, gradient + at, product, chains);
          if (step > 0) {
            gradient[before] += carried;
          }
        } else {
          float cell = step > 0 ? memory[before] : 0.0f;
          float carried = step + 1 < length ? gradient[after] : 0.0f;
          lstmStepBack(
              gate, units, ofOut, memory[at], cell, carried, gradient + at, product, chains);
        }
      }
    }
    BARRIER;
  }
}

KERNEL(STEP_ITEMS, 1)
void recurrenceGradient1(RECURRENCE_PARAMETERS, GLOBAL float* gradient) {
  LOCAL float products[MOST_GATES] FOUR_ALIGNED;
  LOCAL float sums[MOST_GATES] FOUR_ALIGNED;
  recurrenceStepsBack(1, RECURRENCE_ARGUMENTS, gradient, products, sums);
}

KERNEL(STEP_ITEMS, 1)
void recurrenceGradient4(RECURRENCE_PARAMETERS, GLOBAL float* gradient) {
  LOCAL float products[MOST_GATES] FOUR_ALIGNED;
  LOCAL float sums[MOST_GATES] FOUR_ALIGNED;
  recurrenceStepsBack(4, RECURRENCE_ARGUMENTS, gradient, products, sums);
}

/* to[j, i] = from[i, j], by tiles of 32 x 32. */
KERNEL(32, 8)
void transpose(
    GLOBAL const float* RESTRICT from, int fromStride, GLOBAL float* RESTRICT to, int stride,
    int rows, int columns) {
  LOCAL float tile[32][33];
  int column = GROUP_X * 32 + LOCAL_X;
  for (int line = LOCAL_Y; line < 32; line += 8) {
    int row = GROUP_Y * 32 + line;
    if (row < rows && column < columns) {
      tile[line][LOCAL_X] = from[(size_t)row * fromStride + column];
    }
  }
  BARRIER;
  int row = GROUP_Y * 32 + LOCAL_X;
  for (int line = LOCAL_Y; line < 32; line += 8) {
    column = GROUP_X * 32 + line;
    if (row < rows && column < columns) {
      to[(size_t)column * stride + row] = tile[LOCAL_X][line];
    }
  }
}
