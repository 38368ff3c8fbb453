package dev.varve;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** A worker's name for people. */
final class WorkerName {
  private WorkerName() {}

  static String ofThisProcess() {
    return host() + "/" + ProcessHandle.current().pid();
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }
}
