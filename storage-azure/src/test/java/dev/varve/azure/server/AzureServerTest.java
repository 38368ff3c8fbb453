package dev.varve.azure.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.data.tables.TableServiceClient;
import com.azure.data.tables.TableServiceClientBuilder;
import com.azure.data.tables.models.TableItem;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class AzureServerTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Pattern PORT =
      Pattern.compile("TableEndpoint=http://127\\.0\\.0\\.1:(\\d+)/");

  @Test
  void the_plain_SDK_connects_to_it() {
    TableServiceClient tables = client(AzureServer.shared());
    String table = AzureServer.shared().newHub();
    tables.createTable(table);
    assertThat(tables.listTables()).extracting(TableItem::getName).contains(table);
  }

  @Test
  void a_dedicated_one_is_another_account_and_is_gone_once_it_is_closed() {
    String table = AzureServer.shared().newHub();
    client(AzureServer.shared()).createTable(table);
    int port;
    try (AzureServer other = AzureServer.dedicated()) {
      assertThat(other.isEmulator()).isTrue();
      assertThat(client(other).listTables()).isEmpty();
      port = port(other.connectionString());
    }
    assertThatThrownBy(() -> connect(port)).isInstanceOf(ConnectException.class);
  }

  private static TableServiceClient client(AzureServer server) {
    return new TableServiceClientBuilder()
        .connectionString(server.connectionString())
        .buildClient();
  }

  @Test
  void it_is_gone_with_the_process_that_started_it_however_that_ends() throws Exception {
    Process owner = owner();
    int port;
    try (BufferedReader output = owner.inputReader()) {
      port = port(output.readLine());
      connect(port);
    }
    owner.destroyForcibly().waitFor();
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (isListening(port)) {
      assertThat(System.nanoTime()).as("it still listens").isLessThan(end);
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
  }

  private static Process owner() throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return new ProcessBuilder(
            List.of(java, "-cp", System.getProperty("java.class.path"), DyingOwner.class.getName()))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static int port(String connectionString) {
    Matcher port = PORT.matcher(connectionString);
    assertThat(port.find()).as(connectionString).isTrue();
    return Integer.parseInt(port.group(1));
  }

  private static boolean isListening(int port) {
    try {
      connect(port);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static void connect(int port) throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress("127.0.0.1", port), 5_000);
    }
  }
}
