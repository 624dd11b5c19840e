package arcface4j.cli;

import arcface4j.api.EmbeddingModel;
import arcface4j.eval.ScoredPairs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Pairs and the cosines of their embeddings.
 *
 * @param pairs P pairs
 * @param cosines [P]
 */
record PairScores(PairFile pairs, double[] cosines) {

  /**
   * Embeds every image once and compares the pairs.
   *
   * @param batchSize images at a time
   */
  static PairScores of(
      PairFile pairs, EmbeddingModel model, int batchSize, boolean withMirrored, Console console)
      throws IOException {
    List<Path> images = pairs.images();
    CollectedRows rows = new CollectedRows(model.width());
    ImageInput.needed(images, model, batchSize)
        .embed(model, withMirrored, () -> false, console, rows);
    Map<Path, Integer> places = new HashMap<>();
    images.forEach(image -> places.put(image, places.size()));
    double[] cosines =
        pairs.pairs().stream()
            .mapToDouble(
                pair ->
                    EmbeddingModel.cosine(
                        rows.row(places.get(pair.first())), rows.row(places.get(pair.second()))))
            .toArray();
    return new PairScores(pairs, cosines);
  }

  /** The cosines with what the table says of the pairs, for pairs that are marked. */
  ScoredPairs scored() {
    boolean[] same = new boolean[cosines.length];
    for (int i = 0; i < same.length; i++) {
      same[i] = pairs.pairs().get(i).same().orElseThrow();
    }
    return ScoredPairs.of(cosines, same);
  }
}
