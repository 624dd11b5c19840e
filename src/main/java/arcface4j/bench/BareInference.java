package arcface4j.bench;

import arcface4j.engine.InferenceProgram;
import arcface4j.engine.NativeFloats;
import arcface4j.engine.NativeParameters;
import arcface4j.engine.NetworkSpec;
import arcface4j.engine.Onednn;
import arcface4j.engine.ProgramOptions;

/** The engine's inference alone. */
final class BareInference implements Workload {

  private final NativeFloats images;
  private final NativeFloats features;
  private final InferenceProgram program;

  BareInference(
      Onednn onednn, NetworkSpec spec, ProgramOptions options, float[] images, int batch) {
    this.images = NativeFloats.of(images);
    this.features = new NativeFloats(Math.toIntExact(batch * spec.output().length()));
    this.program = InferenceProgram.create(onednn, spec, batch, options);
    try (NativeParameters parameters = BareParameters.random(spec)) {
      program.load(parameters);
    }
  }

  @Override
  public void step() {
    program.forward(images.address(), features.address());
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
    features.close();
    images.close();
  }
}
