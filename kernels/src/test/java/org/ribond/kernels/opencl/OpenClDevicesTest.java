package org.ribond.kernels.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jocl.CL;
import org.junit.jupiter.api.Test;

class OpenClDevicesTest {
  private final AtomicInteger inside = new AtomicInteger();
  private final AtomicInteger mostInside = new AtomicInteger();
  private final AtomicReference<Thread> second = new AtomicReference<>();

  private List<OpenClDevices.Found> list() {
    OpenClApi api =
        (OpenClApi)
            Proxy.newProxyInstance(
                OpenClApi.class.getClassLoader(),
                new Class<?>[] {OpenClApi.class},
                (proxy, method, arguments) -> {
                  mostInside.accumulateAndGet(inside.incrementAndGet(), Math::max);
                  startSecond();
                  inside.decrementAndGet();
                  return CL.CL_SUCCESS;
                });
    return new OpenClDevices(api).list();
  }

  /** Starts a second look from within the first, and waits for it to be inside too or held up. */
  private void startSecond() {
    Thread thread = new Thread(this::list);
    if (second.compareAndSet(null, thread)) {
      thread.start();
      while (mostInside.get() < 2 && thread.getState() != Thread.State.BLOCKED) {
        Thread.onSpinWait();
      }
    }
  }

  /** PoCL crashes in a look that begins while it sets up its devices for another. */
  @Test
  void list_askedForByTwoThreads_asksTheDriverForOneAfterTheOther() throws InterruptedException {
    assertEquals(List.of(), list());
    second.get().join();
    assertEquals(1, mostInside.get());
  }
}
