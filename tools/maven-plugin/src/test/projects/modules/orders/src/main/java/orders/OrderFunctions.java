package orders;

import dev.varve.Registrations;
import dev.varve.VarveBuilder;
import prices.Prices;

public final class OrderFunctions implements Registrations {
  @Override
  public void register(VarveBuilder builder) {
    builder.orchestrator("Total_v1", Long.class, (context, net) -> Prices.total(net));
  }
}
