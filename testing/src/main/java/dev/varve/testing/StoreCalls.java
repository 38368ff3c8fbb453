package dev.varve.testing;

import java.util.function.Supplier;

/**
 * Stands between an engine and its store: sees every call, and may refuse it, fail behind it, or
 * stop there for good. Stages are joined before, so a call that returns has taken effect.
 */
public interface StoreCalls {
  /** Makes every call as it is. */
  StoreCalls DIRECT =
      new StoreCalls() {
        @Override
        public <T> T make(String method, Supplier<T> call) {
          return call.get();
        }
      };

  /**
   * Makes a call.
   *
   * @param method its name in the storage SPI, such as {@code commit}
   * @throws dev.varve.storage.StorageException what the engine is to see instead of a result
   */
  <T> T make(String method, Supplier<T> call);
}
