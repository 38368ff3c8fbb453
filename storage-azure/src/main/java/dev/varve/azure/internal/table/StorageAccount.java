package dev.varve.azure.internal.table;

import com.azure.core.http.HttpClient;
import com.azure.core.http.policy.FixedDelayOptions;
import com.azure.core.http.policy.HttpPipelinePolicy;
import com.azure.core.http.policy.RetryOptions;
import com.azure.data.tables.TableServiceClient;
import com.azure.data.tables.TableServiceClientBuilder;
import com.azure.data.tables.models.TableItem;
import com.azure.storage.blob.BlobServiceClient;
import com.azure.storage.blob.BlobServiceClientBuilder;
import com.azure.storage.common.policy.RequestRetryOptions;
import com.azure.storage.common.policy.RetryPolicyType;
import com.azure.storage.queue.QueueServiceClient;
import com.azure.storage.queue.QueueServiceClientBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The tables, blobs and queues of one account. Thread-safe; holds nothing that must be closed. */
public final class StorageAccount {
  /** How long a request that fails is repeated. */
  public static final Duration DEADLINE = Duration.ofSeconds(45);

  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration ANSWER = Duration.ofSeconds(15);
  private static final RetryOptions NO_RETRIES =
      new RetryOptions(new FixedDelayOptions(0, Duration.ofMillis(1)));
  private static final RequestRetryOptions NO_STORAGE_RETRIES =
      new RequestRetryOptions(RetryPolicyType.FIXED, 1, (int) ANSWER.toSeconds(), null, null, null);

  private final String name;
  private final Attempts attempts;
  private final TableServiceClient tables;
  private final BlobServiceClient blobs;
  private final QueueServiceClient queues;

  private StorageAccount(
      String name,
      Attempts attempts,
      TableServiceClient tables,
      BlobServiceClient blobs,
      QueueServiceClient queues) {
    this.name = name;
    this.attempts = attempts;
    this.tables = tables;
    this.blobs = blobs;
    this.queues = queues;
  }

  /**
   * An account; nothing is sent yet.
   *
   * @throws IllegalArgumentException if the connection string cannot be understood
   */
  public static StorageAccount of(AccountAccess access) {
    return of(access, DEADLINE, List.of());
  }

  /**
   * An account whose every request passes through the given policies, and is repeated no longer
   * than until the deadline.
   */
  public static StorageAccount of(
      AccountAccess access, Duration deadline, List<HttpPipelinePolicy> policies) {
    HttpClient client = new JdkTransport(CONNECT, ANSWER);
    TableServiceClientBuilder tables =
        new TableServiceClientBuilder()
            .httpClient(client)
            .retryOptions(NO_RETRIES)
            .addPolicy(new Answers());
    BlobServiceClientBuilder blobs =
        new BlobServiceClientBuilder().httpClient(client).retryOptions(NO_STORAGE_RETRIES);
    QueueServiceClientBuilder queues =
        new QueueServiceClientBuilder().httpClient(client).retryOptions(NO_STORAGE_RETRIES);
    for (HttpPipelinePolicy policy : policies) {
      tables.addPolicy(policy);
      blobs.addPolicy(policy);
      queues.addPolicy(policy);
    }
    switch (access) {
      case AccountAccess.ByConnectionString connection -> {
        tables.connectionString(connection.text());
        blobs.connectionString(connection.text());
        queues.connectionString(connection.text());
      }
      case AccountAccess.ByCredential identity -> {
        tables.credential(identity.credential()).endpoint(identity.tableAddress());
        blobs.credential(identity.credential()).endpoint(identity.blobAddress());
        queues.credential(identity.credential()).endpoint(identity.queueAddress());
      }
    }
    return new StorageAccount(
        access.account(),
        new Attempts(deadline),
        tables.buildClient(),
        blobs.buildClient(),
        queues.buildClient());
  }

  /** What the account is called. */
  public String name() {
    return name;
  }

  /** A table, created if it does not exist. */
  public RowTable table(String table) {
    attempts.write("creating table " + table + in(), () -> tables.createTableIfNotExists(table));
    return new SdkTable(tables.getTableClient(table), in(), attempts);
  }

  /** The names of all tables, in no order. */
  public List<String> tables() {
    return attempts.read(
        "listing the tables" + in(),
        () -> {
          List<String> names = new ArrayList<>();
          tables.listTables().stream().map(TableItem::getName).forEach(names::add);
          return names;
        });
  }

  /** A container of blobs. */
  public BlobStore blobs(String container) {
    return new SdkBlobs(blobs.getBlobContainerClient(container), in(), attempts);
  }

  /** A queue. */
  public HintQueue queue(String queue) {
    return new SdkQueue(queues.getQueueClient(queue), in(), attempts);
  }

  private String in() {
    return " in account " + name;
  }
}
