package dev.varve.azure.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An Azurite on loopback ports that the system gives it.
 *
 * <p>A small shell process waits for the end of its input, which comes with the end of this JVM
 * however it ends (kill -9 too), and then stops it.
 */
final class LocalAzurite {
  /** The account that every emulator has, with the key that is in its documentation. */
  private static final String ACCOUNT = "devstoreaccount1";

  private static final String KEY =
      "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

  private static final String UNTIL_THE_PARENT_IS_GONE =
      """
      trap '' HUP INT TERM
      "$@" </dev/null &
      cat >/dev/null
      kill -9 $!
      wait
      """;

  private static final Pattern LISTENING =
      Pattern.compile(
          "Azurite (Blob|Queue|Table) service is successfully listening at (http:\\S+)");
  private static final int SERVICES = 3;

  private final Process guard;
  private final Map<String, String> addresses;

  private LocalAzurite(Process guard, Map<String, String> addresses) {
    this.guard = guard;
    this.addresses = addresses;
  }

  static LocalAzurite start() throws IOException {
    Path program = AzuriteInstallation.program();
    List<String> command =
        new ArrayList<>(
            List.of("sh", "-c", UNTIL_THE_PARENT_IS_GONE, "sh", "node", program.toString()));
    command.addAll(
        List.of(
            "--silent", "--skipApiVersionCheck", "--disableTelemetry", "--inMemoryPersistence"));
    for (String service : List.of("blob", "queue", "table")) {
      command.addAll(List.of("--" + service + "Host", "127.0.0.1", "--" + service + "Port", "0"));
    }
    Process guard = new ProcessBuilder(command).redirectErrorStream(true).start();
    return new LocalAzurite(guard, addresses(guard));
  }

  private static Map<String, String> addresses(Process guard) throws IOException {
    BufferedReader output = guard.inputReader();
    Map<String, String> addresses = new HashMap<>();
    StringBuilder said = new StringBuilder();
    while (addresses.size() < SERVICES) {
      String line = output.readLine();
      if (line == null) {
        throw new IOException("Azurite did not start: " + said);
      }
      said.append(line).append('\n');
      Matcher listening = LISTENING.matcher(line);
      if (listening.find()) {
        addresses.put(listening.group(1), listening.group(2));
      }
    }
    drain(output);
    return addresses;
  }

  /** A process whose output nobody reads stops when the pipe is full. */
  private static void drain(BufferedReader output) {
    Thread.ofPlatform()
        .daemon()
        .name("azurite-output")
        .start(() -> {
          try {
            output.transferTo(Writer.nullWriter());
          } catch (IOException e) {
            // The process has ended.
          }
        });
  }

  String connectionString() {
    return "DefaultEndpointsProtocol=http;AccountName=%s;AccountKey=%s;BlobEndpoint=%s;QueueEndpoint=%s;TableEndpoint=%s;"
        .formatted(ACCOUNT, KEY, address("Blob"), address("Queue"), address("Table"));
  }

  private String address(String service) {
    return addresses.get(service) + "/" + ACCOUNT;
  }

  /** Stops it and waits until it is gone. */
  void close() {
    try {
      guard.getOutputStream().close();
      guard.waitFor();
    } catch (IOException e) {
      guard.destroy();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
