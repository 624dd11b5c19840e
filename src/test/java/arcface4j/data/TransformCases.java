package arcface4j.data;

import arcface4j.npy.NpyArray;
import arcface4j.testing.GoldenCase;
import com.fasterxml.jackson.databind.JsonNode;

/** What the golden cases of the transforms have in common. */
final class TransformCases {

  private TransformCases() {}

  static Normalization normalization(GoldenCase golden) {
    return new Normalization(floats(golden.parameter("mean")), floats(golden.parameter("std")));
  }

  private static float[] floats(JsonNode array) {
    float[] values = new float[array.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) array.get(i).asDouble();
    }
    return values;
  }

  /** The case's images, [N, H, W, C] in the file. */
  static ImageSet images(GoldenCase golden) {
    NpyArray array = golden.array("images");
    int[] shape = array.shape();
    byte[] mixed = array.bytes();
    byte[] planes = new byte[mixed.length];
    int pixels = shape[1] * shape[2];
    for (int at = 0; at < mixed.length; at++) {
      int channel = at % shape[3];
      int pixel = at / shape[3] % pixels;
      int image = at / shape[3] / pixels;
      planes[(image * shape[3] + channel) * pixels + pixel] = mixed[at];
    }
    return ImageSet.of(
        planes, new int[shape[0]], SampleImages.letters(1), shape[3], shape[1], shape[2]);
  }
}
