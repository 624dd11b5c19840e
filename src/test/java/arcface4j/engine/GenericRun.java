package arcface4j.engine;

import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;

/** One training step of the generic engine in float32, as {@code --engine nd4j} takes it. */
record GenericRun(GenericNetwork network, float[] features, float[] imageGradient)
    implements TrainedStep {

  static GenericRun train(
      NetworkSpec spec,
      int batch,
      Map<String, double[]> parameters,
      double[] images,
      double[] featureGradient) {
    GenericNetwork network = new GenericNetwork(spec, batch, DataType.FLOAT, parameters);
    float[] features = EngineRun.floats(network.forward(images, true));
    return new GenericRun(network, features, EngineRun.floats(network.backward(featureGradient)));
  }

  @Override
  public float[] gradient(String tensor) {
    return EngineRun.floats(network.gradient(tensor));
  }

  @Override
  public float[] running(String tensor) {
    return EngineRun.floats(network.running(tensor));
  }
}
