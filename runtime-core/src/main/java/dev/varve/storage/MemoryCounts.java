package dev.varve.storage;

import dev.varve.FunctionName;
import dev.varve.OrchestrationRuntimeStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How many instances there are, kept up to date with each change. Guarded by the hub's lock. */
final class MemoryCounts {
  private static final OrchestrationRuntimeStatus[] STATUSES = OrchestrationRuntimeStatus.values();

  private final Map<FunctionName, Cell[]> byFunction = new TreeMap<>();

  private static final class Cell {
    long count;
    long parked;
  }

  void add(MemoryInstance instance) {
    change(instance, 1);
  }

  void remove(MemoryInstance instance) {
    change(instance, -1);
  }

  List<InstanceCount> list() {
    List<InstanceCount> counts = new ArrayList<>();
    byFunction.forEach((function, cells) -> {
      for (OrchestrationRuntimeStatus status : STATUSES) {
        Cell cell = cells[status.ordinal()];
        if (cell.count > 0) {
          counts.add(new InstanceCount(function, status, cell.count, cell.parked));
        }
      }
    });
    return counts;
  }

  private void change(MemoryInstance instance, int by) {
    Cell cell =
        byFunction
            .computeIfAbsent(instance.function, function -> cells())[instance.status.ordinal()];
    cell.count += by;
    if (instance.park != null) {
      cell.parked += by;
    }
  }

  private static Cell[] cells() {
    Cell[] cells = new Cell[STATUSES.length];
    for (int i = 0; i < cells.length; i++) {
      cells[i] = new Cell();
    }
    return cells;
  }
}
