package shop;

import dev.varve.Registrations;
import dev.varve.VarveBuilder;

/** All functions of the shop, for the program and for the command line. */
public final class ShopFunctions implements Registrations {
  @Override
  public void register(VarveBuilder builder) {
    builder.orchestrator(Order_v1::new);
    builder.activity("Reserve_v1", String.class, Steps_v1::reserve);
    builder.activity("Charge_v1", String.class, Steps_v1::charge);
    builder.activity("Ship_v1", String.class, Steps_v1::ship);
  }
}
