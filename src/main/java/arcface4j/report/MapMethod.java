package arcface4j.report;

/** How embeddings are laid out in the plane. */
public enum MapMethod {
  /** UMAP, with the principal components beside it. */
  UMAP,
  /** The two principal components alone. */
  PCA
}
