package dev.varve.azure;

import com.azure.core.credential.TokenCredential;
import dev.varve.Names;
import dev.varve.azure.internal.table.AccountAccess;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * An Azure Storage account, and as whom it is used: it must be allowed to create, read and write
 * tables, blobs and queues. Immutable; its text holds no secret.
 */
public final class AzureAccount {
  private static final Pattern NAME = Pattern.compile("[a-z0-9]{3,24}");
  private static final String SIGNED = "sharedaccesssignature";
  private static final String CLOUD = "core.windows.net";

  private final AccountAccess access;

  private AzureAccount(AccountAccess access) {
    this.access = access;
  }

  /**
   * By a connection string, with a key or with a shared access signature.
   *
   * @param connectionString as the portal of Azure gives it, or {@code UseDevelopmentStorage=true}
   * @throws IllegalArgumentException if it lacks what it takes; the message names what, and never
   *     the string
   */
  public static AzureAccount ofConnectionString(String connectionString) {
    Map<String, String> parts = parts(connectionString);
    boolean emulator = "true".equalsIgnoreCase(parts.get("usedevelopmentstorage"));
    if (!emulator && !parts.containsKey(SIGNED)) {
      require(parts, "AccountName");
      require(parts, "AccountKey");
    }
    if (parts.containsKey(SIGNED) && !parts.containsKey("accountname")) {
      require(parts, "TableEndpoint");
      require(parts, "BlobEndpoint");
      require(parts, "QueueEndpoint");
    }
    return new AzureAccount(new AccountAccess.ByConnectionString(connectionString.strip()));
  }

  private static Map<String, String> parts(String connectionString) {
    Map<String, String> parts = new TreeMap<>();
    for (String part : connectionString.strip().split(";", -1)) {
      int equals = part.indexOf('=');
      if (equals > 0) {
        parts.put(
            part.substring(0, equals).strip().toLowerCase(Locale.ROOT),
            part.substring(equals + 1).strip());
      } else if (!part.isBlank()) {
        throw new IllegalArgumentException(
            "a part of the connection string is no 'Name=value'; copy the whole string as Azure shows it");
      }
    }
    return parts;
  }

  private static void require(Map<String, String> parts, String name) {
    String value = parts.get(name.toLowerCase(Locale.ROOT));
    if (value == null || value.isEmpty()) {
      throw new IllegalArgumentException(
          "the connection string has no " + name + "; copy the whole string as Azure shows it");
    }
  }

  /**
   * By a shared access signature for the account.
   *
   * @param account its name, 3 to 24 lower-case letters and digits
   * @param signature with or without the question mark before it
   */
  public static AzureAccount ofSharedAccessSignature(String account, String signature) {
    requireName(account);
    String token = signature.strip().replaceFirst("^\\?", "");
    if (!token.contains("sig=")) {
      throw new IllegalArgumentException(
          "the shared access signature has no 'sig='; copy the whole of it as Azure shows it");
    }
    return new AzureAccount(
        new AccountAccess.ByConnectionString(
            "AccountName=%s;TableEndpoint=%s;BlobEndpoint=%s;QueueEndpoint=%s;SharedAccessSignature=%s"
                .formatted(
                    account,
                    address(account, "table"),
                    address(account, "blob"),
                    address(account, "queue"),
                    token)));
  }

  /**
   * By an identity, in the public cloud of Azure.
   *
   * @param account its name, 3 to 24 lower-case letters and digits
   * @param credential for example the {@code DefaultAzureCredential} of azure-identity
   */
  public static AzureAccount ofCredential(String account, TokenCredential credential) {
    requireName(account);
    return ofCredential(
        URI.create(address(account, "table")),
        URI.create(address(account, "blob")),
        URI.create(address(account, "queue")),
        credential);
  }

  /** By an identity, at the addresses of the three services. */
  public static AzureAccount ofCredential(
      URI tables, URI blobs, URI queues, TokenCredential credential) {
    Objects.requireNonNull(credential, "credential");
    return new AzureAccount(
        new AccountAccess.ByCredential(
            credential, address(tables), address(blobs), address(queues)));
  }

  private static String address(URI service) {
    if (!service.isAbsolute() || service.getHost() == null) {
      throw new IllegalArgumentException(
          "'%s' is no address of a service; write one like https://name.table.core.windows.net"
              .formatted(Names.printable(service.toString())));
    }
    return service.toString().replaceFirst("/+$", "");
  }

  private static String address(String account, String service) {
    return "https://%s.%s.%s".formatted(account, service, CLOUD);
  }

  private static void requireName(String account) {
    if (!NAME.matcher(account).matches()) {
      throw new IllegalArgumentException(
          "'%s' is no name of a storage account: use 3 to 24 lower-case letters and digits"
              .formatted(Names.printable(account)));
    }
  }

  AccountAccess access() {
    return access;
  }

  /** The account's name, if it is known. */
  @Override
  public String toString() {
    return "account " + access.account();
  }
}
