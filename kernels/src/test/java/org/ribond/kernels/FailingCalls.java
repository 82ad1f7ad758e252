package org.ribond.kernels;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;

/**
 * Stands between backends and their native calls: makes the n-th of them fail, and counts what was
 * created and not released. Any number of threads may call.
 */
public final class FailingCalls implements InvocationHandler {
  private final Object calls;
  private final int failing;
  private final int status;

  /** Creating call to the call that releases. */
  private final Map<String, String> pairs;

  private final Map<String, Integer> open = new HashMap<>();
  private int made;
  private String failed = "";
  private String next = "";

  private FailingCalls(Object calls, int failing, int status, Map<String, String> pairs) {
    this.calls = calls;
    this.failing = failing;
    this.status = status;
    this.pairs = pairs;
  }

  /**
   * A handler for a proxy of {@code calls}.
   *
   * @param failing number of the call that fails, from 1; 0 for none
   * @param status what it answers
   * @param pairs name of each creating call and of the one that releases
   */
  public static FailingCalls of(Object calls, int failing, int status, Map<String, String> pairs) {
    return new FailingCalls(calls, failing, status, pairs);
  }

  /** The calls as the backend sees them. */
  public <T> T as(Class<T> type) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, this));
  }

  /** Number of calls made. */
  public int made() {
    return made;
  }

  /** Name of the call that was made to fail, or nothing. */
  public String failed() {
    return failed;
  }

  /** Name of the call after that, or nothing. */
  public String next() {
    return next;
  }

  /** What was created and never released, by the creating call's name. */
  public Map<String, Integer> leaks() {
    Map<String, Integer> leaks = new HashMap<>(open);
    leaks.values().removeIf(count -> count == 0);
    return leaks;
  }

  /** Whether {@code call} releases something. */
  public boolean releases(String call) {
    return pairs.containsValue(call);
  }

  @Override
  public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
    String name = method.getName();
    if (isFailing(name)) {
      failed = name;
      if (method.getReturnType() == int.class) {
        return status;
      }
      ((int[]) arguments[arguments.length - 1])[0] = status;
      return null;
    }
    Object result;
    try {
      method.setAccessible(true);
      result = method.invoke(calls, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
    noteCreation(name);
    return result;
  }

  /** Counts a call, and what it releases even if it fails. */
  private synchronized boolean isFailing(String name) {
    made++;
    pairs.forEach(
        (creates, releases) -> {
          if (releases.equals(name)) {
            open.merge(creates, -1, Integer::sum);
          }
        });
    if (made == failing + 1) {
      next = name;
    }
    return made == failing;
  }

  private synchronized void noteCreation(String name) {
    if (pairs.containsKey(name)) {
      open.merge(name, 1, Integer::sum);
    }
  }
}
