package dev.varve.azure.internal.table;

import com.azure.core.util.BinaryData;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.models.BlobErrorCode;
import com.azure.storage.blob.models.BlobItem;
import com.azure.storage.blob.models.BlobStorageException;
import com.azure.storage.blob.models.ListBlobsOptions;
import com.azure.storage.blob.options.BlobInputStreamOptions;
import com.azure.storage.blob.specialized.BlockBlobClient;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** A container of the service. */
final class SdkBlobs implements BlobStore {
  /** What is larger goes in blocks of this size, so that each request ends within its deadline. */
  static final int BLOCK = 4 << 20;

  private final BlobContainerClient container;
  private final String where;
  private final Attempts attempts;

  SdkBlobs(BlobContainerClient container, String where, Attempts attempts) {
    this.container = container;
    this.where = where;
    this.attempts = attempts;
  }

  @Override
  public String url(String name) {
    return blob(name).getBlobUrl();
  }

  @Override
  public void put(String name, byte[] content) {
    if (content.length <= BLOCK) {
      write(name, blob -> blob.upload(BinaryData.fromBytes(content), true));
      return;
    }
    List<String> blocks = new ArrayList<>();
    for (int from = 0; from < content.length; from += BLOCK) {
      byte[] block = Arrays.copyOfRange(content, from, Math.min(from + BLOCK, content.length));
      String id = blockId(blocks.size());
      write(name, blob -> blob.stageBlock(id, BinaryData.fromBytes(block)));
      blocks.add(id);
    }
    write(name, blob -> blob.commitBlockList(blocks, true));
  }

  private static String blockId(int index) {
    byte[] id = "%06d".formatted(index).getBytes(StandardCharsets.US_ASCII);
    return Base64.getEncoder().encodeToString(id);
  }

  private interface BlobWrite {
    void to(BlockBlobClient blob);
  }

  private void write(String name, BlobWrite write) {
    attempts.write(
        what("writing blob " + name),
        () -> {
          try {
            write.to(blob(name));
          } catch (BlobStorageException e) {
            if (!BlobErrorCode.CONTAINER_NOT_FOUND.equals(e.getErrorCode())) {
              throw e;
            }
            container.createIfNotExists();
            write.to(blob(name));
          }
          return true;
        });
  }

  @Override
  public Optional<byte[]> get(String name) {
    return attempts.read(
        what("reading blob " + name),
        () -> {
          try {
            return Optional.of(content(blob(name)));
          } catch (BlobStorageException e) {
            if (isMissing(e)) {
              return Optional.empty();
            }
            throw e;
          }
        });
  }

  private static byte[] content(BlockBlobClient blob) {
    try (InputStream content =
        blob.openInputStream(new BlobInputStreamOptions().setBlockSize(BLOCK))) {
      return content.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void delete(String name) {
    attempts.write(
        what("deleting blob " + name),
        () -> {
          try {
            return blob(name).deleteIfExists();
          } catch (BlobStorageException e) {
            if (isMissing(e)) {
              return false;
            }
            throw e;
          }
        });
  }

  @Override
  public void deletePrefix(String prefix) {
    if (!prefix.endsWith("/")) {
      throw new IllegalArgumentException(
          "the prefix '" + prefix + "' must end with a slash, or it reaches into other names");
    }
    names(prefix).forEach(this::delete);
  }

  private List<String> names(String prefix) {
    return attempts.read(
        what("listing blobs"),
        () -> {
          List<String> names = new ArrayList<>();
          try {
            container.listBlobs(new ListBlobsOptions().setPrefix(prefix), null).stream()
                .map(BlobItem::getName)
                .forEach(names::add);
          } catch (BlobStorageException e) {
            if (!isMissing(e)) {
              throw e;
            }
          }
          return names;
        });
  }

  private static boolean isMissing(BlobStorageException e) {
    return BlobErrorCode.BLOB_NOT_FOUND.equals(e.getErrorCode())
        || BlobErrorCode.CONTAINER_NOT_FOUND.equals(e.getErrorCode());
  }

  private BlockBlobClient blob(String name) {
    return container.getBlobClient(name).getBlockBlobClient();
  }

  private String what(String action) {
    return action + " of container " + container.getBlobContainerName() + where;
  }
}
