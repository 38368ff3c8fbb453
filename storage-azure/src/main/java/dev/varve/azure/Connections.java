package dev.varve.azure;

import com.azure.core.credential.TokenCredential;
import dev.varve.Names;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Connections by name, as Azure Functions finds them: an application setting with a connection
 * string, or several that begin with the name and lead to an account by an identity. A setting
 * whose name has {@code AzureWebJobs} before it comes first.
 */
final class Connections {
  private static final List<String> PREFIXES = List.of("AzureWebJobs", "");
  private static final List<String> SEPARATORS = List.of("__", ":");
  private static final List<String> ADDRESSES =
      List.of("tableServiceUri", "blobServiceUri", "queueServiceUri");

  private final Function<String, @Nullable String> appSettings;
  private final Optional<TokenCredential> credential;

  Connections(
      Function<String, @Nullable String> appSettings, Optional<TokenCredential> credential) {
    this.appSettings = appSettings;
    this.credential = credential;
  }

  /**
   * The account of a connection.
   *
   * @param where the setting that names the connection, for messages
   * @throws IllegalArgumentException if there is no such connection, or it cannot be used
   */
  AzureAccount account(String name, String where) {
    for (String prefix : PREFIXES) {
      Optional<AzureAccount> account =
          byConnectionString(prefix + name)
              .or(() -> byAccountName(prefix + name))
              .or(() -> byAddresses(prefix + name));
      if (account.isPresent()) {
        return account.get();
      }
    }
    throw new IllegalArgumentException(
        "'%s' names the connection '%s', and there is no such application setting; set AzureWebJobs%2$s or %2$s to a connection string, or %2$s__accountName to the name of an account"
            .formatted(where, Names.printable(name)));
  }

  private Optional<AzureAccount> byConnectionString(String setting) {
    return value(setting)
        .map(text -> {
          try {
            return AzureAccount.ofConnectionString(text);
          } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                "the application setting '%s' cannot be used: %s"
                    .formatted(Names.printable(setting), e.getMessage()),
                e);
          }
        });
  }

  private Optional<AzureAccount> byAccountName(String setting) {
    return part(setting, "accountName")
        .map(account -> AzureAccount.ofCredential(account, identity(setting)));
  }

  private Optional<AzureAccount> byAddresses(String setting) {
    List<Optional<String>> addresses = ADDRESSES.stream().map(name -> part(setting, name)).toList();
    if (addresses.stream().allMatch(Optional::isEmpty)) {
      return Optional.empty();
    }
    List<URI> found =
        ADDRESSES.stream()
            .map(name ->
                part(setting, name)
                    .orElseThrow(() ->
                        new IllegalArgumentException(
                            "the application setting '%s__%s' is missing; set it beside the addresses of the other services"
                                .formatted(Names.printable(setting), name))))
            .map(URI::create)
            .toList();
    return Optional.of(
        AzureAccount.ofCredential(found.get(0), found.get(1), found.get(2), identity(setting)));
  }

  private TokenCredential identity(String setting) {
    return credential.orElseThrow(() ->
        new IllegalArgumentException(
            "the connection '%s' is one by identity; pass a credential with the settings"
                .formatted(Names.printable(setting))));
  }

  private Optional<String> part(String setting, String part) {
    return SEPARATORS.stream()
        .flatMap(separator -> value(setting + separator + part).stream())
        .findFirst();
  }

  private Optional<String> value(String setting) {
    return Optional.ofNullable(appSettings.apply(setting)).filter(text -> !text.isBlank());
  }
}
