/*
 * Operations over maps, whose cells are the rows of a matrix one map after another, row by row, and
 * attention along lines. The table of a layout of maps begins as that of chains does; four numbers
 * for each map follow: height, width, its first row and its first column among those of all maps.
 */

#define MAP_NUMBERS(table, count, map) ((table) + (count) + 1 + 4 * (map))

/* What a convolution's tap sees of a map, or -1 where that lies outside. */
DEVICE int seenCell(
    int height, int width, int i, int j, int tap, int taps, int dilation, int direction) {
  int middle = taps / 2;
  int a = i + direction * (tap / taps - middle) * dilation;
  int b = j + direction * (tap % taps - middle) * dilation;
  return a >= 0 && a < height && b >= 0 && b < width ? a * width + b : -1;
}

/*
 * What cells from firstCell on see, a row of taps x taps x channels for each, so that a convolution
 * is a product.
 */
KERNEL(256, 1)
void mapPanel(
    GLOBAL const int* RESTRICT table, int count, int taps, int dilation,
    GLOBAL const float* RESTRICT x, int xStride, int channels, int firstCell,
    GLOBAL float* RESTRICT panel, int stride, int rows, int columns) {
  ELEMENT_GROUP(rows, columns)
  int cell = firstCell + row;
  int map = chainOf(table, count, cell);
  int start = table[map];
  int height = MAP_NUMBERS(table, count, map)[0];
  int width = MAP_NUMBERS(table, count, map)[1];
  int i = (cell - start) / width;
  int j = (cell - start) % width;
  int tap = column / channels;
  int channel = column % channels;
  float v[8];
  if ((channels & 3) == 0) {
    UNROLL for (int e = 0; e < 8; e += 4) {
      int seen = column + e < columns ? seenCell(height, width, i, j, tap, taps, dilation, 1) : -1;
      v[e] = v[e + 1] = v[e + 2] = v[e + 3] = 0.0f;
      if (seen >= 0) {
        load4(x + (size_t)(start + seen) * xStride + channel, v + e);
      }
      channel += 4;
      if (channel == channels) {
        channel = 0;
        tap++;
      }
    }
  } else {
    UNROLL for (int e = 0; e < 8; e++) {
      int seen = column + e < columns ? seenCell(height, width, i, j, tap, taps, dilation, 1) : -1;
      v[e] = seen >= 0 ? x[(size_t)(start + seen) * xStride + channel] : 0.0f;
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
 * The way back: to the cells from firstSite on is added, or there is put, what the panel's cells from
 * firstOutput on have for them, taps ascending.
 */
KERNEL(256, 1)
void mapTaps(
    GLOBAL const int* RESTRICT table, int count, int taps, int dilation,
    GLOBAL const float* RESTRICT panel, int panelStride, int firstOutput, int outputs,
    int firstSite, int accumulate, GLOBAL float* RESTRICT dx, int stride, int rows, int columns) {
  ELEMENT_GROUP(rows, columns)
  int cell = firstSite + row;
  int map = chainOf(table, count, cell);
  int start = table[map];
  int height = MAP_NUMBERS(table, count, map)[0];
  int width = MAP_NUMBERS(table, count, map)[1];
  int i = (cell - start) / width;
  int j = (cell - start) % width;
  GLOBAL float* target = dx + (size_t)cell * stride;
  float sum[8], v[8];
  UNROLL for (int e = 0; e < 8; e++) {
    sum[e] = 0.0f;
  }
  if (accumulate) {
    load8(target, column, columns, sum);
  }
  for (int tap = 0; tap < taps * taps; tap++) {
    int from = seenCell(height, width, i, j, tap, taps, dilation, -1);
    int output = start + from - firstOutput;
    if (from >= 0 && output >= 0 && output < outputs) {
      GLOBAL const float* at = panel + (size_t)output * panelStride + tap * columns;
      if ((columns & 3) == 0) {
        load8(at, column, columns, v);
      } else {
        UNROLL for (int e = 0; e < 8; e++) {
          v[e] = column + e < columns ? at[column + e] : 0.0f;
        }
      }
      UNROLL for (int e = 0; e < 8; e++) {
        sum[e] += v[e];
      }
    }
  }
  store8(sum, target, column, columns);
}

/* Each channel by itself; direction -1 for the gradient of the input. */
KERNEL(256, 1)
void mapDepthwise(
    GLOBAL const int* RESTRICT table, int count, int taps, int dilation, int direction,
    GLOBAL const float* RESTRICT x, GLOBAL const float* RESTRICT weights, int accumulate,
    GLOBAL float* RESTRICT out, int stride, int rows, int columns) {
  ELEMENT_GROUP(rows, columns)
  int map = chainOf(table, count, row);
  int start = table[map];
  int height = MAP_NUMBERS(table, count, map)[0];
  int width = MAP_NUMBERS(table, count, map)[1];
  int i = (row - start) / width;
  int j = (row - start) % width;
  GLOBAL float* target = out + (size_t)row * stride;
  float before[8], sum[8], v[8], w[8];
  UNROLL for (int e = 0; e < 8; e++) {
    before[e] = 0.0f;
    sum[e] = 0.0f;
  }
  if (accumulate) {
    load8(target, column, columns, before);
  }
  for (int tap = 0; tap < taps * taps; tap++) {
    int seen = seenCell(height, width, i, j, tap, taps, dilation, direction);
    if (seen >= 0) {
      load8(x + (size_t)(start + seen) * stride, column, columns, v);
      load8(weights + (size_t)tap * stride, column, columns, w);
      UNROLL for (int e = 0; e < 8; e++) {
        sum[e] = fma(v[e], w[e], sum[e]);
      }
    }
  }
  UNROLL for (int e = 0; e < 8; e++) {
    sum[e] += before[e];
  }
  store8(sum, target, column, columns);
}

/* partials[(segment, tap), :] = the segment's share of the weights' gradient. */
KERNEL(256, 1)
void mapDepthwiseWeights(
    GLOBAL const int* RESTRICT table, int count, int taps, int dilation,
    GLOBAL const float* RESTRICT x, GLOBAL const float* RESTRICT gradient, int cells,
    int cellsPerSegment, GLOBAL float* RESTRICT partials, int stride, int rows, int columns) {
  ELEMENT_GROUP(rows, columns)
  int tap = row % (taps * taps);
  int begin = row / (taps * taps) * cellsPerSegment;
  int end = begin + cellsPerSegment < cells ? begin + cellsPerSegment : cells;
  float sum[8], v[8], g[8];
  UNROLL for (int e = 0; e < 8; e++) {
    sum[e] = 0.0f;
  }
  for (int cell = begin; cell < end; cell++) {
    int map = chainOf(table, count, cell);
    int start = table[map];
    int height = MAP_NUMBERS(table, count, map)[0];
    int width = MAP_NUMBERS(table, count, map)[1];
    int seen = seenCell(
        height, width, (cell - start) / width, (cell - start) % width, tap, taps, dilation, 1);
    if (seen >= 0) {
      load8(x + (size_t)(start + seen) * stride, column, columns, v);
      load8(gradient + (size_t)cell * stride, column, columns, g);
      UNROLL for (int e = 0; e < 8; e++) {
        sum[e] = fma(v[e], g[e], sum[e]);
      }
    }
  }
  store8(sum, partials + (size_t)row * stride, column, columns);
}

/* out[(i, j), :] = [out +] p[i, :] + q[j, :]. */
KERNEL(256, 1)
void outerSum(
    GLOBAL const int* RESTRICT table, int count, GLOBAL const float* RESTRICT p,
    GLOBAL const float* RESTRICT q, int accumulate, GLOBAL float* RESTRICT out, int stride,
    int rows, int columns) {
  ELEMENT_GROUP(rows, columns)
  int map = chainOf(table, count, row);
  GLOBAL const int* numbers = MAP_NUMBERS(table, count, map);
  int place = row - table[map];
  GLOBAL float* target = out + (size_t)row * stride;
  float sum[8], a[8], b[8];
  UNROLL for (int e = 0; e < 8; e++) {
    sum[e] = 0.0f;
  }
  if (accumulate) {
    load8(target, column, columns, sum);
  }
  load8(p + (size_t)(numbers[2] + place / numbers[1]) * stride, column, columns, a);
  load8(q + (size_t)(numbers[3] + place % numbers[1]) * stride, column, columns, b);
  UNROLL for (int e = 0; e < 8; e++) {
    sum[e] += a[e] + b[e];
  }
  store8(sum, target, column, columns);
}

/* sums of the rows (side 0) or columns (side 1) of maps, or these added to what stands there. */
KERNEL(256, 1)
void mapSums(
    GLOBAL const int* RESTRICT table, int count, int side, GLOBAL const float* RESTRICT x,
    int accumulate, GLOBAL float* RESTRICT sums, int stride, int rows, int columns) {
  ELEMENT_GROUP(rows, columns)
  /* The last map whose first row, or column, is this one or before it. */
  int low = 0;
  int high = count;
  while (high - low > 1) {
    int middle = (low + high) >> 1;
    if (MAP_NUMBERS(table, count, middle)[2 + side] <= row) {
      low = middle;
    } else {
      high = middle;
    }
  }
  GLOBAL const int* numbers = MAP_NUMBERS(table, count, low);
  int place = row - numbers[2 + side];
  int width = numbers[1];
  int first = table[low] + (side == 0 ? place * width : place);
  int step = side == 0 ? 1 : width;
  int cells = side == 0 ? width : numbers[0];
  GLOBAL float* target = sums + (size_t)row * stride;
  float sum[8], v[8];
  UNROLL for (int e = 0; e < 8; e++) {
    sum[e] = 0.0f;
  }
  if (accumulate) {
    load8(target, column, columns, sum);
  }
  for (int cell = 0; cell < cells; cell++) {
    load8(x + (size_t)(first + cell * step) * stride, column, columns, v);
    UNROLL for (int e = 0; e < 8; e++) {
      sum[e] += v[e];
    }
  }
  store8(sum, target, column, columns);
}

/* Cells of square maps across the diagonal, or these added to what stands there. */
KERNEL(256, 1)
void transposeMaps(
    GLOBAL const int* RESTRICT table, int count, GLOBAL const float* RESTRICT x, int accumulate,
    GLOBAL float* RESTRICT out, int stride, int rows, int columns) {
  ELEMENT_GROUP(rows, columns)
  int map = chainOf(table, count, row);
  int width = MAP_NUMBERS(table, count, map)[1];
  int place = row - table[map];
  int across = table[map] + place % width * width + place / width;
  GLOBAL float* target = out + (size_t)row * stride;
  float sum[8], v[8];
  UNROLL for (int e = 0; e < 8; e++) {
    sum[e] = 0.0f;
  }
  if (accumulate) {
    load8(target, column, columns, sum);
  }
  load8(x + (size_t)across * stride, column, columns, v);
  UNROLL for (int e = 0; e < 8; e++) {
    sum[e] += v[e];
  }
  store8(sum, target, column, columns);
}

#define OF_CHAINS 0
#define OF_ROWS 1

/* The line that a site lies in: its first site, the distance of neighbours, their number. */
DEVICE void lineOf(
    GLOBAL const int* table, int count, int axis, int site, int* first, int* step, int* length) {
  int item = chainOf(table, count, site);
  int start = table[item];
  if (axis == OF_CHAINS) {
    *first = start;
    *step = 1;
    *length = table[item + 1] - start;
    return;
  }
  int height = MAP_NUMBERS(table, count, item)[0];
  int width = MAP_NUMBERS(table, count, item)[1];
  int place = site - start;
  *first = axis == OF_ROWS ? start + place / width * width : start + place % width;
  *step = axis == OF_ROWS ? 1 : width;
  *length = axis == OF_ROWS ? width : height;
}

/* Product of two rows of a head's channels. */
DEVICE float headProduct(GLOBAL const float* a, GLOBAL const float* b, int size) {
  float sum = 0.0f;
  for (int c = 0; c < size; c++) {
    sum = fma(a[c], b[c], sum);
  }
  return sum;
}

/*
 * Attention along lines. A work-item has eight channels of one head of one query, and passes its keys
 * once, with the largest score so far.
 */
KERNEL(256, 1)
void axialAttention(
    GLOBAL const int* RESTRICT table, int count, int axis, int heads, float scale,
    GLOBAL const float* RESTRICT projected, int projectedStride, GLOBAL float* RESTRICT out,
    int stride, int rows, int columns) {
  ELEMENT_GROUP(rows, columns)
  int site = row / heads;
  int head = row % heads * columns;
  int width = heads * columns;
  int first, step, length;
  lineOf(table, count, axis, site, &first, &step, &length);
  GLOBAL const float* query = projected + (size_t)site * projectedStride + head;
  float most = -3.0e38f, total = 0.0f;
  float sum[8];
  UNROLL for (int e = 0; e < 8; e++) {
    sum[e] = 0.0f;
  }
  for (int t = 0; t < length; t++) {
    GLOBAL const float* key =
        projected + (size_t)(first + t * step) * projectedStride + width + head;
    float score = scale * headProduct(query, key, columns);
    if (score > most) {
      float factor = exp(most - score);
      most = score;
      total *= factor;
      UNROLL for (int e = 0; e < 8; e++) {
        sum[e] *= factor;
      }
    }
    float share = exp(score - most);
    total += share;
    UNROLL for (int e = 0; e < 8; e++) {
      if (column + e < columns) {
        sum[e] = fma(share, key[width + column + e], sum[e]);
      }
    }
  }
  UNROLL for (int e = 0; e < 8; e++) {
    if (column + e < columns) {
      out[(size_t)site * stride + head + column + e] = sum[e] / total;
    }
  }
}

/*
 * What the gradient needs of each head of each query, four numbers: the largest score, one over the
 * sum of exponentials, and the mean by shares of the gradients of the shares.
 */
KERNEL(256, 1)
void axialStatistics(
    GLOBAL const int* RESTRICT table, int count, int axis, int heads, int size, float scale,
    GLOBAL const float* RESTRICT projected, int projectedStride,
    GLOBAL const float* RESTRICT gradient, int stride, int rows,
    GLOBAL float* RESTRICT statistics) {
  int row = GROUP_X * 256 + LOCAL_X;
  if (row >= rows) {
    return;
  }
  int site = row / heads;
  int head = row % heads * size;
  int width = heads * size;
  int first, step, length;
  lineOf(table, count, axis, site, &first, &step, &length);
  GLOBAL const float* query = projected + (size_t)site * projectedStride + head;
  GLOBAL const float* of = gradient + (size_t)site * stride + head;
  float most = -3.0e38f, total = 0.0f, mean = 0.0f;
  for (int t = 0; t < length; t++) {
    GLOBAL const float* key =
        projected + (size_t)(first + t * step) * projectedStride + width + head;
    float score = scale * headProduct(query, key, size);
    if (score > most) {
      float factor = exp(most - score);
      most = score;
      total *= factor;
      mean *= factor;
    }
    float share = exp(score - most);
    total += share;
    mean = fma(share, headProduct(of, key + width, size), mean);
  }
  GLOBAL float* to = statistics + (size_t)row * 4;
  to[0] = most;
  to[1] = 1.0f / total;
  to[2] = mean / total;
}

/*
 * Gradients of queries, keys and values: each work-item has eight channels of one head of one site,
 * once as a query and once as a key.
 */
KERNEL(256, 1)
void axialAttentionGradient(
    GLOBAL const int* RESTRICT table, int count, int axis, int heads, float scale,
    GLOBAL const float* RESTRICT projected, int projectedStride,
    GLOBAL const float* RESTRICT gradient, int stride, GLOBAL const float* RESTRICT statistics,
    GLOBAL float* RESTRICT projectedGradient, int rows, int columns) {
  ELEMENT_GROUP(rows, columns)
  int site = row / heads;
  int number = row % heads;
  int head = number * columns;
  int width = heads * columns;
  int first, step, length;
  lineOf(table, count, axis, site, &first, &step, &length);
  GLOBAL const float* here = projected + (size_t)site * projectedStride + head;
  GLOBAL const float* ofHere = gradient + (size_t)site * stride + head;
  GLOBAL const float* mine = statistics + (size_t)row * 4;
  float ofQuery[8], ofKey[8], ofValue[8];
  UNROLL for (int e = 0; e < 8; e++) {
    ofQuery[e] = ofKey[e] = ofValue[e] = 0.0f;
  }
  for (int t = 0; t < length; t++) {
    int place = first + t * step;
    GLOBAL const float* other = projected + (size_t)place * projectedStride + head;
    GLOBAL const float* ofOther = gradient + (size_t)place * stride + head;
    GLOBAL const float* its = statistics + ((size_t)place * heads + number) * 4;
    float share = exp(scale * headProduct(here, other + width, columns) - mine[0]) * mine[1];
    float slope = share * (headProduct(ofHere, other + 2 * width, columns) - mine[2]) * scale;
    float itsShare = exp(scale * headProduct(other, here + width, columns) - its[0]) * its[1];
    float itsSlope =
        itsShare * (headProduct(ofOther, here + 2 * width, columns) - its[2]) * scale;
    UNROLL for (int e = 0; e < 8; e++) {
      if (column + e < columns) {
        ofQuery[e] = fma(slope, other[width + column + e], ofQuery[e]);
        ofKey[e] = fma(itsSlope, other[column + e], ofKey[e]);
        ofValue[e] = fma(itsShare, ofOther[column + e], ofValue[e]);
      }
    }
  }
  GLOBAL float* to = projectedGradient + (size_t)site * projectedStride + head + column;
  UNROLL for (int e = 0; e < 8; e++) {
    if (column + e < columns) {
      to[e] = ofQuery[e];
      to[width + e] = ofKey[e];
      to[2 * width + e] = ofValue[e];
    }
  }
}

/*
 * Of each row of an item four numbers that all of its rows share: the mean of the item, one over the
 * root of its variance and epsilon, and if wanted the means of g and of g y (see rowStatistics). A
 * group takes an item.
 */
KERNEL(256, 1)
void itemStatistics(
    GLOBAL const int* RESTRICT table, GLOBAL const float* RESTRICT x,
    GLOBAL const float* RESTRICT gain, float epsilon, int wanted,
    GLOBAL const float* RESTRICT gradient, int stride, int columns,
    GLOBAL float* RESTRICT statistics) {
  LOCAL float sums[256];
  int first = table[GROUP_X];
  int rows = table[GROUP_X + 1] - first;
  float numbers = (float)rows * (float)columns;
  float sum = 0.0f;
  for (int row = LOCAL_X; row < rows; row += 256) {
    GLOBAL const float* at = x + (size_t)(first + row) * stride;
    float part = 0.0f;
    for (int j = 0; j < columns; j++) {
      part += at[j];
    }
    sum += part;
  }
  float mean = groupSum(sums, sum) / numbers;
  BARRIER;
  sum = 0.0f;
  for (int row = LOCAL_X; row < rows; row += 256) {
    GLOBAL const float* at = x + (size_t)(first + row) * stride;
    float part = 0.0f;
    for (int j = 0; j < columns; j++) {
      part = fma(at[j] - mean, at[j] - mean, part);
    }
    sum += part;
  }
  float factor = 1.0f / sqrt(groupSum(sums, sum) / numbers + epsilon);
  BARRIER;
  float ofSum = 0.0f, ofProducts = 0.0f;
  if (wanted) {
    for (int row = LOCAL_X; row < rows; row += 256) {
      size_t at = (size_t)(first + row) * stride;
      float part = 0.0f, products = 0.0f;
      for (int j = 0; j < columns; j++) {
        float g = gradient[at + j] * gain[j];
        part += g;
        products = fma(g, (x[at + j] - mean) * factor, products);
      }
      ofSum += part;
      ofProducts += products;
    }
  }
  ofSum = groupSum(sums, ofSum) / numbers;
  BARRIER;
  ofProducts = groupSum(sums, ofProducts) / numbers;
  for (int row = LOCAL_X; row < rows; row += 256) {
    GLOBAL float* to = statistics + (size_t)(first + row) * 4;
    to[0] = mean;
    to[1] = factor;
    to[2] = ofSum;
    to[3] = ofProducts;
  }
}

/* out = gain (x - mean) factor + shift, with the mean and the factor of each row. */
KERNEL(256, 1)
void normaliseByStatistics(
    GLOBAL const float* RESTRICT x, GLOBAL const float* RESTRICT gain,
    GLOBAL const float* RESTRICT shift, GLOBAL const float* RESTRICT statistics,
    GLOBAL float* RESTRICT out, int stride, int rows, int columns) {
  ELEMENT_GROUP(rows, columns)
  size_t at = (size_t)row * stride;
  float mean = statistics[(size_t)row * 4];
  float factor = statistics[(size_t)row * 4 + 1];
  float v[8], g[8], s[8];
  load8(x + at, column, columns, v);
  load8(gain, column, columns, g);
  load8(shift, column, columns, s);
  UNROLL for (int e = 0; e < 8; e++) {
    v[e] = fma(g[e] * factor, v[e] - mean, s[e]);
  }
  store8(v, out + at, column, columns);
}
