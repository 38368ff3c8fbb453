package dev.varve;

import dev.varve.storage.HubStore;
import java.util.Set;

/**
 * Looks at a hub before an engine starts on it, and may keep it from starting. At that moment the
 * engine has no session, has claimed nothing and has written nothing.
 */
@FunctionalInterface
public interface StartCheck {
  /**
   * Checks; what it throws is thrown by {@link VarveBuilder#start}, and the engine does not start.
   *
   * @param hub the hub that is to be worked on; to be read, not to be written
   * @param orchestrators the orchestrators that are registered
   * @param activities the activities that are registered
   */
  void check(HubStore hub, Set<FunctionName> orchestrators, Set<FunctionName> activities);
}
