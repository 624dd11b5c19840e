package arcface4j.app.inspect;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Finds files that show the same picture: exact ones by their bytes, near ones by a hash within
 * {@link #FARTHEST} bits and thumbnails that agree. Of near ones A and B, and B and C, all three
 * are a group.
 *
 * <p>Of a picture without contrast nothing but equal bytes can be told.
 */
final class DuplicateFinder {

  /**
   * Bits of 64; copies that were resized, compressed, brightened or cropped a little are nearer.
   */
  static final int FARTHEST = 10;

  private static final int ROWS_BETWEEN_QUESTIONS = 1024;

  private final Map<Sha256, Integer> firstOf = new HashMap<>(); // row by bytes
  private final DisjointSets exact;
  private final int[] distinct; // [found] the first rows of different bytes with contrast
  private final long[] hashes; // [found]
  private final List<Thumbnail> thumbnails = new ArrayList<>(); // [found]

  /** For N files. */
  DuplicateFinder(int size) {
    exact = new DisjointSets(size);
    distinct = new int[size];
    hashes = new long[size];
  }

  /** Takes the picture of a row; rows come in order. */
  void add(int row, Look.Picture picture) {
    Integer first = firstOf.putIfAbsent(picture.bytes(), row);
    if (first != null) {
      exact.join(first, row);
    } else if (picture.thumbnail().hasContrast()) {
      distinct[thumbnails.size()] = row;
      hashes[thumbnails.size()] = picture.hash();
      thumbnails.add(picture.thumbnail());
    }
  }

  /** Rows with equal bytes. */
  Collection<List<Integer>> exact() {
    return exact.groups();
  }

  /** Rows that show the same, of which some differ in their bytes. */
  List<List<Integer>> near(Progress progress) throws IOException {
    DisjointSets near = nearOnes(progress);
    Map<Integer, List<Integer>> copies = new HashMap<>(); // by the first row
    exact.groups().forEach(group -> copies.put(group.get(0), group));
    return near.groups().stream()
        .map(
            group ->
                group.stream()
                    .map(found -> distinct[found])
                    .flatMap(row -> copies.getOrDefault(row, List.of(row)).stream())
                    .sorted()
                    .toList())
        .toList();
  }

  private DisjointSets nearOnes(Progress progress) throws IOException {
    int found = thumbnails.size();
    HashBands bands =
        new HashBands(IntStream.range(0, found).mapToLong(i -> hashes[i]).toArray(), FARTHEST);
    DisjointSets near = new DisjointSets(found);
    for (int i = 0; i < found; i++) {
      if (i % ROWS_BETWEEN_QUESTIONS == 0) {
        progress.at(i);
      }
      int one = i;
      bands.forEachLaterNear(
          one,
          other -> {
            if (!near.areJoined(one, other)
                && thumbnails.get(one).showsTheSameAs(thumbnails.get(other))) {
              near.join(one, other);
            }
          });
    }
    return near;
  }
}
