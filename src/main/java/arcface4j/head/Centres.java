package arcface4j.head;

/**
 * The centres of an angular head: the directions that features are compared with.
 *
 * @param perClass K, the nearest of which counts; 1 is the usual head
 * @param start where they are before the first step
 */
public record Centres(int perClass, CentreStart start) {

  /** One of each class, started as in the original. */
  public static final Centres TEXTBOOK = new Centres(1, CentreStart.XAVIER);

  /**
   * Checks the number.
   *
   * @throws IllegalArgumentException if it is not above 0, or there is no start
   */
  public Centres {
    if (perClass < 1) {
      throw new IllegalArgumentException("subcenters " + perClass + " is not 1 or more");
    }
    if (start == null) {
      throw new IllegalArgumentException("centres need a start");
    }
  }
}
