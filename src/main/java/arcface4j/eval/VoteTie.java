package arcface4j.eval;

/** Which class wins when several have the most votes among the K nearest. */
public enum VoteTie {
  /** The one whose member is nearest; of equally near ones the smallest label. */
  NEAREST,
  /** The smallest label, as in scikit-learn. */
  SMALLEST_LABEL
}
