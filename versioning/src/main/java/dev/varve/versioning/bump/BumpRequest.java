package dev.varve.versioning.bump;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to be copied.
 *
 * @param code where the code is
 * @param functions which functions
 * @param target to which version
 * @param configuration files whose keys may name a version, such as {@code retries.Order_v1}; they
 *     are followed in {@code .properties} and {@code .json} files and reported in all others
 * @param activateIn the file of current versions that shall name the new ones, or null to leave
 *     what is current as it is
 */
public record BumpRequest(
    SourceTree code,
    FunctionSelection functions,
    TargetVersion target,
    List<Path> configuration,
    @Nullable Path activateIn) {
  /**
   * @throws IllegalArgumentException if the file of current versions is neither {@code .properties}
   *     nor {@code .json}
   */
  public BumpRequest {
    configuration = List.copyOf(configuration);
    if (activateIn != null && ConfigurationKind.of(activateIn) == ConfigurationKind.OTHER) {
      throw new IllegalArgumentException(
          "'" + activateIn + "' holds no current versions; give a .properties or a .json file");
    }
  }

  /** All functions to their next versions; no configuration, nothing activated. */
  public static BumpRequest of(SourceTree code) {
    return new BumpRequest(code, FunctionSelection.all(), TargetVersion.next(), List.of(), null);
  }

  public BumpRequest withFunctions(FunctionSelection selection) {
    return new BumpRequest(code, selection, target, configuration, activateIn);
  }

  public BumpRequest withTarget(TargetVersion version) {
    return new BumpRequest(code, functions, version, configuration, activateIn);
  }

  public BumpRequest withConfiguration(List<Path> files) {
    return new BumpRequest(code, functions, target, files, activateIn);
  }

  /** Makes the new versions current in this file. */
  public BumpRequest activatingIn(Path file) {
    return new BumpRequest(code, functions, target, configuration, file);
  }
}
