/**
 * Heads: what turns embeddings into class logits and a loss, as DL4J output layers written in
 * SameDiff. {@link arcface4j.head.MarginHead} is the configuration, {@link
 * arcface4j.head.MarginGraph} holds the mathematics, {@link arcface4j.head.MarginOutputLayer} and
 * {@link arcface4j.head.MarginLayer} are the layer's two halves in DL4J.
 *
 * <p>Ground floor: imports nothing of ours, DL4J and ND4J only.
 *
 * <p>Letters: N rows of a batch, D features, C classes, K centres of a class.
 */
package arcface4j.head;
