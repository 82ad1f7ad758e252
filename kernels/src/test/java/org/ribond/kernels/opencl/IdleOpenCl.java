package org.ribond.kernels.opencl;

import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.jocl.CL;

/** A driver that names the devices of a real one, accepts everything else and computes nothing. */
final class IdleOpenCl {
  private IdleOpenCl() {}

  static OpenClApi over(OpenClApi real) {
    return (OpenClApi)
        Proxy.newProxyInstance(
            OpenClApi.class.getClassLoader(),
            new Class<?>[] {OpenClApi.class},
            (proxy, method, arguments) -> answer(real, method, arguments));
  }

  private static Object answer(OpenClApi real, Method method, Object[] arguments)
      throws ReflectiveOperationException {
    if (method.getName().startsWith("get")) {
      method.setAccessible(true);
      return method.invoke(real, arguments);
    }
    if (method.getReturnType() == int.class) {
      return CL.CL_SUCCESS;
    }
    ((int[]) arguments[arguments.length - 1])[0] = CL.CL_SUCCESS;
    Constructor<?> constructor = method.getReturnType().getConstructor();
    return constructor.newInstance();
  }
}
