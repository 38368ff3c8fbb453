package dev.varve.samples.fulfilment;

import dev.varve.ActivityContext;

/** The activities of version 2: a new one, and a Ship that takes something else than before. */
final class Steps_v2 {
  private final Journal journal;

  Steps_v2(Journal journal) {
    this.journal = journal;
  }

  String reserveStock(ActivityContext context, Order order) {
    journal.note(context, "ReserveStock_v2");
    return "reserved";
  }

  boolean checkFraud(ActivityContext context, Payment payment) {
    journal.note(context, "CheckFraud_v2");
    return payment.reference().endsWith("7");
  }

  String bookPayment(ActivityContext context, Payment payment) {
    journal.note(context, "BookPayment_v2");
    return "booked";
  }

  String ship(ActivityContext context, Parcel parcel) {
    journal.note(context, "Ship_v2");
    return "shipped " + parcel.order().id() + (parcel.signatureRequired() ? " with signature" : "");
  }
}
