package arcface4j.eval;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddingSetTest {

  private static String refusal(float[] values, int width, int... labels) {
    return assertThrows(
            IllegalArgumentException.class, () -> EmbeddingSet.of(values, width, labels))
        .getMessage();
  }

  @Test
  void rowsAreScaledToLengthOne() {
    EmbeddingSet images = EmbeddingSet.of(new float[] {3, 4, 0, -1e30f}, 2, new int[] {1, 2});

    assertArrayEquals(new float[] {0.6f, 0.8f, 0, -1}, images.values(), 1e-7f);
  }

  @Test
  void theRowThatIsNotFiniteIsNamed() {
    String message = "embedding 1 (counted from 0) has a value that is NaN or infinite";
    assertEquals(message, refusal(new float[] {1, 2, 3, Float.NaN}, 2, 0, 0));
    assertEquals(message, refusal(new float[] {1, 2, Float.NEGATIVE_INFINITY, 3}, 2, 0, 0));
  }

  @Test
  void aRowWithoutDirectionIsNamed() {
    assertEquals(
        "embedding 0 (counted from 0) is all zeros and has no direction",
        refusal(new float[] {0, -0f, 1, 1}, 2, 0, 0));
  }

  @Test
  void sizesThatDoNotFitAreRefused() {
    assertEquals("3 values are not 2 labels times width 2", refusal(new float[3], 2, 0, 0));
    assertEquals("0 embeddings; at least one is needed", refusal(new float[0], 2));
    assertEquals("embedding width 0 is not positive", refusal(new float[0], 0, 1));
  }

  @Test
  void protocolsRefuseWhatCannotBeCompared() {
    EmbeddingSet one = EmbeddingSet.of(new float[] {1, 0}, 2, new int[] {1});
    EmbeddingSet wide = EmbeddingSet.of(new float[] {1, 0, 0}, 3, new int[] {1});

    assertThrows(IllegalArgumentException.class, () -> new Protocol.Closed(one));
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> new Protocol.Gallery(one, wide));
    assertEquals(
        "queries of width 2 and references of width 3; both must come from one model",
        e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 17, 512})
  void cosinesAreDotProductsWhateverTheWidth(int width) {
    EmbeddingSet queries = RandomImages.of(66, width, 3, 0, width);
    EmbeddingSet references = RandomImages.of(515, width, 3, 0, 2 * width);
    SimilarityRows.visit(
        queries.values(),
        width,
        Panels.of(references.values(), width),
        2,
        () ->
            (query, scores) -> {
              for (int j = 0; j < references.size(); j++) {
                double dot = 0;
                for (int d = 0; d < width; d++) {
                  double value = queries.values()[query * width + d];
                  dot += value * references.values()[j * width + d];
                }
                assertEquals(dot, scores[j], 1e-6);
                assertEquals(BruteForce.cosine(queries, query, references, j), scores[j]);
              }
            });
  }
}
