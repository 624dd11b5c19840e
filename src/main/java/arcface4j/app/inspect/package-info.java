/**
 * What is in a folder or table of images: classes, sizes, formats, broken files, and pictures that
 * stand in it more than once. Nothing here parses or prints.
 *
 * <p>May import what {@code app} may. Letters: N files.
 */
package arcface4j.app.inspect;
