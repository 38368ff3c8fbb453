package dev.varve.cli;

import picocli.CommandLine.ParameterException;

/** What the command line ends with: the one place that decides it. docs/cli.md has the table. */
final class ExitCode {
  /** It is done, or what was checked fits. */
  static final int DONE = 0;

  /** It could not be done: store, file, code or instance did not allow it. */
  static final int FAILED = 1;

  /** It was asked for in a wrong way. */
  static final int WRONG_USAGE = 2;

  /** A check says no: would break, locked code changed, not to be removed, or busy. */
  static final int CHECK_FAILED = 3;

  /** A check cannot tell, or was not clean in time. */
  static final int CANNOT_TELL = 4;

  // For --help, a line each, in the form that picocli wants.
  static final String DONE_HELP = DONE + ":It is done, or what was checked fits.";
  static final String FAILED_HELP = FAILED + ":It could not be done; the message says why.";
  static final String WRONG_USAGE_HELP = WRONG_USAGE + ":Wrong usage; nothing was done.";
  static final String CHECK_FAILED_HELP =
      CHECK_FAILED
          + ":A check says no: would break, locked code changed, not safe to remove, or busy.";
  static final String CANNOT_TELL_HELP =
      CANNOT_TELL + ":A check cannot tell, or was not clean in time.";

  private ExitCode() {}

  /** An illegal argument is wrong usage only where it was typed; elsewhere it is a failure. */
  static int of(Throwable failure) {
    return failure instanceof ParameterException || failure instanceof WrongUsageException
        ? WRONG_USAGE
        : FAILED;
  }
}
