package dev.varve.cli;

import static dev.varve.cli.WrongUsageException.typed;

import dev.varve.jdbc.PostgresStorage;
import dev.varve.jdbc.SqliteStorage;
import dev.varve.storage.Storage;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** A store, as it is named on the command line. */
sealed interface StoreUrl {
  String KNOWN = "sqlite:FILE, postgresql://HOST:PORT/DATABASE or jdbc:postgresql://...";

  /** Environment variables that may hold the password, the first that is set. */
  List<String> PASSWORD_VARIABLES = List.of("VARVE_PASSWORD", "PGPASSWORD");

  /** Opens it to look at it: nothing is written. */
  Storage forReading();

  /** Opens it to change what is in it; its tables must be there and up to date. */
  Storage forWriting();

  /**
   * Reads a URL. What may hold a password is not repeated in a message.
   *
   * @throws WrongUsageException if it is none of the known, or holds a password
   */
  static StoreUrl parse(String url) {
    if (url.startsWith("sqlite:") && url.length() > "sqlite:".length()) {
      return new SqliteFile(typed(() -> Path.of(url.substring("sqlite:".length()))));
    }
    if (url.startsWith("jdbc:postgresql:")) {
      return PostgresDatabase.of(url.substring("jdbc:".length()));
    }
    if (url.startsWith("postgresql:")) {
      return PostgresDatabase.of(url);
    }
    int colon = url.indexOf(':');
    throw new WrongUsageException(
        "the store '"
            + (colon < 0 ? url : url.substring(0, colon + 1) + "...")
            + "' is of no known kind; write it as "
            + KNOWN);
  }

  /** An SQLite file. */
  record SqliteFile(Path file) implements StoreUrl {
    @Override
    public Storage forReading() {
      return SqliteStorage.forReading(file);
    }

    /** Looked at first, since a slip of the pen must not create a file, or update another's. */
    @Override
    public Storage forWriting() {
      forReading().close();
      return SqliteStorage.at(file);
    }
  }

  /** A PostgreSQL database. */
  record PostgresDatabase(DataSource source) implements StoreUrl {
    private static final Pattern USER =
        Pattern.compile("postgresql://([^/@:]*)@(.*)", Pattern.DOTALL);
    private static final Pattern SECRET = Pattern.compile("[?&](ssl)?password=");

    static PostgresDatabase of(String url) {
      Matcher user = USER.matcher(url);
      boolean hasUser = user.matches();
      boolean strayAt = hasUser ? user.group(2).contains("@") : url.contains("@");
      if (strayAt || SECRET.matcher(url.toLowerCase(Locale.ROOT)).find()) {
        throw new WrongUsageException(
            "the store holds a password, which others can see in the list of processes; put it"
                + " into the environment variable "
                + PASSWORD_VARIABLES.getFirst());
      }
      PGSimpleDataSource source = new PGSimpleDataSource();
      try {
        source.setURL("jdbc:" + (hasUser ? "postgresql://" + user.group(2) : url));
      } catch (IllegalArgumentException e) {
        throw new WrongUsageException(
            "the PostgreSQL driver cannot read the store; write it as " + KNOWN, e);
      }
      if (hasUser) {
        source.setUser(user.group(1));
      }
      password().ifPresent(source::setPassword);
      source.setApplicationName("varve");
      return new PostgresDatabase(source);
    }

    private static Optional<String> password() {
      return PASSWORD_VARIABLES.stream()
          .flatMap(name -> Optional.ofNullable(System.getenv(name)).stream())
          .findFirst();
    }

    @Override
    public Storage forReading() {
      return PostgresStorage.forReading(source);
    }

    @Override
    public Storage forWriting() {
      return PostgresStorage.builder(source).createTables(false).open();
    }
  }
}
