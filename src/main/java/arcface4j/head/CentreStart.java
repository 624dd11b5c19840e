package arcface4j.head;

/**
 * Where the centres of an angular head are before the first step.
 *
 * <p>Features behind a ReLU begin close to one direction, whatever the image. The cosine of spread
 * centres with it differs by about 1 / sqrt(D) from centre to centre, so with a scale of 30 the
 * first logits differ by several units that say nothing about the image, and the first steps go
 * into that direction: the loss begins, and may stay, above that of chance. Centres that begin
 * together cancel it, and the loss begins at ln C. But a margin keeps together what is together
 * ({@link MarginWarmup}), so they need first steps without one. {@code docs/results.md} has the
 * measurements.
 */
public enum CentreStart {
  /** Each around (1, ..., 1) / sqrt(D), a tenth of its length away, in a direction of its own. */
  TOGETHER,
  /** Xavier uniform over [C * K, D], as the original. */
  XAVIER
}
