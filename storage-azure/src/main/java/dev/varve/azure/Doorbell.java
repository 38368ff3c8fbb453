package dev.varve.azure;

import dev.varve.Names;
import dev.varve.azure.internal.table.HintQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Tells sessions of other processes which lanes of the index have news: each has a queue of hints.
 * A hint that is lost or comes late costs time and nothing else, since all lanes are looked at from
 * time to time. Thread-safe.
 */
final class Doorbell {
  private static final Logger LOG = LoggerFactory.getLogger(Doorbell.class);
  private static final JsonMapper MAPPER = JsonMapper.shared();
  private static final String VERSION = "v";
  private static final String LANE = "lane";
  private static final int THIS_VERSION = 1;

  /** A hint that waited longer was overtaken by a look at all lanes. */
  private static final Duration LIFETIME = Duration.ofMinutes(1);

  /** One may be busy, or just have died. */
  private static final int RUNG = 2;

  private static final int TAKEN = 32;
  private static final Duration KNOWN_FOR = Duration.ofSeconds(10);

  /** Who lived when it was looked up. */
  private record Listeners(long since, List<SessionRows.Known> sessions) {}

  private final LongFunction<HintQueue> queues;
  private final SessionRows rows;
  private final Lanes lanes;
  private final LongSupplier nanos;
  private final Executor executor;
  private final Set<String> underway = ConcurrentHashMap.newKeySet();
  private volatile Optional<Listeners> known = Optional.empty();

  /**
   * @param queues the queue of each session
   */
  Doorbell(
      LongFunction<HintQueue> queues,
      SessionRows rows,
      Lanes lanes,
      LongSupplier nanos,
      Executor executor) {
    this.queues = queues;
    this.rows = rows;
    this.lanes = lanes;
    this.nanos = nanos;
    this.executor = executor;
  }

  /** A session begins to listen. */
  void open(long session) {
    Behind.tidy("creating the doorbell of session " + session, queues.apply(session)::create);
  }

  /** A session has ended. */
  void close(long session) {
    Behind.tidy("deleting the doorbell of session " + session, queues.apply(session)::delete);
  }

  /** There are news in a lane that nobody in this process looks at. */
  void ring(String lane) {
    if (underway.add(lane)) {
      behind(() -> {
        underway.remove(lane);
        listeners(lane).forEach(session -> put(session, lane));
      });
    }
  }

  /** There are news for an instance that a session of another process owns. */
  void ringOwner(long session, String lane) {
    behind(() -> put(session, lane));
  }

  private void behind(Runnable action) {
    try {
      executor.execute(() -> Behind.tidy("ringing", action));
    } catch (RejectedExecutionException e) {
      LOG.debug("the storage is closed; nobody is rung", e);
    }
  }

  private void put(long session, String lane) {
    String hint = MAPPER.createObjectNode().put(VERSION, THIS_VERSION).put(LANE, lane).toString();
    queues.apply(session).put(hint, LIFETIME);
  }

  private List<Long> listeners(String lane) {
    Listeners found = known.filter(this::isFresh).orElseGet(this::lookUp);
    List<Long> looking = new ArrayList<>();
    for (SessionRows.Known session : found.sessions()) {
      if (!session.dead() && lanes.isLookedAt(lane, session.row().descriptor())) {
        looking.add(session.row().id());
      }
    }
    Collections.shuffle(looking);
    return looking.subList(0, Math.min(RUNG, looking.size()));
  }

  private boolean isFresh(Listeners listeners) {
    return nanos.getAsLong() - listeners.since() < KNOWN_FOR.toNanos();
  }

  private Listeners lookUp() {
    Listeners found = new Listeners(nanos.getAsLong(), rows.all());
    known = Optional.of(found);
    return found;
  }

  /** Lanes with news, as far as somebody has told a session. */
  List<String> heard(long session) {
    List<String> heard = new ArrayList<>();
    Behind.tidy(
        "listening to the doorbell",
        () -> {
          for (String hint : queues.apply(session).take(TAKEN)) {
            lane(hint).ifPresent(heard::add);
          }
        });
    return heard;
  }

  private static Optional<String> lane(String hint) {
    try {
      JsonNode read = MAPPER.readTree(hint);
      if (read.path(VERSION).asInt(0) == THIS_VERSION && read.path(LANE).isString()) {
        return Optional.of(read.path(LANE).stringValue());
      }
    } catch (JacksonException e) {
      LOG.debug("not JSON", e);
    }
    LOG.warn(
        "a message in a queue of hints is none of this store's and was dropped: {};"
            + " something else writes to the queues of this hub",
        Names.printable(hint));
    return Optional.empty();
  }
}
