/**
 * One picture: from the bytes of a file to planes of pixels.
 *
 * <p>May import {@code io} only, and neither DL4J nor ND4J. The picture libraries (TwelveMonkeys,
 * metadata-extractor, Leptonica) are known here alone; natives by {@code Leptonica} alone.
 *
 * <p>Letters: H height and W width of the result, S where both are equal. Pixels are unsigned bytes
 * in planes [3, H, W]: red, green, blue.
 */
package arcface4j.image;
