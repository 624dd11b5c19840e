/**
 * The two layers that DeepLearning4J has but not as they are needed: a convolution that runs the
 * backend's own kernels once forward and once backward, and a batch normalisation with PyTorch's
 * running variance and weight decay. A class whose name ends in {@code Layer} computes; the one
 * without is its configuration.
 *
 * <p>Letters: N images, C channels, H height, W width; O output channels, M = N H W.
 *
 * <p>Imports nothing of ours.
 */
package arcface4j.model.layer;
