package dev.varve.jdbc;

import dev.varve.storage.StorageException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Creates and updates the schema by numbered scripts; each is recorded with its checksum. */
final class Schema {
  private static final String LEDGER =
      "CREATE TABLE IF NOT EXISTS varve_schema_script (script INTEGER PRIMARY KEY, name TEXT NOT NULL,"
          + " checksum TEXT NOT NULL)";

  private final String where;
  private final List<Script> scripts;

  record Script(String name, String text) {
    String checksum() {
      try {
        byte[] digest =
            MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest);
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every JDK has SHA-256", e);
      }
    }

    List<String> statements() {
      List<String> statements = new ArrayList<>();
      for (String part : text.split(";\\R", -1)) {
        if (!part.isBlank()) {
          statements.add(part);
        }
      }
      return statements;
    }
  }

  /**
   * @param where the database, as messages name it
   */
  Schema(String where, List<Script> scripts) {
    this.where = where;
    this.scripts = List.copyOf(scripts);
  }

  static List<Script> load(Dialect dialect) {
    List<Script> scripts = new ArrayList<>();
    for (String name : dialect.schemaScripts()) {
      try (InputStream in = Schema.class.getResourceAsStream(name)) {
        if (in == null) {
          throw new IllegalStateException("the schema script " + name + " is missing in the jar");
        }
        String text = new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
        scripts.add(new Script(name.substring(name.lastIndexOf('/') + 1), text));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return scripts;
  }

  /** Brings the database up to date, in one transaction; other processes wait for it. */
  void migrate(Connection connection, Dialect dialect) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(dialect.beginWrite());
      try {
        dialect.lockSchema(statement);
        if (dialect.holdsSomethingElse(connection)) {
          throw new StorageException(
              where + " holds something else; give Varve a database of its own", null);
        }
        statement.execute(LEDGER);
        for (int i = checkRecorded(connection); i < scripts.size(); i++) {
          apply(connection, i + 1, scripts.get(i));
        }
        statement.execute("COMMIT");
      } catch (SQLException | RuntimeException e) {
        statement.execute("ROLLBACK");
        throw e;
      }
    }
  }

  /** Makes sure that all scripts ran already. */
  void check(Connection connection) throws SQLException {
    int recorded = checkRecorded(connection);
    if (recorded < scripts.size()) {
      throw new StorageException(
          where
              + " lacks schema script "
              + scripts.get(recorded).name()
              + "; bring its tables up to date with a role that may, then try again",
          null);
    }
  }

  /** Checks the scripts that ran already and returns how many they are. */
  private int checkRecorded(Connection connection) throws SQLException {
    int count = 0;
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT name, checksum FROM varve_schema_script ORDER BY script")) {
      while (row.next()) {
        if (count == scripts.size()) {
          throw new StorageException(
              where
                  + " has a newer schema ("
                  + row.getString(1)
                  + ") than this version of Varve knows; use a newer version of Varve",
              null);
        }
        Script script = scripts.get(count);
        if (!script.checksum().equals(row.getString(2))) {
          throw new StorageException(
              where
                  + " was made with another text of schema script "
                  + script.name()
                  + "; use a released version of Varve, or another file",
              null);
        }
        count++;
      }
    }
    return count;
  }

  private static void apply(Connection connection, int number, Script script) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String sql : script.statements()) {
        statement.execute(sql);
      }
    }
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO varve_schema_script (script, name, checksum) VALUES (?,?,?)")) {
      insert.setInt(1, number);
      insert.setString(2, script.name());
      insert.setString(3, script.checksum());
      insert.executeUpdate();
    }
  }
}
