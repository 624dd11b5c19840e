package arcface4j.app.inspect;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which of N things belong together (Tarjan 1975); the first of a group stands for it. */
final class DisjointSets {

  private final int[] parents; // [N], none after its child

  DisjointSets(int size) {
    parents = new int[size];
    for (int i = 0; i < size; i++) {
      parents[i] = i;
    }
  }

  /** The first of the group. */
  int first(int member) {
    int at = member;
    while (parents[at] != at) {
      parents[at] = parents[parents[at]];
      at = parents[at];
    }
    return at;
  }

  void join(int one, int other) {
    int first = first(one);
    int second = first(other);
    parents[Math.max(first, second)] = Math.min(first, second);
  }

  boolean areJoined(int one, int other) {
    return first(one) == first(other);
  }

  /** Groups of two and more, and their members, in order. */
  Collection<List<Integer>> groups() {
    Map<Integer, List<Integer>> groups = new LinkedHashMap<>();
    for (int i = 0; i < parents.length; i++) {
      if (first(i) != i) {
        groups.computeIfAbsent(first(i), first -> new ArrayList<>(List.of(first))).add(i);
      }
    }
    return groups.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(Map.Entry::getValue)
        .toList();
  }
}
