package dev.varve.azure;

import dev.varve.azure.internal.table.BlobStore;
import dev.varve.azure.internal.table.HintQueue;
import dev.varve.azure.internal.table.RowTable;
import dev.varve.azure.internal.table.StorageAccount;
import java.util.List;

/** What hubs need of an account. Thread-safe. */
interface Account {
  /** A table, created if it does not exist. */
  RowTable table(String name);

  /** A container of blobs. */
  BlobStore blobs(String container);

  /** A queue of hints. */
  HintQueue queue(String name);

  /** The names of all tables, in no order. */
  List<String> tables();

  static Account of(StorageAccount account) {
    return new Account() {
      @Override
      public RowTable table(String name) {
        return account.table(name);
      }

      @Override
      public BlobStore blobs(String container) {
        return account.blobs(container);
      }

      @Override
      public HintQueue queue(String name) {
        return account.queue(name);
      }

      @Override
      public List<String> tables() {
        return account.tables();
      }
    };
  }
}
