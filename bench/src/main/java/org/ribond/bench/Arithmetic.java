package org.ribond.bench;

import org.ribond.engine.compute.ArithmeticPeak;
import org.ribond.engine.compute.Backend;

/** Fused multiply-adds in registers: the peak that other rows are shares of. */
final class Arithmetic implements Workload {
  @Override
  public Kind kind() {
    return Kind.PEAK;
  }

  @Override
  public String name() {
    return "multiply-add";
  }

  @Override
  public String describe(int size) {
    return size + " rounds";
  }

  @Override
  public Job prepare(Backend backend) {
    if (!(backend instanceof ArithmeticPeak peak)) {
      throw new UnsupportedOperationException("this backend has no loop of multiply-adds");
    }
    return new ArithmeticJob(peak, peak.multiplyAdds(1));
  }

  private record ArithmeticJob(ArithmeticPeak peak, double flops) implements Job {
    @Override
    public int least() {
      return 1;
    }

    @Override
    public int most() {
      return 1 << 14;
    }

    @Override
    public void run(int size) {
      peak.multiplyAdds(size);
    }

    @Override
    public double amount() {
      return flops;
    }

    @Override
    public double cost() {
      return flops;
    }

    @Override
    public String check() {
      return "limits exact";
    }

    @Override
    public void close() {
      // Holds nothing.
    }
  }
}
