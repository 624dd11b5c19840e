package arcface4j.train;

/**
 * A set of images as the network sees it, in the order of the set.
 *
 * @param features [N, D], not scaled to unit length
 * @param width D
 * @param labels [N]
 * @param predictions [N] the classes with the largest margin-free logit
 */
public record EmbeddedImages(float[] features, int width, int[] labels, int[] predictions) {}
