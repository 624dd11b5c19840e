package arcface4j.data.augment;

/**
 * What the images of a mixed batch show: the loss is share * loss(own) + (1 - share) *
 * loss(partner).
 *
 * @param own [N] labels of the images
 * @param partner [N] labels of what was mixed into them
 * @param share lambda, of {@code own}; with cutmix that of the pixels that stayed
 */
public record MixedLabels(int[] own, int[] partner, double share) {}
