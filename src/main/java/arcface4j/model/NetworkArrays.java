package arcface4j.model;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Turns Java's arrays into a network's arrays of ND4J and back.
 *
 * @param channels C
 * @param width D
 * @param classes K
 * @param type of the network's parameters
 */
record NetworkArrays(int channels, int width, int classes, DataType type) {

  /**
   * Images of one shape.
   *
   * @param images [N, C, H, W]
   * @param size N
   * @param height H
   * @throws IllegalArgumentException if N or H is not above 0, or the numbers are not such images
   */
  INDArray batch(float[] images, int size, int height) {
    return array(images, size, channels, height, width(images, size, height));
  }

  /** The same with each line of the images turned round. */
  INDArray mirrored(float[] images, int size, int height) {
    int width = width(images, size, height);
    return array(turned(images, width), size, channels, height, width);
  }

  private int width(float[] images, int size, int height) {
    if (size < 1 || height < 1) {
      throw new IllegalArgumentException(
          "a batch of %d images of %d lines; 1 or more of each needed".formatted(size, height));
    }
    long lines = (long) size * channels * height;
    if (images.length == 0 || images.length % lines != 0) {
      throw new IllegalArgumentException(
          "%d values are not %d images of %d channels and %d lines"
              .formatted(images.length, size, channels, height));
    }
    return (int) (images.length / lines);
  }

  private static float[] turned(float[] images, int width) {
    float[] turned = new float[images.length];
    for (int at = 0; at < images.length; at++) {
      int column = at % width;
      turned[at] = images[at - column + width - 1 - column];
    }
    return turned;
  }

  /** Features [N, D]. */
  INDArray rows(float[] features) {
    return array(features, features.length / width, width);
  }

  private INDArray array(float[] values, long... shape) {
    return Nd4j.createFromArray(values).castTo(type).reshape('c', shape);
  }

  /**
   * One-hot rows.
   *
   * @param labels [N]
   * @return [N, K]
   * @throws IllegalArgumentException if a label is not one of 0 to K - 1
   */
  INDArray oneHot(int[] labels) {
    INDArray oneHot = Nd4j.zeros(type, labels.length, classes);
    for (int n = 0; n < labels.length; n++) {
      if (labels[n] < 0 || labels[n] >= classes) {
        throw new IllegalArgumentException(
            "label %d is not one of 0 to %d".formatted(labels[n], classes - 1));
      }
      oneHot.putScalar(n, labels[n], 1);
    }
    return oneHot;
  }

  /**
   * Rows of two classes.
   *
   * @param labels [N]
   * @param partners [N]
   * @param share of the first; the second has the rest
   * @return [N, K]
   */
  INDArray mixed(int[] labels, int[] partners, double share) {
    return oneHot(labels).muli(share).addi(oneHot(partners).muli(1 - share));
  }

  /** The numbers of an array in C order. */
  static float[] floats(INDArray array) {
    return array.dup('c').data().asFloat();
  }
}
