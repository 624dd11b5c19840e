/**
 * What the command line and other programs do with data sets and networks: images by name, how an
 * epoch is measured. Nothing here parses or prints.
 *
 * <p>May import all but {@code api}, {@code bench}, {@code report} and {@code cli}.
 *
 * <p>Letters: N images, D width of an embedding, K classes.
 */
package arcface4j.app;
