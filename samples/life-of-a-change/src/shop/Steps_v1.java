package shop;

import dev.varve.ActivityContext;

final class Steps_v1 {
  private Steps_v1() {}

  static String reserve(ActivityContext context, String item) {
    Journal.note(context, "Reserve_v1");
    return "reserved " + item;
  }

  static String charge(ActivityContext context, String item) {
    Journal.note(context, "Charge_v1");
    return "charged for " + item;
  }

  static String ship(ActivityContext context, String parcel) {
    Journal.note(context, "Ship_v1");
    return "shipped " + parcel;
  }
}
