package arcface4j.image;

import java.util.Arrays;

/**
 * Resizes one axis with a triangle filter that widens with the reduction, so that every source
 * pixel counts when an image shrinks and none is skipped: the antialiased bilinear filter of
 * Pillow.
 */
public final class Resampler {

  private final int[] first; // [size] first source pixel of each result
  private final float[][] weights; // [size, taps], each row sums to 1

  /**
   * Maps the part [from, from + length) of an axis of {@code sourceSize} pixels to {@code size}
   * pixels. Equal lengths give an exact copy.
   */
  public Resampler(int sourceSize, double from, double length, int size) {
    first = new int[size];
    weights = new float[size][];
    double scale = length / size;
    double support = Math.max(1, scale);
    for (int i = 0; i < size; i++) {
      double center = from + (i + 0.5) * scale;
      int begin = (int) Math.max(0, Math.floor(center - support + 0.5));
      int end = (int) Math.min(sourceSize, Math.floor(center + support + 0.5));
      first[i] = begin;
      weights[i] = triangle(begin, end, center, support);
    }
  }

  private static float[] triangle(int begin, int end, double center, double support) {
    double[] raw = new double[end - begin];
    double sum = 0;
    for (int i = 0; i < raw.length; i++) {
      raw[i] = Math.max(0, 1 - Math.abs(begin + i + 0.5 - center) / support);
      sum += raw[i];
    }
    float[] weights = new float[raw.length];
    for (int i = 0; i < raw.length; i++) {
      weights[i] = (float) (raw[i] / sum);
    }
    return weights;
  }

  /** Pixels of the result. */
  public int size() {
    return first.length;
  }

  /** The first source pixel of a result. */
  int first(int index) {
    return first[index];
  }

  /** The source pixel after the last one of a result. */
  int end(int index) {
    return first[index] + weights[index].length;
  }

  /** What a source pixel counts in a result that it is part of. */
  float weight(int index, int source) {
    return weights[index][source - first[index]];
  }

  /**
   * All values of the result, for pixels of three values.
   *
   * @param source [pixels, 3], of which the first is source pixel {@code begin}
   * @param result [size, 3]
   */
  void applyToPixels(float[] source, int begin, float[] result) {
    for (int index = 0; index < first.length; index++) {
      float a = 0;
      float b = 0;
      float c = 0;
      int at = 3 * (first[index] - begin);
      for (float weight : weights[index]) {
        a += weight * source[at];
        b += weight * source[at + 1];
        c += weight * source[at + 2];
        at += 3;
      }
      result[3 * index] = a;
      result[3 * index + 1] = b;
      result[3 * index + 2] = c;
    }
  }

  /** Value {@code index} of the result, from source values that lie {@code stride} apart. */
  public float apply(float[] source, int offset, int stride, int index) {
    float sum = 0;
    int at = offset + first[index] * stride;
    for (float weight : weights[index]) {
      sum += weight * source[at];
      at += stride;
    }
    return sum;
  }

  /**
   * Line {@code index} of the result, from whole lines of the source.
   *
   * @param lines [pixels of the source, values]
   * @param into [values]
   */
  public void apply(float[][] lines, int index, float[] into) {
    Arrays.fill(into, 0);
    for (int tap = 0; tap < weights[index].length; tap++) {
      add(weights[index][tap], lines[first[index] + tap], into);
    }
  }

  /** Without an offset: the form that C2 makes vector instructions of. */
  private static void add(float weight, float[] line, float[] into) {
    for (int i = 0; i < into.length; i++) {
      into[i] += weight * line[i];
    }
  }
}
