package dev.varve.versioning.router;

import java.time.Instant;
import java.util.Optional;

/**
 * The row of one key in the routing table.
 *
 * @param version what is deployed under the key, with its patch; what was tried last if the
 *     creation failed
 * @param hub where its instances live, also after it was closed
 * @param run the number of its latest run; 0 if there was none
 * @param since when it came into this state, by the store's clock
 * @param idleSince since when it was seen without work and not current
 * @param current whether requests that name no version go here
 * @param reason why it failed
 */
public record RoutedApp(
    AppKey key,
    AppState state,
    AppVersion version,
    String hub,
    int run,
    Instant since,
    Optional<Instant> idleSince,
    boolean current,
    Optional<String> reason) {}
