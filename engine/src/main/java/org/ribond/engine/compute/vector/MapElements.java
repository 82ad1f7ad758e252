package org.ribond.engine.compute.vector;

import java.util.Arrays;
import org.ribond.engine.compute.Layout;
import org.ribond.engine.compute.MapSide;

/** Outer sums of chains, sums along the sides of maps, and transposition. */
final class MapElements {
  private final Workers workers;

  MapElements(Workers workers) {
    this.workers = workers;
  }

  /** See {@link org.ribond.engine.compute.Backend#outerSum}; shapes are checked. */
  void outerSum(
      Layout rows,
      VectorMatrix p,
      Layout columns,
      VectorMatrix q,
      boolean accumulate,
      VectorMatrix out) {
    int[] firstCells = firstCells(rows, columns);
    int[] map = maps(rows);
    int width = out.width();
    workers.run(
        rows.sites(),
        (site, worker) -> {
          int item = map[site];
          int cell = firstCells[site];
          for (int j = columns.start(item); j < columns.start(item + 1); j++) {
            int at = out.row(cell++);
            if (accumulate) {
              Panels.take(p.values(), p.row(site), width, out.values(), at, true);
              Panels.take(q.values(), q.row(j), width, out.values(), at, true);
            } else {
              RowKernels.add(
                  p.values(), p.row(site), q.values(), q.row(j), out.values(), at, width);
            }
          }
        });
  }

  /** The map that each row of maps belongs to. */
  private static int[] maps(Layout rows) {
    int[] maps = new int[rows.sites()];
    for (int map = 0; map < rows.count(); map++) {
      for (int site = rows.start(map); site < rows.start(map + 1); site++) {
        maps[site] = map;
      }
    }
    return maps;
  }

  /** The first cell of each row of maps. */
  private static int[] firstCells(Layout rows, Layout columns) {
    int[] cells = new int[rows.sites()];
    int cell = 0;
    for (int map = 0; map < rows.count(); map++) {
      for (int site = rows.start(map); site < rows.start(map + 1); site++) {
        cells[site] = cell;
        cell += columns.length(map);
      }
    }
    return cells;
  }

  /** See {@link org.ribond.engine.compute.Backend#mapSums}; shapes are checked. */
  void sums(MapSide side, Layout maps, VectorMatrix x, boolean accumulate, VectorMatrix sums) {
    Layout chains = side.chains(maps);
    int[] map = maps(chains);
    int width = x.width();
    workers.run(
        chains.sites(),
        (site, worker) -> {
          int item = map[site];
          int place = site - chains.start(item);
          int columns = maps.width(item);
          int first = maps.start(item) + (side == MapSide.ROWS ? place * columns : place);
          int step = side == MapSide.ROWS ? 1 : columns;
          int count = side == MapSide.ROWS ? columns : maps.height(item);
          int to = sums.row(site);
          if (!accumulate) {
            Arrays.fill(sums.values(), to, to + width, 0);
          }
          for (int i = 0; i < count; i++) {
            Panels.take(x.values(), x.row(first + i * step), width, sums.values(), to, true);
          }
        });
  }

  /** See {@link org.ribond.engine.compute.Backend#transpose}; shapes are checked. */
  void transpose(Layout maps, VectorMatrix x, boolean accumulate, VectorMatrix out) {
    Layout rows = MapSide.ROWS.chains(maps);
    int[] map = maps(rows);
    int columns = x.columns();
    int width = x.width();
    workers.run(
        rows.sites(),
        (site, worker) -> {
          int item = map[site];
          int size = maps.width(item);
          int i = site - rows.start(item);
          for (int j = 0; j < size; j++) {
            int from = x.row(maps.start(item) + j * size + i);
            int to = out.row(maps.start(item) + i * size + j);
            if (columns == 1) {
              out.values()[to] = x.values()[from] + (accumulate ? out.values()[to] : 0);
            } else {
              Panels.take(x.values(), from, width, out.values(), to, accumulate);
            }
          }
        });
  }
}
