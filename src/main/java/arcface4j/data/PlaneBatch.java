package arcface4j.data;

import arcface4j.io.DataException;
import java.util.List;

/**
 * Some images of a set as they were read.
 *
 * @param indices N places in the set
 * @param planes N times [C, H, W]
 * @param broken one for each image that could not be read and is not among the N
 */
public record PlaneBatch(List<Integer> indices, List<byte[]> planes, List<DataException> broken) {

  /** N. */
  public int size() {
    return planes.size();
  }

  /** The planes as floats [N, C, H, W]. */
  public float[] normalised(Normalization normalization) {
    int values = planes.isEmpty() ? 0 : planes.get(0).length;
    float[] floats = new float[Batch.length(size(), values)];
    for (int i = 0; i < size(); i++) {
      normalization.apply(planes.get(i), floats, i * values);
    }
    return floats;
  }
}
