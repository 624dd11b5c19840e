/**
 * Indexes of embeddings in files: made once, added to and removed from in place, searched exactly.
 *
 * <p>May import {@code eval} for the matrix product; neither DL4J nor ND4J, nor any other package
 * of ours.
 *
 * <p>Letters: G entries, Q queries, D width of an embedding, K nearest entries.
 */
package arcface4j.search;
