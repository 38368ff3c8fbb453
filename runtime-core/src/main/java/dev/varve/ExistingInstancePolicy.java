package dev.varve;

import java.util.EnumMap;
import java.util.Map;

/**
 * What a start does when its instance id is taken, per status of the instance that has it.
 *
 * @param actions what to do for each status; every status has an action
 */
public record ExistingInstancePolicy(Map<OrchestrationRuntimeStatus, Action> actions) {

  /** What to do. */
  public enum Action {
    /** Refuse the start with {@link InstanceAlreadyExistsException}. */
    REFUSE,
    /** Leave the existing instance alone and report success with its id. */
    KEEP,
    /** Remove the finished instance and start anew under its id. */
    REPLACE
  }

  private static final ExistingInstancePolicy REFUSE = ofAll(Action.REFUSE);
  private static final ExistingInstancePolicy KEEP = ofAll(Action.KEEP);
  private static final ExistingInstancePolicy REPLACE_FINISHED =
      REFUSE
          .with(OrchestrationRuntimeStatus.COMPLETED, Action.REPLACE)
          .with(OrchestrationRuntimeStatus.FAILED, Action.REPLACE)
          .with(OrchestrationRuntimeStatus.TERMINATED, Action.REPLACE);

  /**
   * @throws IllegalArgumentException if a status has no action, or a status that is not finished is
   *     to be replaced
   */
  public ExistingInstancePolicy {
    actions = Map.copyOf(actions);
    for (OrchestrationRuntimeStatus status : OrchestrationRuntimeStatus.values()) {
      Action action = actions.get(status);
      if (action == null) {
        throw new IllegalArgumentException("the policy has no action for status " + status);
      }
      if (action == Action.REPLACE && !status.isFinished()) {
        throw new IllegalArgumentException(
            "an instance with status "
                + status
                + " cannot be replaced; terminate it first, or use REFUSE or KEEP");
      }
    }
  }

  /** Refuses whenever the id is taken. */
  public static ExistingInstancePolicy refuse() {
    return REFUSE;
  }

  /** Keeps whatever is there: starting twice under one id starts once. */
  public static ExistingInstancePolicy keep() {
    return KEEP;
  }

  /**
   * Replaces a finished instance and refuses while one is active. The default, as in Durable
   * Functions.
   */
  public static ExistingInstancePolicy replaceFinished() {
    return REPLACE_FINISHED;
  }

  /** The same policy with another action for one status. */
  public ExistingInstancePolicy with(OrchestrationRuntimeStatus status, Action action) {
    Map<OrchestrationRuntimeStatus, Action> changed = new EnumMap<>(actions);
    changed.put(status, action);
    return new ExistingInstancePolicy(changed);
  }

  /** What to do when the existing instance has this status. */
  public Action actionFor(OrchestrationRuntimeStatus status) {
    Action action = actions.get(status);
    if (action == null) {
      throw new IllegalStateException("checked at construction: " + status);
    }
    return action;
  }

  private static ExistingInstancePolicy ofAll(Action action) {
    Map<OrchestrationRuntimeStatus, Action> all = new EnumMap<>(OrchestrationRuntimeStatus.class);
    for (OrchestrationRuntimeStatus status : OrchestrationRuntimeStatus.values()) {
      all.put(status, action);
    }
    return new ExistingInstancePolicy(all);
  }
}
