package dev.varve;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;

/**
 * A generic type that survives erasure: {@code new TypeRef<List<Order>>() {}}.
 *
 * @param <T> the type meant
 */
public abstract class TypeRef<T> {
  private final Type type;

  /** For anonymous subclasses, which carry their type argument. */
  protected TypeRef() {
    if (!(getClass().getGenericSuperclass() instanceof ParameterizedType generic)) {
      throw new IllegalStateException("write new TypeRef<List<Order>>() {} with a type argument");
    }
    this.type = generic.getActualTypeArguments()[0];
  }

  private TypeRef(Type type) {
    this.type = type;
  }

  /** The reference for a class. */
  public static <T> TypeRef<T> of(Class<T> type) {
    return new Known<>(type);
  }

  /** The reference for a type that is only known at run time. */
  public static TypeRef<?> ofType(Type type) {
    return new Known<>(type);
  }

  /** The type itself. */
  public final Type type() {
    return type;
  }

  @Override
  public final boolean equals(Object other) {
    return other instanceof TypeRef<?> that && type.equals(that.type);
  }

  @Override
  public final int hashCode() {
    return type.hashCode();
  }

  @Override
  public final String toString() {
    return type.getTypeName();
  }

  private static final class Known<T> extends TypeRef<T> {
    Known(Type type) {
      super(type);
    }
  }
}
