package arcface4j.report;

import java.util.List;

/**
 * A picture with what is said about it.
 *
 * @param image a data URI
 * @param alternative what it shows, for those who cannot see it
 * @param kind {@code right}, {@code wrong} or {@code query}: how it is framed
 * @param lines below it
 */
record Picture(String image, String alternative, String kind, List<String> lines) {}
