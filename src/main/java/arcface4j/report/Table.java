package arcface4j.report;

import java.util.List;

/**
 * A table of texts. The first cell of a row names the row.
 *
 * @param caption what it shows
 * @param head names of the columns
 * @param rows as wide as the head
 */
record Table(String caption, List<String> head, List<Row> rows) {

  /**
   * A row.
   *
   * @param name its first cell
   * @param cells the others
   */
  record Row(String name, List<String> cells) {
    static Row of(String name, String... cells) {
      return new Row(name, List.of(cells));
    }
  }
}
