package arcface4j.train;

import java.nio.file.Path;

/** Hears how a training goes on; shows it to a person. */
public interface TrainingListener {
  void stepDone(StepReport report);

  void epochDone(EpochReport report);

  void saved(Path checkpoint);
}
