/**
 * How training images of photos change from epoch to epoch, beyond the shift, flip and cutout of
 * {@link arcface4j.data.Augmentation}.
 *
 * <p>{@link arcface4j.data.augment.PhotoAugmentation} says what is on, {@link
 * arcface4j.data.augment.Augmenter} changes one image by it and {@link
 * arcface4j.data.augment.BatchMixing} mixes the images of a batch. What a change does with given
 * numbers is an {@link arcface4j.data.augment.Operation} and takes no part in drawing them. The
 * formulas are those of torchvision 0.14 for tensors of unsigned bytes, in single precision like
 * them, so that they can be compared byte for byte.
 *
 * <p>Part of the floor of {@code data}: imports {@code data} and {@code image}, neither DL4J nor
 * ND4J. All randomness is a pure function of seed, epoch and image (or number of the batch).
 *
 * <p>Letters: N images, C channels (red, green, blue), H height, W width. Pixels are unsigned bytes
 * in planes [C, H, W]; what is normalised is [C, H, W] or [N, C, H, W] in floats.
 */
package arcface4j.data.augment;
