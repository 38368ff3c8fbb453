package dev.varve.samples.fulfilment;

import dev.varve.ActivityContext;

/** The activities of version 1. Each notes in the journal that this version of its code ran. */
final class Steps_v1 {
  private final Journal journal;

  Steps_v1(Journal journal) {
    this.journal = journal;
  }

  String reserveStock(ActivityContext context, Order order) {
    journal.note(context, "ReserveStock_v1");
    return "reserved";
  }

  String bookPayment(ActivityContext context, Payment payment) {
    journal.note(context, "BookPayment_v1");
    return "booked";
  }

  String ship(ActivityContext context, Order order) {
    journal.note(context, "Ship_v1");
    return "shipped " + order.id();
  }
}
