package dev.varve.jdbc;

import dev.varve.FunctionKind;
import dev.varve.FunctionName;
import dev.varve.storage.SessionDescriptor;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Writes the row of a session, whose lock is held already. */
final class OpenSessionOperation extends WriteOperation<JdbcSession> {
  private final JdbcHub hub;
  private final long id;
  private final SessionDescriptor descriptor;
  private final Runnable wakeUp;
  private @Nullable JdbcSession session;

  OpenSessionOperation(JdbcHub hub, long id, SessionDescriptor descriptor, Runnable wakeUp) {
    this.hub = hub;
    this.id = id;
    this.descriptor = descriptor;
    this.wakeUp = wakeUp;
  }

  @Override
  boolean alone(Dialect dialect) {
    return dialect.hasSeveralWriters();
  }

  @Override
  JdbcSession apply(WriteBatch batch) throws SQLException {
    batch.execute(
        "INSERT INTO varve_session (session, hub, alive, started, seen, expires, worker,"
            + " build, formats) VALUES (?,?,1,?,?,?,?,?,?)",
        id,
        hub.key().hub(),
        batch.now(),
        batch.now(),
        hub.database().liveness().expires(batch.now()),
        descriptor.worker(),
        descriptor.build(),
        TextList.write(descriptor.historyFormats().stream().map(Object::toString).toList()));
    Map<Long, FunctionName> orchestrators = new HashMap<>();
    Map<Long, FunctionName> activities = new HashMap<>();
    // In order, so that workers that start at the same time do not wait for each other in a ring.
    for (FunctionName name : new TreeSet<>(descriptor.orchestrators())) {
      orchestrators.put(serve(batch, FunctionKind.ORCHESTRATOR, name), name);
    }
    for (FunctionName name : new TreeSet<>(descriptor.activities())) {
      activities.put(serve(batch, FunctionKind.ACTIVITY, name), name);
    }
    if (Parks.release(batch, hub.key(), descriptor.build())) {
      hub.wakeSessions();
    }
    session = new JdbcSession(hub, id, descriptor, orchestrators, activities, wakeUp);
    hub.add(session);
    return session;
  }

  private long serve(WriteBatch batch, FunctionKind kind, FunctionName name) throws SQLException {
    long function = batch.functionId(hub.key().hub(), kind, name);
    batch.execute(
        "INSERT INTO varve_session_function (session, function) VALUES (?,?)", id, function);
    return function;
  }

  @Override
  void undo() {
    if (session != null) {
      hub.remove(session);
      session = null;
    }
  }
}
