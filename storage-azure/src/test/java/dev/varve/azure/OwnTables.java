package dev.varve.azure;

import dev.varve.azure.internal.table.BlobStore;
import dev.varve.azure.internal.table.HintQueue;
import dev.varve.azure.internal.table.RowTable;
import java.util.List;

/** The part of an account whose names begin so: an empty account for each test. */
record OwnTables(Account account, String prefix) implements Account {
  @Override
  public RowTable table(String name) {
    return account.table(prefix + name);
  }

  @Override
  public BlobStore blobs(String container) {
    return account.blobs(prefix + container);
  }

  @Override
  public HintQueue queue(String name) {
    return account.queue(prefix + name);
  }

  @Override
  public List<String> tables() {
    return account.tables().stream()
        .filter(name -> name.startsWith(prefix))
        .map(name -> name.substring(prefix.length()))
        .toList();
  }
}
