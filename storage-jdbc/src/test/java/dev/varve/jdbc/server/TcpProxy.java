package dev.varve.jdbc.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Stands between clients and a PostgreSQL on a loopback port of its own and does to their
 * connections what networks do. It understands as much of the protocol as it needs to know where a
 * message ends and which statement it executes; the connections must not be encrypted. Safe for use
 * by several threads.
 */
public final class TcpProxy implements AutoCloseable {
  /** What happens to every connection, the open ones and those to come. */
  public enum Mode {
    FORWARD,
    /** Open connections are reset (RST), new ones too, as soon as they are accepted. */
    RESET,
    /**
     * Connections are kept and accepted and nothing is forwarded in either direction; what was held
     * goes on when the mode is {@link #FORWARD} again.
     */
    BLACK_HOLE
  }

  /** The end of an explicit transaction. */
  public static final Predicate<String> COMMIT =
      Pattern.compile("\\s*(COMMIT|END)\\b.*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL)
          .asMatchPredicate();

  private final String host;
  private final int target;
  private final ServerSocket listener;
  private final Set<ProxiedConnection> connections = ConcurrentHashMap.newKeySet();
  private final AtomicReference<@Nullable Cut> cut = new AtomicReference<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private Mode mode = Mode.FORWARD; // guarded by lock
  private boolean closed; // guarded by lock
  private volatile Duration latency = Duration.ZERO;

  private TcpProxy(String host, int target, ServerSocket listener) {
    this.host = host;
    this.target = target;
    this.listener = listener;
  }

  public static TcpProxy before(PostgresServer server) {
    try {
      ServerSocket listener = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
      TcpProxy proxy = new TcpProxy(server.host(), server.port(), listener);
      Thread.ofPlatform().daemon().name("tcp-proxy").start(proxy::accept);
      return proxy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public int port() {
    return listener.getLocalPort();
  }

  /** How many connections are open. */
  public int open() {
    return connections.size();
  }

  /** When {@link Mode#RESET} returns, every connection that was open is reset. */
  public void mode(Mode next) {
    lock.lock();
    try {
      mode = next;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    if (next == Mode.RESET) {
      connections.forEach(ProxiedConnection::reset);
    }
  }

  /** Resets what is open and forwards what comes: an outage that is over at once. */
  public void resetOpenConnections() {
    mode(Mode.RESET);
    mode(Mode.FORWARD);
  }

  /** How much later each burst of bytes arrives, in each direction. */
  public void latency(Duration delay) {
    latency = delay;
  }

  /**
   * The next statement that matches reaches the server and takes effect; when the server has
   * answered, the connection is reset instead of returning the answer. Only that one.
   */
  public void loseNextAnswer(Predicate<String> statement) {
    cut.set(new Cut(statement, CutKind.LOSE_ANSWER));
  }

  /**
   * The next statement that matches does not reach the server: the connection is reset instead.
   * Only that one.
   */
  public void loseNextStatement(Predicate<String> statement) {
    cut.set(new Cut(statement, CutKind.LOSE_STATEMENT));
  }

  /**
   * The next statement that matches does not reach the server, nor does anything behind it, and the
   * connection stays open until the proxy closes: the client stands still in the middle of what it
   * sends.
   */
  public void stallAtNextStatement(Predicate<String> statement) {
    cut.set(new Cut(statement, CutKind.STALL));
  }

  /** Whether a cut that was asked for is still to come. */
  public boolean cutPending() {
    return cut.get() != null;
  }

  @Override
  public void close() throws IOException {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    listener.close();
    connections.forEach(ProxiedConnection::reset);
  }

  enum CutKind {
    LOSE_ANSWER,
    LOSE_STATEMENT,
    STALL
  }

  record Cut(Predicate<String> statement, CutKind kind) {}

  /** The cut that is due at this statement; it is given only once. */
  @Nullable Cut takeCut(String statement) {
    Cut wanted = cut.get();
    boolean due =
        wanted != null && wanted.statement().test(statement) && cut.compareAndSet(wanted, null);
    return due ? wanted : null;
  }

  Duration latency() {
    return latency;
  }

  /** Returns when bytes may pass. */
  void awaitForwarding() throws IOException {
    lock.lock();
    try {
      while (mode == Mode.BLACK_HOLE && !closed) {
        changed.awaitUninterruptibly();
      }
      if (mode == Mode.RESET || closed) {
        throw new IOException("the proxy resets connections");
      }
    } finally {
      lock.unlock();
    }
  }

  void awaitClosing() {
    lock.lock();
    try {
      while (!closed) {
        changed.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }

  void ended(ProxiedConnection connection) {
    connections.remove(connection);
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        ProxiedConnection connection = new ProxiedConnection(this, client);
        connections.add(connection);
        Thread.ofVirtual().name("tcp-proxy-connection").start(() -> connection.run(host, target));
      } catch (IOException e) {
        // The listener was closed, or a client was gone before it was accepted.
      }
    }
  }
}
