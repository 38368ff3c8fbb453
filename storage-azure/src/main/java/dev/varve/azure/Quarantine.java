package dev.varve.azure;

import dev.varve.InstanceCondition;
import dev.varve.Names;
import dev.varve.storage.CommitOutcome;
import dev.varve.storage.ParkRecord;
import dev.varve.storage.Release;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sets aside owned instances of which a row cannot be read, each on its strand: no build is to run
 * them without it. What is managed of them goes on.
 */
final class Quarantine {
  private static final Logger LOG = LoggerFactory.getLogger(Quarantine.class);

  private final Releases releases;

  Quarantine(Releases releases) {
    this.releases = releases;
  }

  /**
   * Parks an instance for the build of its owner, unless that does not run it anyway.
   *
   * @param damage what cannot be read, if anything is
   * @return whether it was
   */
  boolean parked(AzureSession session, InstanceState state, Optional<String> damage) {
    if (damage.isEmpty() || state.isFinished() || !session.runs(state)) {
      return false;
    }
    String id = state.row.instanceId();
    LOG.error("instance '{}' is parked: {}", Names.printable(id), damage.get());
    ParkRecord park =
        new ParkRecord(
            InstanceCondition.POISON,
            "stored events cannot be read: " + damage.get(),
            session.descriptor().build());
    CommitOutcome unused =
        releases.giveUp(session, new Release(id, List.of(), Optional.of(park), false));
    return true;
  }
}
