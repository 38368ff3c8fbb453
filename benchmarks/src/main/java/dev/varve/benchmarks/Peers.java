package dev.varve.benchmarks;

import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/** The peers whose libraries are on the class path. */
final class Peers {
  private static final Map<String, Peer> FOUND =
      ServiceLoader.load(Peer.class).stream()
          .map(ServiceLoader.Provider::get)
          .collect(Collectors.toUnmodifiableMap(Peer::id, peer -> peer));

  private Peers() {}

  static Peer of(Subject subject) {
    Peer peer = FOUND.get(subject.id());
    if (peer == null) {
      throw new Unavailable(
          "its libraries are not on the class path; benchmarks/run fetches them when it is named");
    }
    return peer;
  }

  static boolean has(Subject subject) {
    return FOUND.containsKey(subject.id());
  }
}
