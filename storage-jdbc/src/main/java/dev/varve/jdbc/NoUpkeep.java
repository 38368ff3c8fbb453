package dev.varve.jdbc;

/** What is only read needs none. */
enum NoUpkeep implements Upkeep {
  INSTANCE;

  @Override
  public void start() {}

  @Override
  public void committed(WriteBatch batch) {}

  @Override
  public void left(HubKey hub) {}

  @Override
  public void close() {}
}
