package arcface4j.engine;

import java.util.Objects;

/**
 * How a program computes.
 *
 * @param precision of activations and their gradients
 * @param layout of activations, or null for the processor's best
 * @param imageGradient whether backward also gives the gradient in the images
 */
public record ProgramOptions(Precision precision, Layout layout, boolean imageGradient) {

  public ProgramOptions {
    Objects.requireNonNull(precision, "precision");
  }

  /** The best layout for a precision. */
  public static ProgramOptions of(Precision precision) {
    return new ProgramOptions(precision, null, false);
  }

  /** The same with a layout of the caller's choice. */
  public ProgramOptions withLayout(Layout chosen) {
    return new ProgramOptions(precision, chosen, imageGradient);
  }

  /** The same, and backward also gives the gradient in the images. */
  public ProgramOptions withImageGradient() {
    return new ProgramOptions(precision, layout, true);
  }
}
