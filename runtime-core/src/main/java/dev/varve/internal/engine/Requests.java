package dev.varve.internal.engine;

import dev.varve.ExistingInstancePolicy;
import dev.varve.FunctionName;
import dev.varve.InstanceAlreadyExistsException;
import dev.varve.InstanceFinishedException;
import dev.varve.InstanceNotFoundException;
import dev.varve.Names;
import dev.varve.Payload;
import dev.varve.PayloadTooLargeException;
import dev.varve.StartOptions;
import dev.varve.UnservedPolicy;
import dev.varve.VersionChoice;
import dev.varve.history.InputEvent;
import dev.varve.history.InputEvent.EventRaised;
import dev.varve.history.InputEvent.ExecutionStarted;
import dev.varve.history.VersionResolution;
import dev.varve.internal.resolution.Resolution.Resolved;
import dev.varve.storage.Message;
import dev.varve.storage.NewInstance;
import dev.varve.storage.SendOutcome;
import dev.varve.storage.StartOutcome;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** What a caller asks for, as the store is told it, and what the store's answer means. */
final class Requests {
  private final ClientHost host;
  private final Core core;

  Requests(ClientHost host) {
    this.host = host;
    this.core = host.core();
  }

  NewInstance start(String name, @Nullable Object input, StartOptions options) {
    return start(
        host.resolver().start(name, options.version(), options.unserved()), name, input, options);
  }

  /** A start in a transaction of the caller. */
  NewInstance startJoined(String name, @Nullable Object input, StartOptions options) {
    return start(
        host.resolver().startJoined(name, options.version(), options.unserved()),
        name,
        input,
        options);
  }

  /**
   * The same function with the same input, tags included, as a new instance.
   *
   * @param id the id of the one before, which must have ended, or a free one
   * @param existing what to do if the id is taken
   */
  NewInstance restart(
      ExecutionStarted before, VersionChoice choice, String id, ExistingInstancePolicy existing) {
    ExecutionStarted started =
        switch (choice) {
          case VersionChoice.Inherit same -> {
            host.resolver().requireKnown(before.function());
            yield restarted(
                before,
                before.function(),
                before.requested(),
                before.resolution(),
                before.versionSetId());
          }
          case VersionChoice.Current current -> restarted(before, OptionalInt.empty());
          case VersionChoice.Exactly exactly ->
              restarted(before, OptionalInt.of(exactly.version()));
        };
    Instant now = host.now();
    return new NewInstance(
        id, started, now, core.ports().ids().commitId(), now, existing, OptionalLong.empty());
  }

  private ExecutionStarted restarted(ExecutionStarted before, OptionalInt version) {
    String base = before.function().base();
    Resolved resolved = host.resolver().start(base, version, UnservedPolicy.REFUSE);
    return restarted(before, resolved.function(), base, resolved.how(), resolved.versionSet().id());
  }

  private ExecutionStarted restarted(
      ExecutionStarted before,
      FunctionName function,
      String requested,
      VersionResolution resolution,
      String versionSetId) {
    return new ExecutionStarted(
        function,
        requested,
        resolution,
        versionSetId,
        core.ports().ids().executionId(),
        1,
        before.input(),
        null,
        before.tags(),
        null,
        giver(before, function));
  }

  /** The version that the input was made for, if it is not the one that is to run. */
  private static @Nullable FunctionName giver(ExecutionStarted before, FunctionName function) {
    FunctionName giver = before.continuedFrom();
    return giver == null && !function.equals(before.function()) ? before.function() : giver;
  }

  private NewInstance start(
      Resolved resolved, String name, @Nullable Object input, StartOptions options) {
    Payload payload = payload("the input of " + resolved.function(), input);
    String id =
        options.instanceId() == null ? core.ports().ids().instanceId() : options.instanceId();
    Instant now = host.now();
    Instant requested = options.startTime();
    Instant start = requested == null ? null : requested.truncatedTo(ChronoUnit.MICROS);
    ExecutionStarted started =
        new ExecutionStarted(
            resolved.function(),
            name,
            resolved.how(),
            resolved.versionSet().id(),
            core.ports().ids().executionId(),
            1,
            payload,
            null,
            options.tags(),
            start,
            null);
    return new NewInstance(
        id,
        started,
        now,
        core.ports().ids().commitId(),
        start == null ? now : start,
        options.existing(),
        OptionalLong.empty());
  }

  static String started(String id, StartOutcome outcome) {
    return switch (outcome) {
      case StartOutcome.Started started -> id;
      case StartOutcome.Kept kept -> id;
      case StartOutcome.Refused refused ->
          throw new InstanceAlreadyExistsException(id, refused.existing().status());
      case StartOutcome.Fenced fenced ->
          throw new IllegalStateException(
              "this worker was taken for dead while it started '" + id + "'; start it again");
    };
  }

  Message event(String instanceId, String name, @Nullable Object payload) {
    Names.requireEventName(name);
    return message(
        instanceId, new EventRaised(name, payload("the payload of event '" + name + "'", payload)));
  }

  static Message message(String instanceId, InputEvent event) {
    Names.requireInstanceId(instanceId);
    return Message.to(instanceId, event);
  }

  static void sent(String instanceId, SendOutcome outcome) {
    switch (outcome) {
      case ACCEPTED -> {}
      case NO_SUCH_INSTANCE -> throw new InstanceNotFoundException(instanceId);
      case FINISHED -> throw new InstanceFinishedException(instanceId);
    }
  }

  Payload payload(String what, @Nullable Object value) {
    Payload payload = core.converter().toPayload(value);
    PayloadTooLargeException.check(what, payload, core.capabilities().maxPayload());
    return payload;
  }
}
