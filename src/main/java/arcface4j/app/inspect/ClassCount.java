package arcface4j.app.inspect;

import arcface4j.data.Split;
import java.util.Map;

/**
 * How many images a class has.
 *
 * @param name as its folder or the table has it
 * @param bySplit images in each split that has some
 * @param unsplit those in none
 */
public record ClassCount(String name, Map<Split, Integer> bySplit, int unsplit) {

  /** Images in a split. */
  public int in(Split split) {
    return bySplit.getOrDefault(split, 0);
  }

  /** Images in all. */
  public int total() {
    return unsplit + bySplit.values().stream().mapToInt(count -> count).sum();
  }
}
