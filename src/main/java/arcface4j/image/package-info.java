/**
 * One picture: from the bytes of a file to planes of pixels.
 *
 * <p>Plain Java; may import {@code io} only, and neither DL4J nor ND4J.
 *
 * <p>Letters: H height and W width of the result, S where both are equal. Pixels are unsigned bytes
 * in planes [3, H, W]: red, green, blue.
 */
package arcface4j.image;
