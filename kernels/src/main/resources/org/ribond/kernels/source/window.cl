/* First layer: gather-sums of weight rows and their gradient. No one-hot matrix exists. */

#define SAMPLES 16
#define SLOTS 32

/*
 * out[i, :] = epilogue([out[i, :] +] sum over one or two inputs and their window slots of a weight
 * row). Work per sample: (2h + 1) x columns additions and as many floats read, nearly all from
 * cache: groups that run side by side take the same 64 columns of the weights. A group takes 16
 * samples, a work-item four columns. The group first writes where the rows of its samples begin to
 * local memory, SLOTS window slots at a time; -1 stands for no row. A second half-window of -1
 * means one input. Weights have fewer than 2^31 floats.
 */
KERNEL(16, SAMPLES)
void windowSum(
    GLOBAL const int* RESTRICT letters1, GLOBAL const int* RESTRICT positions1, int first1,
    int alphabet1, int halfWindow1, GLOBAL const float* RESTRICT weights1, int stride1,
    GLOBAL const int* RESTRICT letters2, GLOBAL const int* RESTRICT positions2, int first2,
    int alphabet2, int halfWindow2, GLOBAL const float* RESTRICT weights2, int stride2,
    int accumulate, GLOBAL float* RESTRICT out, int stride, int samples, int columns,
    EPILOGUE_PARAMETERS) {
  LOCAL int places[SAMPLES * SLOTS] FOUR_ALIGNED;
  int sample = GROUP_X * SAMPLES + LOCAL_Y;
  int column = GROUP_Y * 64 + LOCAL_X * 4;
  int active = sample < samples && column < columns;
  GLOBAL float* to = out + (size_t)sample * stride + column;
  float sum[4] = {0.0f, 0.0f, 0.0f, 0.0f};
  if (accumulate && active) {
    load4(to, sum);
  }
  for (int input = 0; input < 2; input++) {
    GLOBAL const int* letters = input ? letters2 : letters1;
    GLOBAL const int* positions = input ? positions2 : positions1;
    GLOBAL const float* weights = input ? weights2 : weights1;
    int first = (input ? first2 : first1) + SAMPLES_ON(words);
    int alphabet = input ? alphabet2 : alphabet1;
    int halfWindow = input ? halfWindow2 : halfWindow1;
    int weightStride = input ? stride2 : stride1;
    int slots = 2 * halfWindow + 1;
    for (int begin = 0; begin < slots; begin += SLOTS) {
      int count = slots - begin < SLOTS ? slots - begin : SLOTS;
      BARRIER;
      for (int e = LOCAL_Y * 16 + LOCAL_X; e < SAMPLES * SLOTS; e += 16 * SAMPLES) {
        int gathered = GROUP_X * SAMPLES + e / SLOTS;
        int slot = begin + e % SLOTS;
        int place = -1;
        if (gathered < samples && slot < slots) {
          int letter = letters[positions[first + gathered] + slot - halfWindow];
          int known = letter >= 0 && letter < alphabet;
          place = known ? (slot * alphabet + letter) * weightStride : -1;
        }
        places[e] = place;
      }
      BARRIER;
      if (active) {
#ifdef __CUDACC__
#pragma unroll 8
#endif
        for (int slot = 0; slot < count; slot++) {
          int place = places[LOCAL_Y * SLOTS + slot];
          if (place >= 0) {
            float w[4];
            load4(weights + (place + column), w);
            UNROLL for (int i = 0; i < 4; i++) {
              sum[i] += w[i];
            }
          }
        }
      }
    }
  }
  if (!active) {
    return;
  }
  if (hasBias) {
    float b[4];
    load4(bias + column, b);
    UNROLL for (int i = 0; i < 4; i++) {
      sum[i] += b[i];
    }
  }
  UNROLL for (int i = 0; i < 4; i++) {
    sum[i] = activate(sum[i], activation);
  }
  if (threshold != 0) {
    float factors[8];
    dropFactors(sample, column & ~7, DROPOUT_ARGUMENTS, factors);
    UNROLL for (int i = 0; i < 4; i++) {
      sum[i] *= (column & 4) ? factors[4 + i] : factors[i];
    }
  }
  store4(sum, to, columns - column);
}

#define GRADIENT_SLOTS 4
#define GRADIENT_LETTERS 32
#define GRADIENT_SAMPLES 64
/* Distance between slots of the places in local memory: a multiple of 4 that spreads them. */
#define GRADIENT_PITCH (GRADIENT_SAMPLES + 4)

/*
 * partials[segment, slot * alphabet + letter, :] = sum of dz over the segment's samples that have
 * that letter in that slot. Each work-item owns one column of one slot, so its sums need no atomic
 * and have the order of the samples. A group takes 32 columns and 4 slots of a segment of samples;
 * its sums, 32 letters for each slot, stand in local memory, with one row more for the samples that
 * have none of these letters there. The z index counts groups of slots, for each group of 32
 * letters. Work per sample: (2h + 1) x columns additions in local memory.
 */
KERNEL(32, GRADIENT_SLOTS)
void windowSumGradient(
    GLOBAL const int* RESTRICT letters, GLOBAL const int* RESTRICT positions, int first,
    int alphabet, int halfWindow, GLOBAL const float* RESTRICT dz, int stride, int samples,
    int columns, int samplesPerSegment, int slotGroups, GLOBAL float* RESTRICT partials,
    int partialStride, GLOBAL const uint* RESTRICT words) {
  LOCAL float sums[GRADIENT_SLOTS][(GRADIENT_LETTERS + 1) * 32];
  LOCAL int places[GRADIENT_SLOTS][GRADIENT_PITCH] FOUR_ALIGNED;
  int firstNow = first + SAMPLES_ON(words);
  int slots = 2 * halfWindow + 1;
  int firstSlot = (GROUP_Z % slotGroups) * GRADIENT_SLOTS;
  int firstLetter = (GROUP_Z / slotGroups) * GRADIENT_LETTERS;
  int lettersHere = alphabet - firstLetter;
  lettersHere = lettersHere < GRADIENT_LETTERS ? lettersHere : GRADIENT_LETTERS;
  int column = GROUP_X * 32 + LOCAL_X;
  int slot = firstSlot + LOCAL_Y;
  int begin = GROUP_Y * samplesPerSegment;
  int end = begin + samplesPerSegment < samples ? begin + samplesPerSegment : samples;
  for (int letter = 0; letter < lettersHere; letter++) {
    sums[LOCAL_Y][letter * 32 + LOCAL_X] = 0.0f;
  }
  for (int tile = begin; tile < end; tile += GRADIENT_SAMPLES) {
    int count = end - tile < GRADIENT_SAMPLES ? end - tile : GRADIENT_SAMPLES;
    BARRIER;
    for (int e = LOCAL_Y * 32 + LOCAL_X; e < GRADIENT_SAMPLES * GRADIENT_SLOTS;
         e += 32 * GRADIENT_SLOTS) {
      int i = e / GRADIENT_SLOTS;
      int s = firstSlot + e % GRADIENT_SLOTS;
      int letter = -1;
      if (i < count && s < slots) {
        letter = letters[positions[firstNow + tile + i] + s - halfWindow] - firstLetter;
      }
      int known = letter >= 0 && letter < lettersHere;
      places[e % GRADIENT_SLOTS][i] = 32 * (known ? letter : GRADIENT_LETTERS);
    }
    BARRIER;
    if (column < columns && slot < slots) {
      GLOBAL const float* row = dz + (size_t)tile * stride + column;
#ifdef __CUDACC__
#pragma unroll 8
#endif
      for (int i = 0; i < count; i++) {
        sums[LOCAL_Y][places[LOCAL_Y][i] + LOCAL_X] += *row;
        row += stride;
      }
    }
  }
  if (column < columns && slot < slots) {
    size_t row = (size_t)GROUP_Y * slots * alphabet + (size_t)slot * alphabet + firstLetter;
    for (int letter = 0; letter < lettersHere; letter++) {
      partials[(row + letter) * partialStride + column] = sums[LOCAL_Y][letter * 32 + LOCAL_X];
    }
  }
}
