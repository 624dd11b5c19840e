package arcface4j.peers;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Map;
import java.util.Random;

/** ResNet18 in ONNX Runtime on the processor, all its optimisations on. Mode f32, phase infer. */
public final class OnnxRuntimePeer {

  private static final int SIZE = 32;

  private OnnxRuntimePeer() {}

  public static void main(String[] words) throws OrtException {
    PeerRow row = PeerRow.of("onnxruntime", words);
    if (row.trains() || !row.precision().equals("f32")) {
      throw new IllegalArgumentException("this peer has f32 infer alone");
    }
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(row.threads());
      options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
      try (OrtSession session = environment.createSession(OnnxNetwork.write(), options)) {
        FloatBuffer images = images(row.batch());
        row.measure(() -> infer(environment, session, images, row.batch()));
      }
    }
  }

  private static void infer(
      OrtEnvironment environment, OrtSession session, FloatBuffer images, int batch) {
    try (OnnxTensor input =
            OnnxTensor.createTensor(environment, images, new long[] {batch, 3, SIZE, SIZE});
        OrtSession.Result features = session.run(Map.of(OnnxNetwork.INPUT, input))) {
      features.get(0);
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }

  private static FloatBuffer images(int batch) {
    FloatBuffer images =
        ByteBuffer.allocateDirect(batch * 3 * SIZE * SIZE * Float.BYTES)
            .order(ByteOrder.nativeOrder())
            .asFloatBuffer();
    Random random = new Random(1);
    for (int i = 0; i < images.capacity(); i++) {
      images.put(i, (float) random.nextGaussian());
    }
    return images;
  }
}
