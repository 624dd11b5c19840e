package arcface4j.bench;

/** What a row repeats. */
interface Workload extends AutoCloseable {

  /** One training step, or one batch embedded. */
  void step();

  /** Begins to count the parts' times from zero. */
  void resetTimes();

  /** The parts' times since then. */
  StepTimes times();

  @Override
  void close();
}
