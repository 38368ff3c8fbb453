package dev.varve;

import dev.varve.internal.engine.RegisteredCode;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.util.function.Supplier;

/** Makes orchestrators from their classes. */
final class Instances {
  private Instances() {}

  static Supplier<Orchestrator<?, ?>> of(Class<? extends Orchestrator<?, ?>> type) {
    Constructor<? extends Orchestrator<?, ?>> constructor;
    try {
      constructor = type.getDeclaredConstructor();
      constructor.setAccessible(true);
    } catch (ReflectiveOperationException | RuntimeException e) {
      throw new IllegalArgumentException(
          type.getName()
              + " cannot be made: it needs a constructor without parameters that is open to this"
              + " library; or register it with a factory",
          e);
    }
    return new OfClass(constructor);
  }

  /** Makes one object for each execution. */
  private record OfClass(Constructor<? extends Orchestrator<?, ?>> constructor)
      implements Supplier<Orchestrator<?, ?>>, RegisteredCode {
    @Override
    public Class<?> registered() {
      return constructor.getDeclaringClass();
    }

    @Override
    public Orchestrator<?, ?> get() {
      return make(constructor);
    }
  }

  private static Orchestrator<?, ?> make(Constructor<? extends Orchestrator<?, ?>> constructor) {
    try {
      return constructor.newInstance();
    } catch (InvocationTargetException e) {
      throw new IllegalStateException(
          "the constructor of " + constructor.getDeclaringClass().getName() + " failed",
          e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(
          constructor.getDeclaringClass().getName() + " cannot be made", e);
    }
  }
}
