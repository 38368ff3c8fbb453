package dev.varve.versioning.router;

import dev.varve.Names;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a build is started by: a command fixed in code. No part of it ever comes from a request, and
 * no shell reads it.
 *
 * @param command the program and its arguments
 */
public record AppProgram(List<String> command) {
  /**
   * @throws IllegalArgumentException if there is no command, or a part of it is empty or has a
   *     control character
   */
  public AppProgram {
    command = List.copyOf(command);
    if (command.isEmpty()) {
      throw new IllegalArgumentException("the command is empty; give a program");
    }
    command.forEach(part -> Names.requireText("part of a command", part, 100_000));
  }

  /**
   * A Java program on the JDK of this process.
   *
   * @param memoryMegabytes the most its heap may take; at least 8
   * @throws IllegalArgumentException if the memory is too small
   */
  public static AppProgram java(String classPath, String mainClass, int memoryMegabytes) {
    if (memoryMegabytes < 8) {
      throw new IllegalArgumentException(
          "the memory is " + memoryMegabytes + " megabytes; give 8 or more");
    }
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx" + memoryMegabytes + "m");
    command.add("-XX:+ExitOnOutOfMemoryError");
    command.add("--enable-native-access=ALL-UNNAMED"); // SQLite is native code
    command.add("-XX:+UseSerialGC"); // small and quick to start
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-cp");
    command.add(classPath);
    command.add(mainClass);
    return new AppProgram(command);
  }
}
