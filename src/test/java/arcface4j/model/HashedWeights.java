package arcface4j.model;

import arcface4j.npy.NpyArray;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The golden ResNet18's weights, rebuilt from the hash of their names; golden/README.md has the
 * formulas.
 *
 * @param tag put before every name
 */
record HashedWeights(String tag) {

  private static final long GOLDEN_RATIO = 0x9E3779B97F4A7C15L;

  /** Uniform in [-1, 1): value i of the sequence of this name. */
  double uniform(String name, long i) {
    return hashed(tag + name, i);
  }

  private static double hashed(String name, long i) {
    long bits = splitMix(fnv1a(name) + (i + 1) * GOLDEN_RATIO);
    return (bits >>> 11) * 0x1p-52 - 1;
  }

  NpyArray parameter(String name, int[] shape) {
    int length = Arrays.stream(shape).reduce(1, Math::multiplyExact);
    double fanIn = length / (double) shape[0];
    double[] values = new double[length];
    for (int i = 0; i < length; i++) {
      double u = uniform(name, i);
      if (name.endsWith("running_mean") || name.endsWith(".bias")) {
        values[i] = 0.1 * u;
      } else {
        values[i] = shape.length == 1 ? 1 + 0.5 * u : u * Math.sqrt(6 / fanIn);
      }
    }
    return NpyArray.of(values, shape);
  }

  double[] images(int length) {
    double[] images = new double[length];
    for (int i = 0; i < length; i++) {
      images[i] = 2 * uniform("images", i);
    }
    return images;
  }

  int sampleIndex(String name, int sample, int length) {
    return (int) Math.min((hashed("sample:" + tag + name, sample) + 1) / 2 * length, length - 1.0);
  }

  private static long fnv1a(String text) {
    long hash = 0xcbf29ce484222325L;
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ Byte.toUnsignedLong(b)) * 0x100000001b3L;
    }
    return hash;
  }

  private static long splitMix(long z) {
    long mixed = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ mixed >>> 27) * 0x94D049BB133111EBL;
    return mixed ^ mixed >>> 31;
  }
}
