/**
 * The network and the recipe of Jordan, 2024, <a
 * href="https://arxiv.org/abs/2404.00498">arXiv:2404.00498</a> ("94 %"), written anew for libtorch,
 * over any copy of CIFAR-10's binary files: what a published recipe reaches on the images at hand
 * says how much of a gap is theirs.
 *
 * <p>Letters: N images, C channels, H rows, W columns.
 */
package arcface4j.peers.paper;
