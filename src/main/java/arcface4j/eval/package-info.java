/**
 * Measures of classification, retrieval and verification: pure functions over embeddings, scores
 * and labels that return values and print nothing.
 *
 * <p>Ground floor: imports nothing of ours, and neither DL4J nor ND4J. Every number is a {@link
 * arcface4j.eval.Measure}: it carries its n and its protocol, and an undefined one is NaN with its
 * reason.
 *
 * <p>Equal scores: in rankings a reference with another label comes first, so a tie never helps; in
 * votes the smaller label comes first; in the ROC curve tied pairs are accepted together and count
 * one half in the area. So no result depends on the order of the references.
 *
 * <p>Letters: N rows (one image each), D width of an embedding, Q queries, G references (the
 * gallery), C classes, K nearest references, R_q references with the label of query q (without q
 * itself). An embedding set is a {@code float[N * D]}, row by row; a label is any {@code int}.
 */
package arcface4j.eval;
