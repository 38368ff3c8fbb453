package dev.varve.testing.simulation;

/** What must hold in every run, by the names that the documentation gives them. */
enum Invariant {
  I1("no lost start"),
  I2("append-only"),
  I3("one result"),
  I4("at-least-once work"),
  I5("the program's sum"),
  I6("replay"),
  I7("fencing"),
  I8("version pin"),
  I9("family"),
  I10("row is the fold of the history"),
  I11("liveness"),
  I13("nothing left"),
  SURPRISE("no unexpected failure");

  private final String title;

  Invariant(String title) {
    this.title = title;
  }

  @Override
  public String toString() {
    return name() + " " + title;
  }
}
