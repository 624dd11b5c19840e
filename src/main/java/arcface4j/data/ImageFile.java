package arcface4j.data;

import java.nio.file.Path;

/**
 * An image that was listed and not yet opened.
 *
 * @param path as the caller named it, or below the folder or beside the table that the caller named
 * @param label the name of its class; empty where none is known
 * @param bytes its length; -1 where it could not be told
 */
public record ImageFile(Path path, String label, long bytes) {}
