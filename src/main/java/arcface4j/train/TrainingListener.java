package arcface4j.train;

import java.nio.file.Path;

/** Hears how a training goes on; shows it to a person. */
public interface TrainingListener {

  /** After every step. */
  void stepDone(StepReport report);

  /** After every epoch that was measured, before its row is written and it is saved. */
  void epochDone(EpochReport report);

  /**
   * After every checkpoint: that of an epoch, or that of a stop in the middle of one.
   *
   * @param checkpoint the file: the epoch's own, or {@code last.ckpt} after a stop and where no
   *     epoch's files are kept
   */
  void saved(Path checkpoint);
}
