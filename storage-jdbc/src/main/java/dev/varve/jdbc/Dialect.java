package dev.varve.jdbc;

import dev.varve.storage.StorageException;
import java.sql.Connection;
import java.sql.SQLException;

/** What differs between the databases this module speaks to; everything else is shared. */
interface Dialect {
  /** What kind of trouble an error of the driver means. */
  enum Trouble {
    /** Another writer is in the way; trying again helps. */
    BUSY,
    /** No space; the transaction can be rolled back, and a later one may succeed. */
    FULL,
    /** The connection or the file can no longer be trusted; open a new connection. */
    BROKEN,
    /** The statement itself was refused: a constraint, a bad value. */
    REFUSED
  }

  /** The numbered schema scripts, in order, as resources beside this class. */
  String[] schemaScripts();

  /** A new connection for reading and writing, in autocommit mode. */
  Connection openWriter() throws SQLException;

  /** A new connection that cannot write. */
  Connection openReader() throws SQLException;

  /** Whether there are tables, but not ours. */
  boolean holdsSomethingElse(Connection connection) throws SQLException;

  /** Statement that begins a transaction which is going to write. */
  String beginWrite();

  /**
   * A query for a number that is another one whenever somebody else has committed since the last
   * look on the same connection.
   */
  String foreignVersion();

  /** What kind of trouble this is. */
  Trouble trouble(SQLException error);

  /** The error in words: what happened to which database, and what to do. */
  StorageException failure(String doing, SQLException error, boolean outcomeUnknown);
}
