/**
 * The page of {@code report}: what was measured, as one HTML file that needs no network. Sections
 * turn measures into {@link arcface4j.report.Figure}s and {@link arcface4j.report.Table}s; a
 * Mustache template makes them HTML and escapes every text; ECharts, copied into the page, draws.
 *
 * <p>May import {@code eval} for the measures; neither DL4J nor ND4J, nor any other package of
 * ours. Pictures and numbers are handed in.
 *
 * <p>Letters: N images, C classes, D width of an embedding, n points of the map.
 */
package arcface4j.report;
