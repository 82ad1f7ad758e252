/*
 * Convolution and pooling along chains, the sequences whose sites are the rows of a matrix one after
 * another. The table of a layout begins with the row at which each of count chains begins, and the
 * end of all.
 */

/* The chain that a site lies in: the last one that begins at or before it. */
DEVICE int chainOf(GLOBAL const int* starts, int count, int site) {
  int low = 0;
  int high = count;
  while (high - low > 1) {
    int middle = (low + high) >> 1;
    if (starts[middle] <= site) {
      low = middle;
    } else {
      high = middle;
    }
  }
  return low;
}

/*
 * What outputs from firstOutput on see, a row of width x channels for each, so that a convolution is
 * a product: panel[i, tap * channels + channel] = x[site, channel] with the site t * step + tap *
 * dilation - left of the output's chain, 0 where that lies outside. Writes as much as the panel has,
 * reads it mostly from cache.
 */
KERNEL(256, 1)
void convolutionPanel(
    GLOBAL const int* RESTRICT from, GLOBAL const int* RESTRICT to, int count, int step,
    int dilation, int left, GLOBAL const float* RESTRICT x, int xStride, int channels,
    int firstOutput, GLOBAL float* RESTRICT panel, int stride, int rows, int columns) {
  ELEMENT_GROUP(rows, columns)
  int output = firstOutput + row;
  int chain = chainOf(to, count, output);
  int middle = from[chain] + (output - to[chain]) * step - left;
  /* Distances of taps from the first one that lie in the chain. */
  int least = from[chain] - middle;
  int most = from[chain + 1] - middle;
  int tap = column / channels;
  int channel = column % channels;
  float v[8];
  if ((channels & 3) == 0) {
    UNROLL for (int i = 0; i < 8; i += 4) {
      int distance = tap * dilation;
      v[i] = v[i + 1] = v[i + 2] = v[i + 3] = 0.0f;
      if (column + i < columns && distance >= least && distance < most) {
        load4(x + (size_t)(middle + distance) * xStride + channel, v + i);
      }
      channel += 4;
      if (channel == channels) {
        channel = 0;
        tap++;
      }
    }
  } else {
    UNROLL for (int i = 0; i < 8; i++) {
      int distance = tap * dilation;
      v[i] = column + i < columns && distance >= least && distance < most
          ? x[(size_t)(middle + distance) * xStride + channel]
          : 0.0f;
      channel++;
      if (channel == channels) {
        channel = 0;
        tap++;
      }
    }
  }
  store8(v, panel + (size_t)row * stride, column, columns);
}

/*
 * The way back: to the sites from firstSite on is added, or there is put, what the panel's outputs
 * from firstOutput on have for them, taps ascending. Each site gathers, so that no sum is shared.
 */
KERNEL(256, 1)
void convolutionTaps(
    GLOBAL const int* RESTRICT from, GLOBAL const int* RESTRICT to, int count, int step,
    int dilation, int left, int width, GLOBAL const float* RESTRICT panel, int panelStride,
    int firstOutput, int outputs, int firstSite, int accumulate, GLOBAL float* RESTRICT dx,
    int stride, int rows, int columns) {
  ELEMENT_GROUP(rows, columns)
  int site = firstSite + row;
  int chain = chainOf(from, count, site);
  int place = site - from[chain] + left;
  int ofChain = to[chain + 1] - to[chain];
  int first = to[chain] - firstOutput;
  GLOBAL float* target = dx + (size_t)site * stride;
  float sum[8], v[8];
  UNROLL for (int i = 0; i < 8; i++) {
    sum[i] = 0.0f;
  }
  if (accumulate) {
    load8(target, column, columns, sum);
  }
  for (int tap = 0; tap < width; tap++) {
    int distance = place - tap * dilation;
    if (distance < 0) {
      break;
    }
    int t = distance / step;
    if (t * step == distance && t < ofChain && first + t >= 0 && first + t < outputs) {
      GLOBAL const float* at = panel + (size_t)(first + t) * panelStride + tap * columns;
      if ((columns & 3) == 0) {
        load8(at, column, columns, v);
      } else {
        UNROLL for (int i = 0; i < 8; i++) {
          v[i] = column + i < columns ? at[column + i] : 0.0f;
        }
      }
      UNROLL for (int i = 0; i < 8; i++) {
        sum[i] += v[i];
      }
    }
  }
  store8(sum, target, column, columns);
}

#define POOL_MAX 0
#define POOL_MEAN 1
#define POOL_FIRST 2
#define POOL_LAST 3
#define OF_WINDOWS 0
#define OF_PARTS 1

/* The first site of output t of a chain, and the one behind its last, counted from its start. */
DEVICE int poolBegin(int extent, int width, int step, int t, int length) {
  if (extent == OF_WINDOWS) {
    return t * step;
  }
  return extent == OF_PARTS ? (int)((size_t)t * (size_t)length / (size_t)width) : 0;
}

DEVICE int poolEnd(int extent, int width, int step, int t, int length) {
  if (extent == OF_WINDOWS) {
    return length - t * step < width ? length : t * step + width;
  }
  size_t before = (size_t)(t + 1) * (size_t)length;
  return extent == OF_PARTS ? (int)((before + (size_t)width - 1) / (size_t)width) : length;
}

/* The first output of a chain; to is read for windows alone. */
DEVICE int poolStart(GLOBAL const int* to, int extent, int width, int chain) {
  if (extent == OF_WINDOWS) {
    return to[chain];
  }
  return extent == OF_PARTS ? chain * width : chain;
}

/*
 * Pooling, or, if wanted, the row of the site that is the largest (the first of equal ones). A group
 * takes 32 columns of eight outputs, or, with eight lines, of one output, whose sites the lines take
 * by turns.
 */
KERNEL(32, 8)
void pool(
    GLOBAL const int* RESTRICT from, GLOBAL const int* RESTRICT to, int count, int kind, int extent,
    int width, int step, int lines, GLOBAL const float* RESTRICT x, int xStride, int wanted,
    GLOBAL float* RESTRICT out, GLOBAL int* RESTRICT places, int stride, int rows, int columns) {
  LOCAL float values[8][32];
  LOCAL int sites[8][32];
  int row = GROUP_X * (8 / lines) + LOCAL_Y / lines;
  int line = LOCAL_Y % lines;
  int column = GROUP_Y * 32 + LOCAL_X;
  int active = row < rows && column < columns;
  int begin = 0, end = 0;
  float value = 0.0f;
  int place = -1;
  if (active) {
    int chain = row;
    if (extent == OF_WINDOWS) {
      chain = chainOf(to, count, row);
    } else if (extent == OF_PARTS) {
      chain = row / width;
    }
    int t = row - poolStart(to, extent, width, chain);
    int length = from[chain + 1] - from[chain];
    begin = from[chain] + poolBegin(extent, width, step, t, length);
    end = from[chain] + poolEnd(extent, width, step, t, length);
    int last = kind == POOL_FIRST && begin < end ? begin + 1 : end;
    int first = kind == POOL_LAST && begin < end ? end - 1 : begin;
    if (kind == POOL_MAX && begin < end) {
      value = x[(size_t)begin * xStride + column];
      place = begin;
    }
#ifdef __CUDACC__
#pragma unroll 4
#endif
    for (int site = first + line; site < last; site += lines) {
      float v = x[(size_t)site * xStride + column];
      if (kind != POOL_MAX) {
        value += v;
      } else {
        place = v > value ? site : place;
        value = v > value ? v : value;
      }
    }
  }
  /* Under a condition on lines, PoCL 3.1 loses what some items store before the barrier. */
  values[LOCAL_Y][LOCAL_X] = value;
  sites[LOCAL_Y][LOCAL_X] = place;
  BARRIER;
  if (line == 0) {
    for (int other = 1; other < lines; other++) {
      float v = values[other][LOCAL_X];
      int site = sites[other][LOCAL_X];
      if (kind != POOL_MAX) {
        value += v;
      } else {
        int better = v > value || (v == value && site < place);
        value = better ? v : value;
        place = better ? site : place;
      }
    }
  }
  if (active && line == 0) {
    size_t at = (size_t)row * stride + column;
    if (wanted) {
      places[at] = place;
    } else {
      out[at] = kind == POOL_MEAN && begin < end ? value / (float)(end - begin) : value;
    }
  }
}

/* Each site gathers from the outputs that it went into; places are read for the largest alone. */
KERNEL(256, 1)
void poolGradient(
    GLOBAL const int* RESTRICT from, GLOBAL const int* RESTRICT to, int count, int kind, int extent,
    int width, int step, GLOBAL const float* RESTRICT gradient, GLOBAL const int* RESTRICT places,
    int accumulate, GLOBAL float* RESTRICT dx, int stride, int rows, int columns) {
  ELEMENT_GROUP(rows, columns)
  int chain = chainOf(from, count, row);
  int length = from[chain + 1] - from[chain];
  int site = row - from[chain];
  int start = poolStart(to, extent, width, chain);
  int first = 0, last = 0;
  if (extent == OF_WINDOWS) {
    int outputs = to[chain + 1] - start;
    first = site < width ? 0 : (site - width) / step + 1;
    last = site / step < outputs ? site / step : outputs - 1;
  } else if (extent == OF_PARTS) {
    first = (int)((size_t)site * (size_t)width / (size_t)length);
    last = (int)(((size_t)(site + 1) * (size_t)width - 1) / (size_t)length);
  }
  GLOBAL float* target = dx + (size_t)row * stride;
  float sum[8], g[8];
  UNROLL for (int i = 0; i < 8; i++) {
    sum[i] = 0.0f;
  }
  if (accumulate) {
    load8(target, column, columns, sum);
  }
  for (int t = first; t <= last; t++) {
    int begin = poolBegin(extent, width, step, t, length);
    int end = poolEnd(extent, width, step, t, length);
    size_t at = (size_t)(start + t) * stride;
    if (site < begin || site >= end || (kind == POOL_FIRST && site != begin)
        || (kind == POOL_LAST && site != end - 1)) {
      continue;
    }
    load8(gradient + at, column, columns, g);
    if (kind == POOL_MEAN) {
      UNROLL for (int i = 0; i < 8; i++) {
        sum[i] += g[i] / (float)(end - begin);
      }
    } else {
      UNROLL for (int i = 0; i < 8; i++) {
        int taken = column + i < columns
            && (kind != POOL_MAX || places[at + column + i] == row);
        sum[i] += taken ? g[i] : 0.0f;
      }
    }
  }
  store8(sum, target, column, columns);
}
