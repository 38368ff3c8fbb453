package dev.varve.versioning.export;

/** A file is no export, is damaged or incomplete, or is of a newer format. */
public final class ExportFormatException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ExportFormatException(String message) {
    super(message);
  }

  ExportFormatException(String message, Throwable cause) {
    super(message, cause);
  }
}
