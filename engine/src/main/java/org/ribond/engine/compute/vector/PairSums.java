package org.ribond.engine.compute.vector;

import org.ribond.engine.compute.Epilogue;

/** First layer of a tile of a contact map: for each pair a sum of two rows. */
final class PairSums {
  /** Pairs whose sums get their epilogue together. */
  private static final int BLOCK_ROWS = 64;

  private final Workers workers;
  private final Scratch[] scratch;

  PairSums(Workers workers, Scratch[] scratch) {
    this.workers = workers;
    this.scratch = scratch;
  }

  /** See {@link org.ribond.engine.compute.Backend#pairSum}; shapes are checked. */
  void sum(
      VectorMatrix residues, VectorMatrix bases, long first, VectorMatrix sums, Epilogue epilogue) {
    int width = sums.width();
    workers.runRanges(
        sums.rows(),
        BLOCK_ROWS,
        (top, bottom, worker) -> {
          int residue = (int) ((first + top) / bases.rows());
          int base = (int) ((first + top) % bases.rows());
          for (int i = top; i < bottom; i++) {
            RowKernels.add(
                residues.values(),
                residues.row(residue),
                bases.values(),
                bases.row(base),
                sums.values(),
                sums.row(i),
                width);
            if (++base == bases.rows()) {
              base = 0;
              residue++;
            }
          }
          Epilogues.apply(epilogue, sums, top, bottom, 0, width, scratch[worker]);
        });
  }
}
