package arcface4j.bench;

import arcface4j.engine.NativeFloats;
import arcface4j.engine.NativeParameters;
import arcface4j.engine.NetworkSpec;
import arcface4j.engine.Onednn;
import arcface4j.engine.ProgramOptions;
import arcface4j.engine.TrainingProgram;

/** The engine's forward and backward alone. */
final class BareTraining implements Workload {

  private final NativeParameters parameters;
  private final NativeParameters gradients;
  private final NativeFloats images;
  private final NativeFloats features;
  private final NativeFloats featureGradient;
  private final TrainingProgram program;

  BareTraining(Onednn onednn, NetworkSpec spec, ProgramOptions options, float[] images, int batch) {
    int features = Math.toIntExact(batch * spec.output().length());
    this.parameters = BareParameters.random(spec);
    this.gradients = new NativeParameters(spec);
    this.images = NativeFloats.of(images);
    this.features = new NativeFloats(features);
    this.featureGradient = NativeFloats.of(BareParameters.gaussians(features, 1));
    this.program = TrainingProgram.create(onednn, spec, batch, options);
    program.bind(parameters, gradients);
  }

  @Override
  public void step() {
    program.forward(images.address(), features.address());
    program.backward(featureGradient.address());
  }

  @Override
  public void resetTimes() {
    program.resetProfile();
  }

  @Override
  public StepTimes times() {
    return new StepTimes().add(program.profile());
  }

  @Override
  public void close() {
    program.close();
    featureGradient.close();
    features.close();
    images.close();
    gradients.close();
    parameters.close();
  }
}
