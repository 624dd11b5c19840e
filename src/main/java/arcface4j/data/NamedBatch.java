package arcface4j.data;

import java.util.List;

/**
 * Some images with the names a person knows them by.
 *
 * @param paths N files or records of a data set
 * @param labels N names of classes; empty where none is known
 * @param planes N times [C, S, S]
 * @param broken one line for each image that could not be decoded and is not among the N
 */
public record NamedBatch(
    List<String> paths, List<String> labels, List<byte[]> planes, List<String> broken) {}
