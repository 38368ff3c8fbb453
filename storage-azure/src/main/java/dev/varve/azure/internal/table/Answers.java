package dev.varve.azure.internal.table;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpMethod;
import com.azure.core.http.HttpPipelineCallContext;
import com.azure.core.http.HttpPipelinePosition;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.http.policy.HttpPipelineSyncPolicy;
import com.azure.core.util.Context;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a table answers in place of the SDK, which loses the ETags of a transaction, takes the
 * deletion of a missing row for a success, and logs as an error what is an ordinary outcome here:
 * it is told that all went well, and who sent the request takes the answer from a {@link Slot}.
 * What may pass when the request is repeated is left to the SDK, which throws.
 */
final class Answers extends HttpPipelineSyncPolicy {
  private static final String KEY = "varve-answer";
  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 ([0-9]{3})[^\\r\\n]*");
  private static final Pattern ETAG = Pattern.compile("(?im)^ETag:[ \\t]*([^\\r\\n]+?)[ \\t]*$");
  private static final Pattern CODE = Pattern.compile("\"code\"\\s*:\\s*\"([A-Za-z0-9]+)\"");
  private static final Pattern XML_CODE = Pattern.compile("(?i)<(?:m:)?code>([A-Za-z0-9]+)<");
  private static final Pattern INDEX = Pattern.compile("\"value\"\\s*:\\s*\"([0-9]{1,3}):");
  private static final Set<Integer> PASSING = Set.of(408, 429);
  private static final Set<String> NO_ROW = Set.of("ResourceNotFound", "EntityNotFound");

  /**
   * An answer.
   *
   * @param code the code of the error; empty if there is none
   * @param index of the change that the error is about
   * @param etags of the changed rows, in the order of the changes; empty texts for deleted ones
   */
  record Answer(int status, String code, int index, List<String> etags) {}

  /** Where the answer to one request is put. */
  static final class Slot {
    private final int changes;
    private @Nullable Answer answer;

    /**
     * @param changes how many the request makes
     */
    Slot(int changes) {
      this.changes = changes;
    }

    Context context() {
      return new Context(KEY, this);
    }

    /**
     * @throws IllegalStateException if no answer has come
     */
    Answer answer() {
      if (answer == null) {
        throw new IllegalStateException("the request was not answered");
      }
      return answer;
    }
  }

  @Override
  public HttpPipelinePosition getPipelinePosition() {
    return HttpPipelinePosition.PER_CALL;
  }

  @Override
  protected HttpResponse afterReceivedResponse(
      HttpPipelineCallContext context, HttpResponse response) {
    int status = response.getStatusCode();
    if (status >= 400 && isXml(response)) {
      return afterReceivedResponse(context, asJson(response));
    }
    if (!(context.getData(KEY).orElse(null) instanceof Slot slot)
        || status >= 500
        || PASSING.contains(status)) {
      return response;
    }
    HttpRequest request = response.getRequest();
    if (request.getHttpMethod() == HttpMethod.GET) {
      return status == 404 ? read(response) : response;
    }
    boolean transaction = request.getUrl().getPath().endsWith("/$batch");
    String body = body(response);
    if (status >= 400) {
      slot.answer = error(status, body);
    } else if (transaction) {
      slot.answer = transaction(body, slot.changes);
    } else {
      slot.answer =
          new Answer(status, "", 0, List.of(etag(response.getHeaderValue(HttpHeaderName.ETAG))));
    }
    return transaction
        ? BytesResponse.inPlaceOf(response, 202, allWell(slot.changes))
        : BytesResponse.inPlaceOf(response, 204, "");
  }

  /** The SDK takes the quote off the end of an ETag that has none at the beginning. */
  private static String etag(@Nullable String scrubbed) {
    if (scrubbed == null) {
      return "";
    }
    return scrubbed.startsWith("W/\"") && !scrubbed.endsWith("\"") ? scrubbed + '"' : scrubbed;
  }

  /** A row that is not there reads as one without columns, which the SDK takes for none. */
  private static HttpResponse read(HttpResponse missing) {
    HttpResponse kept = missing.buffer();
    return NO_ROW.contains(first(CODE, body(kept)))
        ? BytesResponse.inPlaceOf(kept, 200, "{}")
        : kept;
  }

  private static boolean isXml(HttpResponse response) {
    String type = response.getHeaderValue(HttpHeaderName.CONTENT_TYPE);
    return type != null && type.contains("xml");
  }

  /** Who may not come in is told so in XML, for which the SDK would need one more library. */
  private static HttpResponse asJson(HttpResponse error) {
    String code = first(XML_CODE, body(error));
    String json =
        "{\"odata.error\":{\"code\":\"%s\",\"message\":{\"lang\":\"en-us\",\"value\":\"\"}}}";
    return BytesResponse.inPlaceOf(error, error.getStatusCode(), json.formatted(code));
  }

  private static String body(HttpResponse response) {
    byte[] bytes = response.getBodyAsByteArray().blockOptional().orElse(new byte[0]);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** One part for each change, or a single one with the first error. */
  private static Answer transaction(String body, int changes) {
    List<String> etags = new ArrayList<>();
    Matcher parts = STATUS.matcher(body);
    boolean found = parts.find();
    while (found) {
      int status = Integer.parseInt(parts.group(1));
      int from = parts.end();
      found = parts.find();
      String part = body.substring(from, found ? parts.start() : body.length());
      if (status >= 400) {
        return error(status, part);
      }
      etags.add(first(ETAG, part));
    }
    if (etags.size() != changes) {
      throw unreadable("%d changes were answered by %d parts".formatted(changes, etags.size()));
    }
    return new Answer(202, "", 0, etags);
  }

  private static Answer error(int status, String text) {
    String code = first(CODE, text);
    if (code.isEmpty()) {
      throw unreadable("status " + status + " came without a code");
    }
    String index = first(INDEX, text);
    return new Answer(status, code, index.isEmpty() ? 0 : Integer.parseInt(index), List.of());
  }

  private static UncheckedIOException unreadable(String problem) {
    return new UncheckedIOException(new IOException(problem));
  }

  private static String first(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? matcher.group(1) : "";
  }

  private static String allWell(int changes) {
    return "--batchresponse_0\r\n"
        + "--changesetresponse_0\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n\r\n".repeat(changes)
        + "--changesetresponse_0--\r\n--batchresponse_0--\r\n";
  }
}
