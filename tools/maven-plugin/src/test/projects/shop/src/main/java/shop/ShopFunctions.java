package shop;

import dev.varve.Registrations;
import dev.varve.VarveBuilder;

public final class ShopFunctions implements Registrations {
  @Override
  public void register(VarveBuilder builder) {
    builder
        .orchestrator(Order_v1.class)
        .activity("Reserve_v1", String.class, item -> item + " reserved")
        .activity("Ship_v1", String.class, item -> item + " shipped");
  }
}
