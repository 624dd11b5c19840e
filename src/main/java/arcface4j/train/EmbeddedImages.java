package arcface4j.train;

/**
 * Images as the network sees them, in the order of their set.
 *
 * @param features [N, D], not scaled to unit length
 * @param width D
 * @param indices [N] places in the set; those of broken images are not among them
 * @param labels [N]
 */
public record EmbeddedImages(float[] features, int width, int[] indices, int[] labels) {}
