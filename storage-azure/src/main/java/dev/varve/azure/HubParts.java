package dev.varve.azure;

/**
 * What the parts of one hub share. Each is thread-safe.
 *
 * @param strands one thing at a time for each instance
 */
record HubParts(
    HubTables tables,
    AzureClock clock,
    Ids ids,
    InstanceReader reader,
    Projection projection,
    SessionRows sessionRows,
    Lanes lanes,
    Doorbell doorbell,
    Signals signals,
    Wakes wakes,
    Ownership ownership,
    Notices notices,
    Strands strands) {}
