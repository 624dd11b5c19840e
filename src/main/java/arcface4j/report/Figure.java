package arcface4j.report;

/**
 * A chart and what says the same without it.
 *
 * @param id of its place in the page
 * @param title what it shows
 * @param summary the same in words, for those who cannot see it
 * @param shape a class of the page's style: {@code wide}, {@code tall}, {@code half}, {@code third}
 *     or {@code square}
 * @param chart what the page's script draws
 * @param table its numbers
 */
record Figure(String id, String title, String summary, String shape, Chart chart, Table table) {}
