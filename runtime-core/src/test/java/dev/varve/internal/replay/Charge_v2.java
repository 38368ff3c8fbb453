package dev.varve.internal.replay;

import dev.varve.Activity;
import dev.varve.ActivityContext;
import dev.varve.FunctionName;

/** An activity that is called by its class. */
final class Charge_v2 implements Activity<Integer, String> {
  static final FunctionName V1 = new FunctionName("Charge", 1);

  @Override
  public String run(ActivityContext context, Integer input) {
    return "charged " + input;
  }
}
