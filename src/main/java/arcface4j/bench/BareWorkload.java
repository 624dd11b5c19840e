package arcface4j.bench;

import arcface4j.engine.InferenceProgram;
import arcface4j.engine.NativeFloats;
import arcface4j.engine.NativeParameters;
import arcface4j.engine.NetworkProgram;
import arcface4j.engine.NetworkSpec;
import arcface4j.engine.Onednn;
import arcface4j.engine.ProgramOptions;
import arcface4j.engine.TrainingProgram;
import java.util.List;

/** The engine's program alone: inference, or forward and backward. */
final class BareWorkload implements Workload {

  private final NetworkProgram program;
  private final Runnable step;
  private final List<Runnable> frees; // of the memory around the program

  private BareWorkload(NetworkProgram program, Runnable step, Runnable... frees) {
    this.program = program;
    this.step = step;
    this.frees = List.of(frees);
  }

  static BareWorkload inference(
      Onednn onednn, NetworkSpec spec, ProgramOptions options, float[] images, int batch) {
    NativeFloats input = NativeFloats.of(images);
    NativeFloats features = new NativeFloats(features(spec, batch));
    InferenceProgram program = InferenceProgram.create(onednn, spec, batch, options);
    try (NativeParameters parameters = BareParameters.random(spec)) {
      program.load(parameters);
    }
    return new BareWorkload(
        program,
        () -> program.forward(input.address(), features.address()),
        features::close,
        input::close);
  }

  static BareWorkload training(
      Onednn onednn, NetworkSpec spec, ProgramOptions options, float[] images, int batch) {
    NativeParameters parameters = BareParameters.random(spec);
    NativeParameters gradients = new NativeParameters(spec);
    NativeFloats input = NativeFloats.of(images);
    NativeFloats features = new NativeFloats(features(spec, batch));
    NativeFloats featureGradient =
        NativeFloats.of(BareParameters.gaussians(features(spec, batch), 1));
    TrainingProgram program = TrainingProgram.create(onednn, spec, batch, options);
    program.bind(parameters, gradients);
    return new BareWorkload(
        program,
        () -> {
          program.forward(input.address(), features.address());
          program.backward(featureGradient.address());
        },
        featureGradient::close,
        features::close,
        input::close,
        gradients::close,
        parameters::close);
  }

  /** Numbers of all features of a batch. */
  private static int features(NetworkSpec spec, int batch) {
    return Math.toIntExact(batch * spec.output().length());
  }

  @Override
  public void step() {
    step.run();
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
    frees.forEach(Runnable::run);
  }
}
