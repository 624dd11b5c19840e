package arcface4j.engine;

import java.util.List;

/** A network made ready for one batch size, with its own memory and its profile. */
public abstract sealed class NetworkProgram implements AutoCloseable
    permits InferenceProgram, TrainingProgram {

  private final int batch;

  NetworkProgram(int batch) {
    this.batch = batch;
  }

  abstract Program program();

  /** Images in a batch, N. */
  public final int batch() {
    return batch;
  }

  /** Where time went since the program was made or its profile was reset. */
  public final synchronized StepProfile profile() {
    return program().profile();
  }

  /** Sets the counters to zero. */
  public final synchronized void resetProfile() {
    program().resetProfile();
  }

  /** One line per step: phase, operation and oneDNN's implementation. */
  public final synchronized List<String> describe() {
    return program().describe();
  }

  /** Frees all native memory; a second call does nothing. */
  @Override
  public final synchronized void close() {
    program().close();
  }
}
