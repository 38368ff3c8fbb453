package dev.varve.testing.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.history.InputEvent.TimerFired;
import dev.varve.storage.FetchBatch;
import dev.varve.storage.SessionDescriptor;
import dev.varve.storage.WorkerSession;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Timers: never early, in order, cancellable; wake-ups. */
abstract class TimerContract extends HubContract {
  @Test
  void G10_a_timer_of_an_owned_instance_fires_at_its_time_and_not_before() {
    WorkerSession session = session();
    startOwned(session, "a");
    Instant fireAt = now().plusSeconds(60);
    commit(session, turn("a", 3).timer(7, fireAt));
    clock.advance(Duration.ofSeconds(60).minusNanos(1_000));
    FetchBatch early = session.fetch(ALL);
    assertThat(early.isEmpty()).isTrue();
    assertThat(early.nextDue()).contains(fireAt);
    clock.advance(Duration.ofNanos(1_000));
    assertThat(events(delivered(session))).containsExactly(new TimerFired(7, fireAt));
    assertThat(delivered(session)).isEmpty();
  }

  @Test
  void G10_timers_of_released_instances_make_them_claimable_in_the_order_of_due_time() {
    WorkerSession session = session();
    for (int delay : new int[] {30, 10, 20}) {
      String id = "after-" + delay;
      startOwned(session, id);
      commit(session, turn(id, 3).timer(1, now().plusSeconds(delay)));
      release(session, id);
    }
    assertThat(session.fetch(ALL).nextDue()).contains(now().plusSeconds(10));
    clock.advance(Duration.ofSeconds(25));
    assertThat(claimedIds(session.fetch(ALL))).containsExactly("after-10", "after-20");
    clock.advance(Duration.ofSeconds(5));
    assertThat(claimedIds(session.fetch(ALL))).containsExactly("after-30");
  }

  @Test
  void a_timer_for_a_time_that_has_passed_fires_at_once() {
    WorkerSession session = session();
    startOwned(session, "a");
    Instant past = now().minusSeconds(60);
    commit(session, turn("a", 3).timer(1, past));
    assertThat(events(delivered(session))).containsExactly(new TimerFired(1, past));
  }

  @Test
  void a_canceled_timer_does_not_fire_also_when_it_was_handed_out_already() {
    WorkerSession session = session();
    startOwned(session, "a");
    Instant soon = now().plusSeconds(1);
    commit(session, turn("a", 3).timer(1, soon).timer(2, soon).timer(3, soon.plusSeconds(60)));
    commit(session, turn("a", 4).cancelTimer(1).cancelTimer(99));
    clock.advance(Duration.ofSeconds(1));
    assertThat(events(delivered(session))).containsExactly(new TimerFired(2, soon));
    commit(session, turn("a", 5).cancelTimer(2).cancelTimer(3));
    release(session, "a");
    clock.advance(Duration.ofMinutes(2));
    assertThat(session.fetch(ALL).isEmpty()).isTrue();
    assertThat(session.fetch(ALL).nextDue()).isEmpty();
  }

  @Test
  void a_timer_many_years_away_waits() {
    WorkerSession session = session();
    startOwned(session, "a");
    Instant far = now().plus(Duration.ofDays(36_500));
    commit(session, turn("a", 3).timer(1, far));
    assertThat(session.fetch(ALL).isEmpty()).isTrue();
    assertThat(session.fetch(ALL).nextDue()).contains(far);
  }

  @Test
  void G11_fetch_finds_what_is_due_without_any_hint() {
    start(order("a"));
    WorkerSession session = session();
    assertThat(claimedIds(session.fetch(ALL))).containsExactly("a");
    send("a", event("x"));
    assertThat(events(delivered(session))).containsExactly(event("x"));
  }

  @Test
  void a_session_is_woken_when_something_becomes_claimable_for_it() throws Exception {
    CountDownLatch woken = new CountDownLatch(1);
    SessionDescriptor descriptor =
        new SessionDescriptor("worker", Set.of(ORDER), Set.of(), "build-1", Set.of(1));
    try (WorkerSession session = hub.openSession(descriptor, woken::countDown)) {
      start(order("a"));
      assertThat(woken.await(20, TimeUnit.SECONDS)).isTrue();
      assertThat(claimedIds(session.fetch(ALL))).containsExactly("a");
    }
  }

  @Test
  void a_session_is_woken_when_a_message_arrives_for_an_instance_it_owns() throws Exception {
    CountDownLatch woken = new CountDownLatch(1);
    SessionDescriptor descriptor =
        new SessionDescriptor("worker", Set.of(ORDER), Set.of(), "build-1", Set.of(1));
    try (WorkerSession session = hub.openSession(descriptor, woken::countDown)) {
      startOwned(session, "a");
      send("a", event("x"));
      assertThat(woken.await(20, TimeUnit.SECONDS)).isTrue();
      assertThat(events(delivered(session))).containsExactly(event("x"));
    }
  }

  @Test
  void a_session_is_woken_when_a_timer_is_due_sooner_than_what_was() throws Exception {
    Semaphore woken = new Semaphore(0);
    SessionDescriptor descriptor =
        new SessionDescriptor("worker", Set.of(ORDER), Set.of(), "build-1", Set.of(1));
    try (WorkerSession session = hub.openSession(descriptor, woken::release)) {
      startOwned(session, "a");
      commit(session, turn("a", 3).timer(1, now().plusSeconds(60)));
      assertThat(session.fetch(ALL).nextDue()).contains(now().plusSeconds(60));
      woken.drainPermits();
      commit(session, turn("a", 4).timer(2, now().plusSeconds(1)));
      assertThat(woken.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
      assertThat(session.fetch(ALL).nextDue()).contains(now().plusSeconds(1));
    }
  }
}
