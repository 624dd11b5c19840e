package arcface4j.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;

import arcface4j.eval.ExactSearch.Neighbour;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExactSearchTest {

  private static final int WIDTH = 5;
  private static final EmbeddingSet ALL = RandomImages.of(33, WIDTH, 4, 0.3, 17); // with ties
  private static final EmbeddingSet REFERENCES = RandomImages.part(ALL, 0, 23);
  private static final EmbeddingSet OTHERS = RandomImages.part(ALL, 23, 33);

  @ParameterizedTest
  @CsvSource({"23, 6", "1, 6", "1, 23", "3, 1", "3, 23", "7, 6", "7, 23"})
  void theNearestAreTheSameHoweverManyRowsAreAddedAtOnce(int atOnce, int k) {
    ExactSearch search = filled(atOnce);
    int[] itself = IntStream.range(0, REFERENCES.size()).toArray();

    assertEquals(
        bruteForce(new Protocol.Gallery(OTHERS, REFERENCES), k),
        search.search(OTHERS.values(), k, ExactSearch.nobody(OTHERS.size())));
    assertEquals(
        bruteForce(new Protocol.Closed(REFERENCES), k),
        search.search(REFERENCES.values(), k, itself));
  }

  private static ExactSearch filled(int atOnce) {
    ExactSearch search = new ExactSearch(WIDTH);
    for (int from = 0; from < REFERENCES.size(); from += atOnce) {
      int to = Math.min(from + atOnce, REFERENCES.size());
      search.add(Arrays.copyOfRange(REFERENCES.values(), from * WIDTH, to * WIDTH));
    }
    return search;
  }

  private static List<List<Neighbour>> bruteForce(Protocol protocol, int k) {
    return IntStream.range(0, protocol.queries().size())
        .mapToObj(query -> bruteForce(protocol, query, k))
        .toList();
  }

  private static List<Neighbour> bruteForce(Protocol protocol, int query, int k) {
    return BruteForce.seen(protocol, query).stream()
        .map(seen -> new Neighbour(seen.index(), seen.score()))
        .sorted(Comparator.comparing(Neighbour::cosine).reversed().thenComparing(Neighbour::row))
        .limit(k)
        .toList();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 17})
  void theCosineOfTwoRowsIsThatOfASearchBitForBit(int width) {
    EmbeddingSet images = RandomImages.of(9, width, 3, 0.2, width);
    ExactSearch search = new ExactSearch(width);
    search.add(images.values());

    for (int query = 0; query < images.size(); query++) {
      float[] row = images.rows(new int[] {query});
      List<Neighbour> all = search.search(row, 9, ExactSearch.nobody(1)).get(0);
      assertEquals(9, all.size());
      for (Neighbour found : all) {
        float[] other = images.rows(new int[] {found.row()});
        assertEquals(found.cosine(), ExactSearch.cosine(row, other));
      }
    }
  }
}
