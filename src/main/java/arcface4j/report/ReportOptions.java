package arcface4j.report;

/**
 * What of the findings is shown.
 *
 * @param map how embeddings are laid out
 * @param mapPoints most points of the map
 * @param seed of the points, the map and the queries of the gallery
 * @param galleryQueries most queries of the gallery
 * @param neighbours shown of each
 * @param mistakes most mistakes shown
 */
public record ReportOptions(
    MapMethod map, int mapPoints, long seed, int galleryQueries, int neighbours, int mistakes) {

  /** Most points of a map: its picture and its layout stay small. */
  public static final int MOST_POINTS = 10_000;

  /** Refuses sizes that are not positive, and more than {@link #MOST_POINTS}. */
  public ReportOptions {
    if (mapPoints < 1 || mapPoints > MOST_POINTS) {
      throw new IllegalArgumentException(
          "%d points of the map are not from 1 to %d".formatted(mapPoints, MOST_POINTS));
    }
    if (galleryQueries < 1 || neighbours < 1 || mistakes < 1) {
      throw new IllegalArgumentException(
          "%d queries with %d neighbours and %d mistakes; each must be 1 or more"
              .formatted(galleryQueries, neighbours, mistakes));
    }
  }

  /** A page that is easily looked through. */
  public static ReportOptions of(MapMethod map, int mapPoints, long seed) {
    return new ReportOptions(map, mapPoints, seed, 12, 8, 24);
  }
}
