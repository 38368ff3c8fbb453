package dev.varve.storage;

import dev.varve.FunctionName;
import dev.varve.OrchestrationRuntimeStatus;
import dev.varve.history.HistoryTurn;
import java.util.List;

/**
 * An instance that now belongs to the session.
 *
 * @param function what it runs; not necessarily served, if a management message is among those
 *     delivered
 * @param status PENDING, RUNNING or SUSPENDED
 * @param parked whether it is parked and was claimed for management only
 * @param crashes how many owners died on it since a turn of it was committed or an owner released
 *     it
 * @param history the first turns of its current execution
 * @param historyComplete whether that is all of them; if not, read on with {@link HubStore#history}
 * @param messages all that is due, in order; empty when it was claimed to be recovered
 */
public record ClaimedInstance(
    String instanceId,
    FunctionName function,
    OrchestrationRuntimeStatus status,
    boolean parked,
    int crashes,
    List<HistoryTurn> history,
    boolean historyComplete,
    List<InboxMessage> messages) {}
