package arcface4j.train;

import java.nio.file.Path;

/**
 * Where a run's checkpoints go and how many stay.
 *
 * @param folder the folder
 * @param names names of the epochs' files
 * @param epochsToKeep how many of the newest epochs' files stay
 */
public record CheckpointPlan(Path folder, EpochFileName names, int epochsToKeep) {

  CheckpointKeeper keeper(double best) throws CheckpointException {
    return new CheckpointKeeper(folder, names, epochsToKeep, best);
  }
}
