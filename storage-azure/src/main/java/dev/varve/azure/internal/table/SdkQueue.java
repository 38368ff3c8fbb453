package dev.varve.azure.internal.table;

import com.azure.core.util.Context;
import com.azure.storage.queue.QueueClient;
import com.azure.storage.queue.models.QueueErrorCode;
import com.azure.storage.queue.models.QueueMessageItem;
import com.azure.storage.queue.models.QueueStorageException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A queue of the service. */
final class SdkQueue implements HintQueue {
  /** From taking hints to deleting them; a hint that is not deleted by then comes again. */
  private static final Duration HIDDEN = Duration.ofSeconds(30);

  private final QueueClient queue;
  private final String where;
  private final Attempts attempts;

  SdkQueue(QueueClient queue, String where, Attempts attempts) {
    this.queue = queue;
    this.where = where;
    this.attempts = attempts;
  }

  @Override
  public void create() {
    attempts.write(what("creating a queue"), queue::createIfNotExists);
  }

  @Override
  public void put(String hint, Duration lifetime) {
    attempts.write(
        what("putting a hint"),
        () -> {
          try {
            queue.sendMessageWithResponse(hint, Duration.ZERO, lifetime, null, Context.NONE);
          } catch (QueueStorageException e) {
            if (!isMissing(e)) {
              throw e;
            }
          }
          return true;
        });
  }

  @Override
  public List<String> take(int max) {
    return attempts.write(
        what("taking hints"),
        () -> {
          List<String> hints = new ArrayList<>();
          try {
            for (QueueMessageItem message :
                queue.receiveMessages(max, HIDDEN, null, Context.NONE)) {
              queue.deleteMessage(message.getMessageId(), message.getPopReceipt());
              hints.add(message.getBody().toString());
            }
          } catch (QueueStorageException e) {
            if (!isMissing(e)) {
              throw e;
            }
          }
          return hints;
        });
  }

  @Override
  public void delete() {
    attempts.write(what("deleting a queue"), queue::deleteIfExists);
  }

  private static boolean isMissing(QueueStorageException e) {
    return QueueErrorCode.QUEUE_NOT_FOUND.equals(e.getErrorCode())
        || QueueErrorCode.MESSAGE_NOT_FOUND.equals(e.getErrorCode());
  }

  private String what(String action) {
    return action + " of queue " + queue.getQueueName() + where;
  }
}
