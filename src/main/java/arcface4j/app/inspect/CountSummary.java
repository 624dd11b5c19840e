package arcface4j.app.inspect;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How many images the classes have.
 *
 * @param counts ascending, one a class
 */
public record CountSummary(List<Integer> counts) {

  private static final int BINS = 8;

  /**
   * A part of a histogram.
   *
   * @param least smallest count in it
   * @param most largest count in it
   * @param classes with such a count
   */
  public record Bin(int least, int most, int classes) {}

  static CountSummary of(int[] counts) {
    return new CountSummary(Arrays.stream(counts).sorted().boxed().toList());
  }

  /** Classes. */
  public int classes() {
    return counts.size();
  }

  /** Images of all of them. */
  public int images() {
    return counts.stream().mapToInt(count -> count).sum();
  }

  /** 0 where there is no class. */
  public int smallest() {
    return counts.isEmpty() ? 0 : counts.get(0);
  }

  /** Of an even number of classes the lower one; 0 where there is no class. */
  public int median() {
    return counts.isEmpty() ? 0 : counts.get((counts.size() - 1) / 2);
  }

  /** 0 where there is no class. */
  public int largest() {
    return counts.isEmpty() ? 0 : counts.get(counts.size() - 1);
  }

  /**
   * Up to eight bins of one width or, where the largest class is that many times the smallest, each
   * twice the last.
   */
  public List<Bin> histogram() {
    List<Bin> bins = new ArrayList<>();
    boolean doubling = largest() >= BINS * smallest();
    int width = (largest() - smallest()) / BINS + 1;
    int at = 0;
    for (long least = smallest(); at < counts.size(); ) {
      long most = Math.min(largest(), doubling ? 2 * least - 1 : least + width - 1);
      int from = at;
      while (at < counts.size() && counts.get(at) <= most) {
        at++;
      }
      bins.add(new Bin((int) least, (int) most, at - from));
      least = most + 1;
    }
    return bins;
  }
}
