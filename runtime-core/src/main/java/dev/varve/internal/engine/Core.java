package dev.varve.internal.engine;

import dev.varve.DataConverter;
import dev.varve.storage.HubStore;
import dev.varve.storage.StorageCapabilities;

/** What every part of one engine stands on. */
record Core(
    HubStore hub,
    StorageCapabilities capabilities,
    Registry registry,
    DataConverter converter,
    Ports ports,
    EngineSettings settings,
    StoreTime time) {}
