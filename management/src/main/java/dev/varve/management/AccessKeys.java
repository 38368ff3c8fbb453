package dev.varve.management;

import dev.varve.Names;
import dev.varve.storage.AuditEntry;
import dev.varve.storage.HubRecord;
import dev.varve.storage.HubRecords;
import dev.varve.storage.HubStore;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Keys that are kept in a hub: a name and a role for each, and a hash of the secret, which is shown
 * once, when the key is made. Keys travel in the header {@code x-functions-key} or as {@code
 * Authorization: Bearer}, never in a link. A key that is made or removed counts from the next
 * request on, in every process. Thread-safe.
 */
public final class AccessKeys implements Authenticator {
  /** The header in which keys travel. */
  public static final String HEADER = "x-functions-key";

  private static final String PREFIX = "access-key/";
  private static final String REMOVED = "{}";
  private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,40}");
  private static final Pattern KEY = Pattern.compile("([a-z0-9-]{1,40})\\.([A-Za-z0-9_-]{43})");
  private static final Pattern BEARER = Pattern.compile("(?i)bearer +(\\S+)");
  private static final int SECRET_BYTES = 32;

  private final HubRecords records;
  private final SecureRandom random = new SecureRandom();

  private AccessKeys(HubRecords records) {
    this.records = records;
  }

  /** The keys that are kept in this hub. */
  public static AccessKeys of(HubStore hub) {
    return new AccessKeys(hub.records());
  }

  /**
   * Makes a key, in place of one of that name.
   *
   * @param name 1 to 40 small letters, digits and hyphens; names the caller in the audit log
   * @param who makes it, for the audit log
   * @return the key, which cannot be read again
   * @throws IllegalArgumentException if the name breaks its rules
   */
  public String create(String name, Role role, String who) {
    byte[] secret = new byte[SECRET_BYTES];
    random.nextBytes(secret);
    String key =
        requireName(name) + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
    String value =
        JsonMapper.shared()
            .createObjectNode()
            .put("role", role.word())
            .put("sha256", HexFormat.of().formatHex(hash(key)))
            .toString();
    write(name, value, new AuditEntry.Draft(who, "access-key", name, "made, " + role.word()));
    return key;
  }

  /**
   * Removes a key.
   *
   * @param who removes it, for the audit log
   * @return whether there was one
   */
  public boolean remove(String name, String who) {
    if (!list().containsKey(requireName(name))) {
      return false;
    }
    write(name, REMOVED, new AuditEntry.Draft(who, "access-key", name, "removed"));
    return true;
  }

  /** The names of all keys, with their roles. */
  public SortedMap<String, Role> list() {
    SortedMap<String, Role> keys = new TreeMap<>();
    for (HubRecord record : records.list(PREFIX)) {
      role(record).ifPresent(role -> keys.put(record.key().substring(PREFIX.length()), role));
    }
    return keys;
  }

  @Override
  public Optional<Caller> authenticate(ApiRequest request) {
    return key(request)
        .flatMap(key -> {
          Matcher parts = KEY.matcher(key);
          if (!parts.matches()) {
            return Optional.empty();
          }
          String name = parts.group(1);
          return records
              .get(PREFIX + name)
              .filter(record -> isKey(record, key))
              .flatMap(AccessKeys::role)
              .map(role -> new Caller(name, role));
        });
  }

  private static Optional<String> key(ApiRequest request) {
    Optional<String> own = request.header(HEADER);
    if (own.isPresent()) {
      return own;
    }
    return request
        .header("Authorization")
        .map(BEARER::matcher)
        .filter(Matcher::matches)
        .map(bearer -> bearer.group(1));
  }

  private static boolean isKey(HubRecord record, String key) {
    byte[] kept = read(record).path("sha256").asString("").getBytes(StandardCharsets.US_ASCII);
    byte[] given = HexFormat.of().formatHex(hash(key)).getBytes(StandardCharsets.US_ASCII);
    return MessageDigest.isEqual(kept, given);
  }

  private static Optional<Role> role(HubRecord record) {
    String word = read(record).path("role").asString("");
    return word.isEmpty() ? Optional.empty() : Optional.of(Role.parse(word));
  }

  private static JsonNode read(HubRecord record) {
    try {
      return JsonMapper.shared().readTree(record.value());
    } catch (JacksonException e) {
      throw new IllegalStateException("the record " + record.key() + " is not JSON; remove it", e);
    }
  }

  private void write(String name, String value, AuditEntry.Draft audit) {
    Optional<HubRecord> written = Optional.empty();
    while (written.isEmpty()) {
      long revision = records.get(PREFIX + name).map(HubRecord::revision).orElse(0L);
      written = records.compareAndSet(PREFIX + name, revision, value, audit);
    }
  }

  private static String requireName(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "'"
              + Names.printable(name)
              + "' is not the name of a key: use 1 to 40 small letters, digits and hyphens");
    }
    return name;
  }

  /** A secret of 256 random bits needs no slow hash. */
  private static byte[] hash(String key) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.US_ASCII));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JVM has no SHA-256", e);
    }
  }
}
