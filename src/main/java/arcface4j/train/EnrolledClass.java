package arcface4j.train;

/**
 * A class that was shown to the model after training.
 *
 * @param name of the class
 * @param images how many were shown
 * @param sum [D] of their embeddings of length one; its direction is the centre of the class
 */
public record EnrolledClass(String name, int images, float[] sum) {

  /**
   * The class with further images.
   *
   * @param more [D] sum of their embeddings
   */
  public EnrolledClass with(int count, float[] more) {
    float[] total = sum.clone();
    for (int d = 0; d < total.length; d++) {
      total[d] += more[d];
    }
    return new EnrolledClass(name, images + count, total);
  }
}
