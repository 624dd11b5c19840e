package arcface4j.bench;

import arcface4j.engine.NativeParameters;
import arcface4j.engine.NetworkSpec;
import arcface4j.engine.ParameterSpec;
import java.util.Arrays;
import java.util.Random;

/** Numbers for a program without a network around it: activations stay near deviation 1. */
final class BareParameters {

  private static final long SEED = 1;

  private BareParameters() {}

  static NativeParameters random(NetworkSpec spec) {
    NativeParameters parameters = new NativeParameters(spec);
    spec.parameters().forEach(p -> parameters.put(p.name(), values(p)));
    return parameters;
  }

  private static float[] values(ParameterSpec parameter) {
    int length = Math.toIntExact(parameter.length());
    boolean perChannel = parameter.shape().size() == 1;
    if (!perChannel) {
      double inputs = (double) length / parameter.shape().get(0);
      return gaussians(length, Math.sqrt(2 / inputs));
    }
    float[] values = new float[length];
    boolean factor =
        parameter.name().endsWith(".running_var") || parameter.name().endsWith(".weight");
    Arrays.fill(values, factor ? 1 : 0);
    return values;
  }

  static float[] gaussians(int length, double deviation) {
    Random random = new Random(SEED);
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) (deviation * random.nextGaussian());
    }
    return values;
  }
}
