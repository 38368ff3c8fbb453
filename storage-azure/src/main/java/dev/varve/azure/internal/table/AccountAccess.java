package dev.varve.azure.internal.table;

import com.azure.core.credential.TokenCredential;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** How to reach an account, and as whom. Never printed: it holds secrets. */
public sealed interface AccountAccess {
  /** What the account is called, as far as it is told. */
  String account();

  /**
   * By a connection string, with a key or a shared access signature.
   *
   * @param text as the portal of Azure gives it, or {@code UseDevelopmentStorage=true}
   */
  record ByConnectionString(String text) implements AccountAccess {
    private static final Pattern NAME = Pattern.compile("(?i)(?:^|;)\\s*AccountName=([^;]+)");
    private static final Pattern HOST = Pattern.compile("(?i)Endpoint=https?://([^.:/;]+)");

    @Override
    public String account() {
      return Stream.of(NAME, HOST)
          .map(pattern -> pattern.matcher(text))
          .filter(Matcher::find)
          .map(found -> found.group(1))
          .findFirst()
          .orElse("of the emulator");
    }

    @Override
    public String toString() {
      return "a connection string";
    }
  }

  /** By an identity. The addresses are those of the three services, without a slash at the end. */
  record ByCredential(
      TokenCredential credential, String tableAddress, String blobAddress, String queueAddress)
      implements AccountAccess {
    @Override
    public String account() {
      return tableAddress.replaceFirst("https?://", "").replaceFirst("\\..*", "");
    }

    @Override
    public String toString() {
      return "an identity at " + tableAddress;
    }
  }
}
