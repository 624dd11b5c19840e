package arcface4j.engine;

import arcface4j.model.layer.BatchNorm;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;

/** One training step of a network, in a program, over given numbers. */
final class EngineRun implements TrainedStep {

  private final NetworkSpec spec;
  private final Map<String, float[]> gradients = new HashMap<>();
  private final Map<String, float[]> running = new HashMap<>();
  private float[] features;
  private float[] imageGradient;

  private EngineRun(NetworkSpec spec) {
    this.spec = spec;
  }

  static EngineRun train(
      Onednn onednn,
      NetworkSpec spec,
      int batch,
      ProgramOptions options,
      Map<String, double[]> parameters,
      double[] images,
      double[] featureGradient) {
    EngineRun run = new EngineRun(spec);
    try (NativeParameters weights = memory(spec, parameters);
        NativeParameters slopes = new NativeParameters(spec);
        NativeFloats input = NativeFloats.of(floats(images));
        NativeFloats output = new NativeFloats(featureGradient.length);
        NativeFloats outputGradient = NativeFloats.of(floats(featureGradient));
        NativeFloats inputGradient = new NativeFloats(images.length);
        TrainingProgram program =
            TrainingProgram.create(onednn, spec, batch, options.withImageGradient())) {
      program.bind(weights, slopes);
      program.forward(input.address(), output.address());
      program.backward(outputGradient.address(), inputGradient.address());
      run.features = output.get();
      run.imageGradient = inputGradient.get();
      moveStatistics(program, spec, weights, (float) BatchNorm.MOMENTUM);
      run.read(weights, slopes);
    }
    return run;
  }

  /** As PyTorch does after a step: running = (1 - momentum) running + momentum batch. */
  static void moveStatistics(
      TrainingProgram program, NetworkSpec spec, NativeParameters parameters, float momentum) {
    for (LayerSpec layer : spec.layers()) {
      if (layer instanceof LayerSpec.Norm norm) {
        float[] mean = new float[spec.shape(norm.name()).channels()];
        float[] variance = new float[mean.length];
        program.statistics(norm.name(), mean, variance);
        move(parameters, norm.name() + ".running_mean", mean, momentum);
        move(parameters, norm.name() + ".running_var", variance, momentum);
      }
    }
  }

  private static void move(
      NativeParameters parameters, String name, float[] batch, float momentum) {
    FloatBuffer running = NativeAddress.floats(parameters.address(name), batch.length);
    for (int c = 0; c < batch.length; c++) {
      running.put(c, (1 - momentum) * running.get(c) + momentum * batch[c]);
    }
  }

  private void read(NativeParameters weights, NativeParameters slopes) {
    for (ParameterSpec p : spec.parameters()) {
      if (p.trainable()) {
        gradients.put(p.name(), slopes.get(p.name()));
      } else {
        running.put(p.name(), weights.get(p.name()));
      }
    }
  }

  static float[] infer(
      Onednn onednn,
      NetworkSpec spec,
      int batch,
      ProgramOptions options,
      Map<String, double[]> parameters,
      double[] images) {
    int length = Math.toIntExact(batch * spec.output().length());
    try (NativeParameters weights = memory(spec, parameters);
        NativeFloats input = NativeFloats.of(floats(images));
        NativeFloats output = new NativeFloats(length);
        InferenceProgram program = InferenceProgram.create(onednn, spec, batch, options)) {
      program.load(weights);
      program.forward(input.address(), output.address());
      return output.get();
    }
  }

  static NativeParameters memory(NetworkSpec spec, Map<String, double[]> parameters) {
    NativeParameters memory = new NativeParameters(spec);
    spec.parameters().forEach(p -> memory.put(p.name(), floats(parameters.get(p.name()))));
    return memory;
  }

  /** Random parameters whose activations neither vanish nor explode. */
  static Map<String, double[]> randomParameters(NetworkSpec spec, Random random) {
    Map<String, double[]> parameters = new HashMap<>();
    for (ParameterSpec p : spec.parameters()) {
      double fanIn = (double) p.length() / p.shape().get(0);
      double[] values = normal(random, Math.toIntExact(p.length()), Math.sqrt(2 / fanIn));
      if (p.shape().size() == 1) {
        boolean positive = p.name().endsWith("running_var") || p.name().endsWith(".weight");
        for (int i = 0; i < values.length; i++) {
          values[i] = (float) (positive ? 0.5 + random.nextDouble() : 0.2 * random.nextGaussian());
        }
      }
      parameters.put(p.name(), values);
    }
    return parameters;
  }

  /** Normal numbers that are exact in float32. */
  static double[] normal(Random random, int length, double scale) {
    double[] values = new double[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) (scale * random.nextGaussian());
    }
    return values;
  }

  static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  @Override
  public float[] features() {
    return features;
  }

  @Override
  public float[] imageGradient() {
    return imageGradient;
  }

  @Override
  public float[] gradient(String tensor) {
    return gradients.get(tensor);
  }

  @Override
  public float[] running(String tensor) {
    return running.get(tensor);
  }
}
