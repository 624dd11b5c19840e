package arcface4j.bench;

import java.io.IOException;

/** What a row repeats. */
interface Workload extends AutoCloseable {

  /** One training step, or one batch embedded. */
  void step() throws IOException;

  /** Begins to count the parts' times from zero. */
  void resetTimes();

  /** The parts' times since then. */
  StepTimes times();

  @Override
  void close();
}
