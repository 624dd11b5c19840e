package arcface4j.engine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Places values in one block of memory so that values that live at the same time never overlap.
 *
 * <p>Greedy by size: the largest value first, each at the lowest offset that is free during its
 * whole life (Pisarchyk and Lee, "Efficient Memory Management for Deep Neural Net Inference", 2020,
 * algorithm 3, which takes the smallest gap instead of the lowest).
 */
final class ArenaPlan {

  /**
   * A value's needs.
   *
   * @param bytes its size
   * @param first the step that writes it
   * @param last the last step that reads it
   */
  record Need(long bytes, int first, int last) {
    boolean meets(Need other) {
      return first <= other.last && other.first <= last;
    }
  }

  private record Placed(Need need, long offset) {
    long end() {
      return offset + need.bytes;
    }
  }

  private final long[] offsets;
  private final List<Placed> placed = new ArrayList<>();
  private long bytes;

  ArenaPlan(List<Need> needs) {
    offsets = new long[needs.size()];
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < needs.size(); i++) {
      order.add(i);
    }
    order.sort(Comparator.comparingLong((Integer i) -> needs.get(i).bytes).reversed());
    order.forEach(i -> offsets[i] = place(aligned(needs.get(i))));
  }

  private static Need aligned(Need need) {
    long rounded = (need.bytes + Arena.ALIGNMENT - 1) / Arena.ALIGNMENT * Arena.ALIGNMENT;
    return new Need(rounded, need.first, need.last);
  }

  private long place(Need need) {
    long offset = 0;
    for (Placed other : placed) {
      if (other.need.meets(need) && other.offset < offset + need.bytes) {
        offset = Math.max(offset, other.end());
      }
    }
    insert(new Placed(need, offset));
    bytes = Math.max(bytes, offset + need.bytes);
    return offset;
  }

  // Sorted by offset, so that one walk finds the lowest gap.
  private void insert(Placed value) {
    int at = 0;
    while (at < placed.size() && placed.get(at).offset < value.offset) {
      at++;
    }
    placed.add(at, value);
  }

  /** Where the value with this index begins. */
  long offset(int index) {
    return offsets[index];
  }

  /** Size of the whole block. */
  long bytes() {
    return bytes;
  }
}
