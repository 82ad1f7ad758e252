package org.ribond.engine.compute;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ribond.engine.compute.scalar.ScalarBackend;

/** Where chains begin, and which sites convolution and pooling see: counted by hand. */
class ChainGeometryTest {
  @Test
  void layout_ofEachKind_countsItsSites() {
    Layout chains = Layout.chains(3, 0, 5);
    assertEquals(8, chains.sites());
    assertEquals(3, chains.count());
    assertEquals(5, chains.longest());
    assertEquals(0, chains.length(1));
    assertEquals(3, chains.start(2));
    assertEquals(1, chains.width(2));
    assertArrayEquals(new int[] {0, 3, 3, 8}, chains.starts());

    Layout maps = Layout.maps(new int[] {2, 0, 3}, new int[] {4, 9, 1});
    assertEquals(11, maps.sites());
    assertEquals(8, maps.length(0));
    assertEquals(0, maps.length(1));
    assertEquals(3, maps.height(2));
    assertEquals(9, maps.width(1));

    Layout samples = Layout.samples(4);
    assertEquals(4, samples.sites());
    assertEquals(1, samples.length(3));
    assertEquals(0, Layout.chains().sites());
    assertEquals(0, Layout.chains().longest());
  }

  @Test
  void layout_ofTheSameLengths_isEqualAndKeepsItsOwn() {
    int[] lengths = {3, 5};
    Layout chains = Layout.chains(lengths);
    lengths[0] = 4;
    chains.starts()[1] = 100;

    assertEquals(Layout.chains(3, 5), chains);
    assertEquals(Layout.chains(3, 5).hashCode(), chains.hashCode());
    assertNotEquals(Layout.chains(5, 3), chains);
    assertNotEquals(Layout.maps(new int[] {3, 5}, new int[] {1, 1}), chains);
    assertNotEquals(Layout.samples(1), Layout.chains(1));
  }

  @Test
  void layout_impossible_isRefused() {
    assertThrows(IllegalArgumentException.class, () -> Layout.chains(3, -1));
    assertThrows(IllegalArgumentException.class, () -> Layout.samples(-1));
    assertThrows(IllegalArgumentException.class, () -> Layout.maps(new int[] {-2}, new int[] {-2}));
    assertThrows(IllegalArgumentException.class, () -> Layout.maps(new int[2], new int[3]));
    assertThrows(IllegalArgumentException.class, () -> Layout.chains(Integer.MAX_VALUE, 1));
    assertThrows(
        IllegalArgumentException.class,
        () -> Layout.maps(new int[] {1 << 16}, new int[] {1 << 16}));
  }

  /** With the sums that {@code 1, 2, 3, ...} give by weights {@code 1, 10, 100, ...}. */
  @ParameterizedTest
  @CsvSource({
    "3, 1, 1, SAME, 4, '210 321 432 43'",
    "4, 1, 1, SAME, 4, '3210 4321 432 43'",
    "2, 1, 1, SAME, 3, '21 32 3'",
    "3, 2, 1, SAME, 4, '310 420 31 42'",
    "3, 1, 2, SAME, 5, '210 432 54'",
    "3, 1, 2, SAME, 4, '210 432'",
    "3, 1, 1, VALID, 4, '321 432'",
    "3, 2, 1, VALID, 6, '531 642'",
    "2, 2, 3, VALID, 7, '31 64'",
    "3, 1, 1, VALID, 2, ''",
    "1, 1, 1, SAME, 3, '1 2 3'",
    "3, 5, 1, SAME, 2, '10 20'",
    "3, 1, 1, SAME, 0, ''"
  })
  void convolution_ofNumberedSites_seesTheSitesThatItsShapeSays(
      int width, int dilation, int stride, Convolution.Edge edge, int length, String expected) {
    Convolution shape = new Convolution(width, dilation, stride, edge);
    // The same chain between two others.
    Layout chains = Layout.chains(1, length, 3);
    Layout outputs = shape.layout(chains);
    float[] numbers = new float[chains.sites()];
    for (int i = 0; i < length; i++) {
      numbers[1 + i] = i + 1;
    }
    float[] powers = new float[width];
    for (int j = 0; j < width; j++) {
      powers[j] = (float) Math.pow(10, j);
    }
    ScalarBackend backend = new ScalarBackend();
    Matrix x = backend.allocate(chains.sites(), 1);
    Matrix weights = backend.allocate(width, 1);
    Matrix out = backend.allocate(outputs.sites(), 1);
    backend.upload(numbers, x);
    backend.upload(powers, weights);

    backend.convolution(shape, chains, x, weights, out, Epilogue.NONE);

    float[] sums = new float[outputs.sites()];
    backend.download(out, sums);
    List<String> actual = new ArrayList<>();
    for (int i = outputs.start(1); i < outputs.start(2); i++) {
      actual.add(Integer.toString((int) sums[i]));
    }
    assertEquals(expected, String.join(" ", actual));
    assertEquals(shape.outputs(length), actual.size());
  }

  @Test
  void convolution_impossible_isRefused() {
    assertThrows(IllegalArgumentException.class, () -> Convolution.same(0, 1));
    assertThrows(IllegalArgumentException.class, () -> Convolution.same(3, 0));
    assertThrows(
        IllegalArgumentException.class, () -> new Convolution(3, 1, 0, Convolution.Edge.VALID));
    assertThrows(IllegalArgumentException.class, () -> Convolution.same(3, 1 << 30));
    assertEquals(Integer.MAX_VALUE, Convolution.same(2, Integer.MAX_VALUE - 1).span());
  }

  /** Each output as its first and last site. */
  private static String windows(Pooling pooling, int length) {
    List<String> all = new ArrayList<>();
    for (int t = 0; t < pooling.outputs(length); t++) {
      all.add(pooling.begin(t, length) + "-" + (pooling.end(t, length) - 1));
    }
    return String.join(" ", all);
  }

  @ParameterizedTest
  @CsvSource({
    "3, 3, 9, '0-2 3-5 6-8'",
    "3, 3, 10, '0-2 3-5 6-8 9-9'",
    "3, 3, 1, '0-0'",
    "3, 3, 0, ''",
    "3, 2, 7, '0-2 2-4 4-6'",
    "3, 2, 8, '0-2 2-4 4-6 6-7'",
    "5, 2, 3, '0-2'",
    "5, 2, 6, '0-4 2-5'",
    "1, 4, 4, '0-0'",
    "1, 4, 5, '0-0 4-4'",
    "2, 5, 11, '0-1 5-6 10-10'"
  })
  void pooling_byWindows_coversTheChainOnce(int width, int stride, int length, String expected) {
    Pooling pooling = new Pooling(Pooling.Kind.MEAN, Pooling.Extent.WINDOWS, width, stride);
    assertEquals(expected, windows(pooling, length));
  }

  @Test
  void pooling_byWindows_hasNoneThatIsEmptyOrLiesInAnother() {
    for (int width = 1; width < 8; width++) {
      for (int stride = 1; stride < 10; stride++) {
        Pooling pooling = new Pooling(Pooling.Kind.MAX, Pooling.Extent.WINDOWS, width, stride);
        for (int length = 1; length < 30; length++) {
          int last = pooling.outputs(length) - 1;
          String what = pooling + " of " + length;
          assertTrue(pooling.begin(last, length) < length, what);
          assertFalse(last > 0 && pooling.end(last - 1, length) == length, what);
          // What another window would see that none of these does.
          assertTrue(pooling.end(last, length) == length || (last + 1L) * stride >= length, what);
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "3, 9, '0-2 3-5 6-8'",
    "3, 10, '0-3 3-6 6-9'",
    "4, 2, '0-0 0-0 1-1 1-1'",
    "3, 1, '0-0 0-0 0-0'",
    "2, 0, '0--1 0--1'"
  })
  void pooling_byParts_hasAsManyWhateverTheLength(int parts, int length, String expected) {
    assertEquals(expected, windows(Pooling.parts(Pooling.Kind.MAX, parts), length));
  }

  @Test
  void pooling_ofWholeChains_givesSamples() {
    Pooling pooling = Pooling.whole(Pooling.Kind.LAST);
    assertEquals("0-6", windows(pooling, 7));
    assertEquals(Layout.samples(2), pooling.layout(Layout.chains(7, 0)));
    assertEquals(Layout.chains(3, 0), Pooling.windows(Pooling.Kind.MAX, 3).layout(chains(7, 0)));
    assertEquals(Layout.chains(2, 2), Pooling.parts(Pooling.Kind.MAX, 2).layout(chains(7, 0)));
  }

  private static Layout chains(int... lengths) {
    return Layout.chains(lengths);
  }

  @ParameterizedTest
  @CsvSource({"MAX, 5, 9, 0", "MEAN, 3, 6, 0", "FIRST, 5, 1, 0", "LAST, 1, 8, 0"})
  void pool_knownNumbers_takesWhatItsKindSays(
      Pooling.Kind kind, float first, float second, float empty) {
    ScalarBackend backend = new ScalarBackend();
    Matrix x = backend.allocate(6, 1);
    backend.upload(new float[] {5, 3, 1, 1, 9, 8}, x);
    Matrix out = backend.allocate(3, 1);

    backend.pool(Pooling.whole(kind), Layout.chains(3, 3, 0), x, out);

    float[] actual = new float[3];
    backend.download(out, actual);
    assertArrayEquals(new float[] {first, second, empty}, actual, 0);
  }
}
