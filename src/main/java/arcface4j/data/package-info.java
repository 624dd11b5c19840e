/**
 * Images and labels: where they come from ({@link arcface4j.data.Cifar10}, {@link
 * arcface4j.data.ImageFolder}, {@link arcface4j.data.Shapes}), how they lie in memory ({@link
 * arcface4j.data.ImageSet}) and how they become the batches of an epoch ({@link
 * arcface4j.data.EpochBatches}).
 *
 * <p>Ground floor: plain Java, imports nothing of ours and neither DL4J nor ND4J. All randomness is
 * a pure function of a seed and of what is drawn; no thread count or earlier draw changes it.
 *
 * <p>Letters: N images, C channels (red, green, blue), H height, W width, K classes. Pixels are
 * unsigned bytes in planes [C, H, W]; a batch is [N, C, H, W] in floats.
 */
package arcface4j.data;
