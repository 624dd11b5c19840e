package arcface4j.bench;

/**
 * What the row's JVM hands over.
 *
 * @param row what was measured, or null
 * @param failure why nothing was, in one line, or null
 */
record RowResult(BenchRow row, String failure) {}
