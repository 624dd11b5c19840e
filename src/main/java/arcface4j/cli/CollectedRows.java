package arcface4j.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Embeddings that are kept in memory. */
final class CollectedRows implements EmbeddingOutput.Rows {

  private final int width; // D
  private final List<String> paths = new ArrayList<>();
  private final List<String> labels = new ArrayList<>();
  private float[] values = new float[0]; // [N or more, D]

  CollectedRows(int width) {
    this.width = width;
  }

  @Override
  public void add(String path, String label, float[] rows, int offset) {
    int from = paths.size() * width;
    if (values.length < from + width) {
      values = Arrays.copyOf(values, Math.max(from + width, 2 * values.length));
    }
    System.arraycopy(rows, offset, values, from, width);
    paths.add(path);
    labels.add(label);
  }

  List<String> paths() {
    return paths;
  }

  List<String> labels() {
    return labels;
  }

  /** [N, D]. */
  float[] values() {
    return Arrays.copyOf(values, paths.size() * width);
  }

  /** The embedding [D] of an image. */
  float[] row(int image) {
    return Arrays.copyOfRange(values, image * width, (image + 1) * width);
  }
}
