/**
 * Networks: a small specification, the DeepLearning4J {@code ComputationGraph} made from it, and
 * its parameters under PyTorch's names.
 *
 * <p>Letters: N images of a batch, C channels, H height, W width, D embedding width, K classes.
 * Arrays of ND4J stay inside this package, {@code head} and {@code train}; callers see {@code
 * float[]}.
 *
 * <p>May import {@code head}, {@code engine} and {@code npy}.
 */
package arcface4j.model;
