package dev.varve.history;

/**
 * Ids of executions and of their rewinds: {@code E} is an execution that was not rewound, {@code
 * E/2} the same one behind its second rewind. What answers work of an execution carries the id it
 * had when the work began, so that what was under way at a rewind is known to be late.
 */
public final class ExecutionIds {
  private static final char REWOUND = '/';

  private ExecutionIds() {}

  /** The execution behind this many rewinds. */
  public static String rewound(String executionId, int rewinds) {
    return rewinds == 0 ? executionId : executionId + REWOUND + rewinds;
  }

  /** The execution itself, whatever rewind of it the id names. */
  public static String execution(String id) {
    int slash = id.lastIndexOf(REWOUND);
    return slash < 0 ? id : id.substring(0, slash);
  }

  /** How often the execution was rewound. */
  public static int rewinds(String id) {
    int slash = id.lastIndexOf(REWOUND);
    return slash < 0 ? 0 : Integer.parseInt(id.substring(slash + 1));
  }
}
