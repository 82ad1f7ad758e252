package org.ribond.engine.compute;

/** The sides of a map. */
public enum MapSide {
  /** Its rows. */
  ROWS,
  /** Its columns. */
  COLUMNS;

  /** The chains along this side of each of {@code maps}: their heights or their widths. */
  public Layout chains(Layout maps) {
    int[] lengths = new int[maps.count()];
    for (int map = 0; map < lengths.length; map++) {
      lengths[map] = this == ROWS ? maps.height(map) : maps.width(map);
    }
    return Layout.chains(lengths);
  }
}
