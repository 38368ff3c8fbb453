package dev.varve.versioning.router;

import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A row of the routing table as it is stored.
 *
 * @param run the run that takes requests, or took them last; 0 if there was none
 * @param lastRun the last number given to a run
 * @param revision of its record; 0 if it is new
 */
record Row(
    AppKey key,
    AppState state,
    AppVersion version,
    int run,
    int lastRun,
    Instant since,
    Optional<Instant> idleSince,
    Optional<String> reason,
    long revision) {

  static Row fresh(AppKey key, AppVersion version, Instant now) {
    return new Row(
        key, AppState.CREATING, version, 0, 0, now, Optional.empty(), Optional.empty(), 0);
  }

  /** The run that takes requests, if there ever was one. */
  Optional<AppRun> serving() {
    return run == 0
        ? Optional.empty()
        : Optional.of(new AppRun(new AppBuild(key.app(), version), run));
  }

  Row in(AppState next, Instant now) {
    return new Row(
        key,
        next,
        version,
        run,
        lastRun,
        next == state ? since : now,
        Optional.empty(),
        Optional.empty(),
        revision);
  }

  Row withVersion(AppVersion other) {
    return new Row(key, state, other, run, lastRun, since, idleSince, reason, revision);
  }

  /** The same with one more number given to a run. */
  Row withNextRun() {
    return new Row(key, state, version, run, lastRun + 1, since, idleSince, reason, revision);
  }

  /** The same with a run that takes requests. */
  Row servedBy(AppRun next) {
    return new Row(
        key,
        state,
        next.build().version(),
        next.number(),
        Math.max(lastRun, next.number()),
        since,
        idleSince,
        reason,
        revision);
  }

  /** The same with no run that takes requests. */
  Row servedByNone() {
    return new Row(key, state, version, 0, lastRun, since, idleSince, reason, revision);
  }

  Row idleSince(Optional<Instant> time) {
    return new Row(key, state, version, run, lastRun, since, time, reason, revision);
  }

  Row because(String text) {
    return new Row(
        key, state, version, run, lastRun, since, idleSince, Optional.of(text), revision);
  }

  Row withRevision(long written) {
    return new Row(key, state, version, run, lastRun, since, idleSince, reason, written);
  }

  RoutedApp asSeen(boolean current) {
    return new RoutedApp(key, state, version, key.hub(), run, since, idleSince, current, reason);
  }

  String toJson() {
    ObjectNode node = JsonMapper.shared().createObjectNode();
    node.put("state", state.name());
    node.put("version", version.toString());
    node.put("run", run);
    node.put("lastRun", lastRun);
    node.put("since", since.toString());
    idleSince.ifPresent(time -> node.put("idleSince", time.toString()));
    reason.ifPresent(text -> node.put("reason", text));
    return node.toString();
  }

  static Row of(AppKey key, String json, long revision) {
    JsonNode node = JsonMapper.shared().readTree(json);
    return new Row(
        key,
        AppState.valueOf(node.required("state").asString()),
        AppVersion.parse(node.required("version").asString()),
        node.required("run").asInt(),
        node.required("lastRun").asInt(),
        Instant.parse(node.required("since").asString()),
        text(node, "idleSince").map(Instant::parse),
        text(node, "reason"),
        revision);
  }

  private static Optional<String> text(JsonNode node, String field) {
    return node.has(field) ? Optional.of(node.get(field).asString()) : Optional.empty();
  }
}
