package org.ribond.bench;

/** Work that is ready to be done again and again on one backend, in portions of any size. */
interface Job extends AutoCloseable {
  /** Least size of a portion. */
  int least();

  /** Greatest size of a portion. */
  int most();

  /** Does a portion and waits for it. */
  void run(int size);

  /** Units of work in a portion of size 1, of which the rate is reported per second. */
  double amount();

  /** Operations (or bytes, see {@link Kind#bound}) in a portion of size 1. */
  double cost();

  /**
   * Compares results with the reference.
   *
   * @return how right they are, for the report
   * @throws WrongResultException if they are not
   */
  String check();

  @Override
  void close();
}
