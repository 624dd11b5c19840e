package arcface4j.eval;

/** Who is compared with whom. Every number depends on it, so every number names it. */
public sealed interface Protocol {

  /** The images that are asked about. */
  EmbeddingSet queries();

  /** The images that they are compared with. */
  EmbeddingSet references();

  /** Whether queries and references are the same images, so that each query leaves itself out. */
  boolean leavesSelfOut();

  /** One line for people, with the sizes. */
  String description();

  /** Images that are compared with each other. */
  sealed interface AmongThemselves extends Protocol {

    /** Queries and references alike. */
    EmbeddingSet images();

    @Override
    default EmbeddingSet queries() {
      return images();
    }

    @Override
    default EmbeddingSet references() {
      return images();
    }

    @Override
    default boolean leavesSelfOut() {
      return true;
    }
  }

  /** Every test image against every other one; the query itself is left out by its index. */
  record Closed(EmbeddingSet images) implements AmongThemselves {

    /** Refuses fewer than two images. */
    public Closed {
      checkTwo(images);
    }

    @Override
    public String description() {
      return "closed: " + images.size() + " images against each other";
    }
  }

  /** Test images against training images. */
  record Gallery(EmbeddingSet queries, EmbeddingSet references) implements Protocol {

    /** Refuses sets of two widths. */
    public Gallery {
      if (queries.width() != references.width()) {
        throw new IllegalArgumentException(
            "queries of width "
                + queries.width()
                + " and references of width "
                + references.width()
                + "; both must come from one model");
      }
    }

    @Override
    public boolean leavesSelfOut() {
      return false;
    }

    @Override
    public String description() {
      return "gallery: " + queries.size() + " queries against " + references.size();
    }
  }

  /** Images of classes that training never saw, against each other without self. */
  record OpenSet(EmbeddingSet images) implements AmongThemselves {

    /** Refuses fewer than two images. */
    public OpenSet {
      checkTwo(images);
    }

    @Override
    public String description() {
      return "open-set: " + images.size() + " images of unseen classes against each other";
    }
  }

  private static void checkTwo(EmbeddingSet images) {
    if (images.size() < 2) {
      throw new IllegalArgumentException("1 image; comparing without self needs at least 2");
    }
  }
}
