/**
 * Indexes of embeddings in files: made once, added to and removed from in place, searched exactly
 * or by a graph in a file beside them.
 *
 * <p>May import {@code eval} for the matrix product, and Lucene, which nothing else does; neither
 * DL4J nor ND4J, nor any other package of ours.
 *
 * <p>Letters: G entries, Q queries, D width of an embedding, K nearest entries.
 */
package arcface4j.search;
