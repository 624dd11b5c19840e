package arcface4j.train;

import arcface4j.data.LabelMap;
import arcface4j.data.Normalization;
import arcface4j.head.MarginHead;
import arcface4j.image.Preprocessing;
import arcface4j.model.BackboneSpec;
import java.util.Objects;

/**
 * What the weights need beside them to be used: stored in every checkpoint.
 *
 * @param network the backbone
 * @param head the margin it is trained by
 * @param labels the classes' names, in the order of the logits
 * @param normalization of the pixels, from the training set
 * @param preprocessing what makes pixels of a picture
 */
public record ModelDescription(
    BackboneSpec network,
    MarginHead head,
    LabelMap labels,
    Normalization normalization,
    Preprocessing preprocessing) {

  /**
   * Checks that the parts go together.
   *
   * @throws IllegalArgumentException if the normalisation is not that of the network's images, or
   *     there is no class
   */
  public ModelDescription {
    Objects.requireNonNull(head, "head");
    Objects.requireNonNull(labels, "labels");
    Objects.requireNonNull(preprocessing, "preprocessing");
    if (labels.size() == 0) {
      throw new IllegalArgumentException("no class; a model needs at least one");
    }
    if (normalization.channels() != network.channels()) {
      throw new IllegalArgumentException(
          "a normalisation of %d channels and a network for %d"
              .formatted(normalization.channels(), network.channels()));
    }
  }

  /** How many parameters and running statistics the network and its head have. */
  double parameters() {
    return network.parameters() + head.parameters(network.embeddingWidth(), labels.size());
  }
}
