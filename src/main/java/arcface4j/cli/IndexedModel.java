package arcface4j.cli;

import arcface4j.api.EmbeddingModel;
import arcface4j.search.IndexKind;
import java.io.IOException;
import java.nio.file.Path;

/** The model that made an index; embeddings of another cannot be compared with those in it. */
final class IndexedModel {

  private IndexedModel() {}

  /**
   * Refuses another model.
   *
   * @param kind of the index
   * @param index its file, for the message
   */
  static void require(IndexKind kind, EmbeddingModel model, Path index) throws IOException {
    if (!kind.fingerprint().equals(model.fingerprint())) {
      throw new IOException(
          "%s was made by another model: its fingerprint is %.12s, the checkpoint's %.12s"
              .formatted(index, kind.fingerprint(), model.fingerprint()));
    }
  }
}
