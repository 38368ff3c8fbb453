package prices;

public final class Prices {
  private Prices() {}

  public static long total(long net) {
    return net + net / 5;
  }
}
