package dev.varve.jdbc;

/** What a database needs beside its writer: keeping the file in shape, hints between processes. */
interface Upkeep extends AutoCloseable {
  /** Begins. */
  void start();

  /** Is told after each transaction, on the writer's thread; must be short. */
  void committed(WriteBatch batch);

  /** A transaction left something that sessions of other processes may want to take. */
  void left(HubKey hub);

  @Override
  void close();
}
