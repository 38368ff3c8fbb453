package dev.varve.management.hub;

import dev.varve.Names;
import dev.varve.management.RequestRefusedException;
import dev.varve.storage.InstancePage;
import dev.varve.storage.InstanceQuery;
import dev.varve.storage.InstanceRow;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Purges that run behind requests, kept in this process: a purge that is cut off leaves each
 * instance whole or gone, so it is asked for once more.
 */
final class PurgeJobs implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger("dev.varve.management");
  private static final int MAX_RUNNING = 4;
  private static final int MAX_KEPT = 100;

  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("varve-purge-", 0).factory());
  private final ReentrantLock lock = new ReentrantLock();

  /** Guarded by the lock; the oldest one that has ended goes first. */
  private final Map<String, Job> jobs = new LinkedHashMap<>();

  private volatile boolean closed;

  /** What a job is doing. */
  private enum State {
    RUNNING,
    DONE,
    FAILED
  }

  /** One purge. Its own thread writes, others read. */
  final class Job {
    private final String id = UUID.randomUUID().toString();
    private final ManagedHub hub;
    private final InstanceQuery query;
    private final long matching;
    private final AtomicLong deleted = new AtomicLong();
    private volatile State state = State.RUNNING;

    Job(ManagedHub hub, InstanceQuery query, long matching) {
      this.hub = hub;
      this.query = query.withPageSize(InstanceQuery.MAX_PAGE_SIZE);
      this.matching = matching;
    }

    String id() {
      return id;
    }

    ObjectNode toJson() {
      return JsonMapper.shared()
          .createObjectNode()
          .put("id", id)
          .put("state", state.name())
          .put("matching", matching)
          .put("instancesDeleted", deleted.get());
    }

    private void run() {
      try {
        InstanceQuery next = query;
        boolean more = true;
        while (more) {
          InstancePage page = hub.store().query(next);
          for (InstanceRow row : page.instances()) {
            if (closed) {
              throw new IllegalStateException("the API was closed");
            }
            if (hub.client().purgeInstance(row.instanceId())) {
              deleted.incrementAndGet();
            }
          }
          more = page.continuation().isPresent();
          next = page.continuation().map(query::withContinuation).orElse(next);
        }
        state = State.DONE;
      } catch (RuntimeException e) {
        state = State.FAILED;
        if (LOG.isErrorEnabled()) {
          LOG.error(
              "a purge ended after {} of {} instances: {}",
              deleted.get(),
              matching,
              Names.printable(e.toString()));
        }
      }
    }
  }

  /** Starts a job. */
  Job start(ManagedHub hub, InstanceQuery query, long matching) {
    Job job = new Job(hub, query, matching);
    lock.lock();
    try {
      long running = jobs.values().stream().filter(known -> known.state == State.RUNNING).count();
      if (running >= MAX_RUNNING) {
        throw new RequestRefusedException(
                429, running + " purges are running, the most at once; try again later")
            .retryAfter(10);
      }
      if (jobs.size() >= MAX_KEPT) {
        String oldest =
            jobs.values().stream()
                .filter(known -> known.state != State.RUNNING)
                .map(Job::id)
                .findFirst()
                .orElseThrow();
        jobs.remove(oldest);
      }
      jobs.put(job.id(), job);
    } finally {
      lock.unlock();
    }
    threads.execute(job::run);
    return job;
  }

  /** The job of this id. */
  Job require(String id) {
    lock.lock();
    try {
      Job job = jobs.get(id);
      if (job == null) {
        throw new RequestRefusedException(
            404, "there is no purge '" + Names.printable(id) + "' in this process");
      }
      return job;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    closed = true;
    threads.close();
  }
}
