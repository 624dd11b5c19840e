package arcface4j.data;

/**
 * Some images of an epoch, ready for the network.
 *
 * @param images [N, C, H, W], normalised
 * @param labels [N]
 * @param indices [N] places in the image set
 * @param size N; the last batch of an epoch can be short
 */
public record Batch(float[] images, int[] labels, int[] indices, int size) {}
