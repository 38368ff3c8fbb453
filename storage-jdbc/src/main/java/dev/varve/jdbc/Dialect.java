package dev.varve.jdbc;

import dev.varve.storage.StorageException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;

/** What differs between the databases this module speaks to; everything else is shared. */
interface Dialect {
  /** What kind of trouble an error of the driver means. */
  enum Trouble {
    /** Another writer is in the way; trying again helps. */
    BUSY,
    /** Somebody keeps a lock, and was waited for in vain. */
    HELD,
    /** No space; the transaction can be rolled back, and a later one may succeed. */
    FULL,
    /** The connection or the file can no longer be trusted; open a new connection. */
    BROKEN,
    /** The statement itself was refused: a constraint, a bad value. */
    REFUSED
  }

  /** The database, as thread names and messages call it. */
  String name();

  /** The numbered schema scripts, in order, as resources beside this class. */
  String[] schemaScripts();

  /** A new connection for changing the schema, in autocommit mode. */
  Connection openForSchema() throws SQLException;

  /** Statement that begins a transaction which is going to change the schema. */
  String beginWrite();

  /** Makes the transaction at hand the only one that changes the schema. */
  void lockSchema(Statement statement) throws SQLException;

  /** Whether there are tables, but not ours. */
  boolean holdsSomethingElse(Connection connection) throws SQLException;

  /** A new connection for writing, with what it needs to gather transactions. */
  WriteBatch openBatch(StoreClock clock, FunctionIds functions) throws SQLException;

  /**
   * Gets operations into a transaction of the caller.
   *
   * @throws StorageException if it is not one that can be joined
   */
  JoinedTransaction.Join join(Connection connection, Database database);

  /** A new connection that only reads. */
  Connection openReader() throws SQLException;

  /** Closes a connection, which may go on to serve somebody else, as it was before. */
  void giveBack(Connection connection) throws SQLException;

  /** Begins one consistent view on a reading connection. */
  void beginRead(Statements reader) throws SQLException;

  /** Lets statements be planned anew now and then, where a database keeps plans. */
  void reviewPlans(Statements statements) throws SQLException;

  /** Ends what {@link #beginRead} began. */
  void endRead(Statements reader) throws SQLException;

  /** Whether each statement costs a round trip. */
  boolean isRemote();

  /** Whether other processes write while a transaction of ours is open. */
  boolean hasSeveralWriters();

  /** A condition on a column that it is one of the numbers of one parameter. */
  String isOneOf();

  /** Binds the parameter of {@link #isOneOf}. */
  void bindNumbers(PreparedStatement statement, int index, Collection<Long> numbers)
      throws SQLException;

  /** What follows a query whose rows of an alias nobody else may change meanwhile; may be empty. */
  String forUpdate(String alias);

  /** The same, passing over rows that somebody else is changing. */
  String forUpdateSkippingLocked(String alias);

  /** What kind of trouble this is. */
  Trouble trouble(SQLException error);

  /** The error in words: what happened to which database, and what to do. */
  StorageException failure(String doing, SQLException error, boolean outcomeUnknown);
}
