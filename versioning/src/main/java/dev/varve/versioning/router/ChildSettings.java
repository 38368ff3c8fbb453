package dev.varve.versioning.router;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * How a host runs its children.
 *
 * @param root with all links resolved
 */
record ChildSettings(
    Path root,
    Map<AppBuild, AppProgram> programs,
    Map<String, String> environment,
    String healthPath,
    Duration startTimeout,
    Duration stopTimeout,
    Duration answerTimeout,
    int maxChildren,
    int keptLogs) {}
