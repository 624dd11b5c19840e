/**
 * Arrays on disk in NumPy's {@code .npy} format, version 1.0, so that checkpoints, embeddings and
 * golden values can be read from Python and from here alike.
 *
 * <p>Ground floor: imports nothing of ours and nothing but the JDK.
 */
package arcface4j.npy;
