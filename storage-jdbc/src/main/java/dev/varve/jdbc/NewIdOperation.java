package dev.varve.jdbc;

/** Takes an id that is never used again. */
final class NewIdOperation extends WriteOperation<Long> {
  @Override
  Long apply(WriteBatch batch) {
    return batch.newId();
  }
}
