package dev.varve.internal.engine;

/**
 * Runs code that a user registered, and is none itself. Whoever asks where the code of a function
 * comes from must look behind it.
 */
public interface RegisteredCode {
  /** What was registered: a class, a factory or an object with the code. */
  Object registered();

  /** What was registered, given that or what runs it. */
  static Object behind(Object code) {
    return code instanceof RegisteredCode wrapper ? wrapper.registered() : code;
  }

  /** The class that was registered, or the class of what was. */
  static Class<?> typeBehind(Object code) {
    return behind(code) instanceof Class<?> type ? type : behind(code).getClass();
  }
}
