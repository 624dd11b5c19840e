/**
 * What other programs call, and the commands too: a trained model that embeds and compares images.
 *
 * <p>May import {@code train}, {@code model}, {@code engine}, {@code data} and {@code backend};
 * only {@code cli} imports it. No type of DL4J or ND4J is in its signatures.
 *
 * <p>Letters: N images, D width of an embedding, K classes, S side of an image in pixels.
 */
package arcface4j.api;
