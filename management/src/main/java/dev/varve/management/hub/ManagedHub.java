package dev.varve.management.hub;

import dev.varve.InstanceNotFoundException;
import dev.varve.Names;
import dev.varve.VarveClient;
import dev.varve.management.ApiCall;
import dev.varve.storage.AuditEntry;
import dev.varve.storage.HubStore;
import dev.varve.storage.InstanceRow;

/** A hub that the API was given, and the client that manages it. */
record ManagedHub(HubStore store, VarveClient client) {
  /**
   * The row of an instance.
   *
   * @throws InstanceNotFoundException if there is none
   */
  InstanceRow require(String instanceId) {
    return store
        .instance(Names.requireInstanceId(instanceId))
        .orElseThrow(() -> new InstanceNotFoundException(instanceId));
  }

  /**
   * Notes who asks for what, before it is done: an entry without an effect misleads nobody for
   * long, an effect without an entry is never explained.
   */
  void audit(ApiCall call, String action, String subject, String detail) {
    store
        .records()
        .audit(new AuditEntry.Draft(call.caller().name() + ", over HTTP", action, subject, detail));
  }
}
