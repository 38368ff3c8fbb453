package dev.varve.jdbc.server;

import dev.varve.jdbc.server.TcpProxy.CutKind;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One client of the proxy and its connection to the server. One thread forwards messages to the
 * server, one forwards them back.
 */
final class ProxiedConnection {
  private static final byte READY_FOR_QUERY = 'Z';
  private static final int BUFFER = 1 << 16;

  private final TcpProxy proxy;
  private final Socket client;
  private final Socket server = new Socket();
  private final AtomicInteger plainAnswers = new AtomicInteger();
  private volatile boolean answerIsLost;

  ProxiedConnection(TcpProxy proxy, Socket client) {
    this.proxy = proxy;
    this.client = client;
  }

  void run(String host, int port) {
    try {
      proxy.awaitForwarding();
      server.connect(new InetSocketAddress(host, port));
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
      Thread back = Thread.ofVirtual().start(this::forwardAnswers);
      forwardStatements();
      back.join();
    } catch (IOException e) {
      reset();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      reset();
      proxy.ended(this);
    }
  }

  /** Ends both sides at once, with RST. */
  void reset() {
    reset(client);
    reset(server);
  }

  private static void reset(Socket socket) {
    try (socket) {
      if (!socket.isClosed()) {
        socket.setSoLinger(true, 0);
      }
    } catch (IOException e) {
      // It was gone already.
    }
  }

  private void forwardStatements() throws IOException {
    FrontendMessages messages = new FrontendMessages(new DataInputStream(buffered(client)));
    OutputStream output = new BufferedOutputStream(server.getOutputStream(), BUFFER);
    TcpProxy.@Nullable Cut due = null;
    while (messages.next()) {
      String statement = messages.executed();
      if (statement != null && due == null) {
        due = proxy.takeCut(statement);
      }
      if (due != null && due.kind() == CutKind.LOSE_STATEMENT) {
        reset();
        return;
      }
      if (due != null && due.kind() == CutKind.STALL) {
        output.flush();
        proxy.awaitClosing();
        return;
      }
      if (due != null && messages.asksForAnswer()) {
        answerIsLost = true;
      }
      if (messages.asksForOneByte()) {
        plainAnswers.incrementAndGet();
      }
      proxy.awaitForwarding();
      output.write(messages.bytes());
      if (messages.noneWaiting()) {
        delay();
        output.flush();
      }
    }
    output.flush();
    server.shutdownOutput();
  }

  private void forwardAnswers() {
    try {
      DataInputStream input = new DataInputStream(buffered(server));
      OutputStream output = new BufferedOutputStream(client.getOutputStream(), BUFFER);
      for (int type = input.read(); type >= 0; type = input.read()) {
        byte[] message =
            plainAnswers.get() > 0 ? oneByte(type) : FrontendMessages.message(type, input);
        proxy.awaitForwarding();
        if (answerIsLost) {
          if (type == READY_FOR_QUERY) {
            reset();
          }
          continue;
        }
        output.write(message);
        if (input.available() == 0) {
          delay();
          output.flush();
        }
      }
      output.flush();
      client.shutdownOutput();
    } catch (IOException e) {
      reset();
    }
  }

  /** The answer to a request for encryption: yes or no, and no message around it. */
  private byte[] oneByte(int answer) {
    plainAnswers.decrementAndGet();
    return new byte[] {(byte) answer};
  }

  private static InputStream buffered(Socket socket) throws IOException {
    return new BufferedInputStream(socket.getInputStream(), BUFFER);
  }

  private void delay() {
    long nanos = proxy.latency().toNanos();
    long end = System.nanoTime() + nanos;
    for (long left = nanos; left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }
}
