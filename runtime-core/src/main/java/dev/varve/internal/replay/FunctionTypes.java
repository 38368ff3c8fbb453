package dev.varve.internal.replay;

import dev.varve.FunctionName;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Names and types that function classes carry. */
public final class FunctionTypes {
  private static final ClassValue<Map<Type, Type>> ARGUMENTS =
      new ClassValue<>() {
        @Override
        protected Map<Type, Type> computeValue(Class<?> type) {
          Map<Type, Type> bound = new HashMap<>();
          collect(type, bound);
          return bound;
        }
      };

  private FunctionTypes() {}

  /**
   * The versioned name in a class's simple name.
   *
   * @throws IllegalArgumentException if the simple name is not a function name
   */
  public static FunctionName name(Class<?> function) {
    try {
      return FunctionName.parse(function.getSimpleName());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "class "
              + function.getName()
              + " has no function name: "
              + e.getMessage()
              + "; or register it under a name of its own",
          e);
    }
  }

  /**
   * The input type that a class declares for {@code Orchestrator} or {@code Activity}; Object if it
   * declares none.
   */
  public static Type input(Class<?> function, Class<?> role) {
    return argument(function, role, 0);
  }

  /**
   * The output type that a class declares for {@code Orchestrator} or {@code Activity}; Object if
   * it declares none.
   */
  public static Type output(Class<?> function, Class<?> role) {
    return argument(function, role, 1);
  }

  private static Type argument(Class<?> function, Class<?> role, int index) {
    Map<Type, Type> bound = ARGUMENTS.get(function);
    Type type = role.getTypeParameters()[index];
    while (type instanceof TypeVariable<?> && bound.containsKey(type)) {
      type = bound.get(type);
    }
    return type instanceof TypeVariable<?> ? Object.class : type;
  }

  private static void collect(@Nullable Class<?> type, Map<Type, Type> bound) {
    if (type == null) {
      return;
    }
    bind(type.getGenericSuperclass(), bound);
    for (Type implemented : type.getGenericInterfaces()) {
      bind(implemented, bound);
    }
  }

  private static void bind(@Nullable Type type, Map<Type, Type> bound) {
    if (type instanceof ParameterizedType generic && generic.getRawType() instanceof Class<?> raw) {
      TypeVariable<?>[] variables = raw.getTypeParameters();
      for (int i = 0; i < variables.length; i++) {
        bound.put(variables[i], generic.getActualTypeArguments()[i]);
      }
      collect(raw, bound);
    } else if (type instanceof Class<?> raw) {
      collect(raw, bound);
    }
  }

  /**
   * Whether a call by this name means this function: a full name exactly it, a base name any
   * version.
   */
  static boolean calls(String requested, FunctionName function) {
    return requested.indexOf('_') < 0
        ? requested.equals(function.base())
        : requested.equals(function.toString());
  }

  /** Checks a called name alike in live and replayed turns, so that both refuse alike. */
  static void requireCallable(String name) {
    FunctionName.parse(name);
  }
}
