package dev.varve.management;

import dev.varve.DataConversionException;
import dev.varve.InstanceAlreadyExistsException;
import dev.varve.InstanceFinishedException;
import dev.varve.InstanceNotFailedException;
import dev.varve.InstanceNotFoundException;
import dev.varve.Names;
import dev.varve.PayloadTooLargeException;
import dev.varve.UnknownFunctionException;
import dev.varve.versioning.parked.NotParkedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a failure is answered by: the caller's mistakes with what to do about them, and all else
 * with nothing of what is inside.
 */
final class Refusals {
  private static final Logger LOG = LoggerFactory.getLogger("dev.varve.management");
  private static final int BAD_REQUEST = 400;
  private static final int SERVER_ERROR = 500;

  private Refusals() {}

  static ApiResponse answer(ApiRequest request, Throwable failure) {
    return switch (failure) {
      case RequestRefusedException e -> {
        ApiResponse answer = answer(e.status(), e.text());
        for (var header : e.headers().entrySet()) {
          answer = answer.withHeader(header.getKey(), header.getValue());
        }
        yield answer;
      }
      case InstanceNotFoundException e -> answer(404, e);
      case InstanceAlreadyExistsException e -> answer(409, e);
      case InstanceFinishedException e -> answer(410, e);
      case InstanceNotFailedException e -> answer(412, e);
      case NotParkedException e -> answer(412, e);
      case PayloadTooLargeException e -> answer(413, e);
      case UnknownFunctionException e -> answer(BAD_REQUEST, e);
      case DataConversionException e -> answer(BAD_REQUEST, e);
      case IllegalArgumentException e -> answer(BAD_REQUEST, e);
      default -> unexpected(request, failure);
    };
  }

  private static ApiResponse unexpected(ApiRequest request, Throwable failure) {
    if (LOG.isErrorEnabled()) {
      LOG.error("{} failed: {}", request, Names.printable(failure.toString()));
    }
    LOG.debug("the failure before", failure);
    return answer(
        SERVER_ERROR, "the request could not be carried out; the log of the service says why");
  }

  private static ApiResponse answer(int status, Exception failure) {
    String message = failure.getMessage();
    return answer(status, message == null ? "the request is wrong" : message);
  }

  static ApiResponse answer(int status, String message) {
    return ApiResponse.json(
        status, JsonMapper.shared().createObjectNode().put("message", Names.printable(message)));
  }
}
