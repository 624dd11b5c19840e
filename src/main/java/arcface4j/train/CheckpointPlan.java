package arcface4j.train;

import arcface4j.io.AtomicFile;
import arcface4j.io.DataException;
import arcface4j.io.WriteLock;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Where a run's checkpoints go and how many stay.
 *
 * @param folder the folder
 * @param names names of the epochs' files
 * @param epochsToKeep how many of the newest epochs' files stay; 0 for none
 * @param firstEpoch the first epoch, counted from 1, whose file may be deleted
 */
public record CheckpointPlan(Path folder, EpochFileName names, int epochsToKeep, int firstEpoch) {

  /**
   * Checks the count.
   *
   * @throws IllegalArgumentException if it is negative
   */
  public CheckpointPlan {
    if (epochsToKeep < 0) {
      throw new IllegalArgumentException(epochsToKeep + " epochs to keep are fewer than 0");
    }
  }

  /**
   * Makes the folder and keeps others from writing to it until the lock is closed. Nothing in it is
   * changed before the lock is taken.
   *
   * @throws CheckpointException if the folder cannot be made or written to
   * @throws IOException if another process writes to it
   */
  public WriteLock lock() throws IOException {
    Path last = folder.resolve(CheckpointKeeper.LAST);
    inFolder(
        () -> {
          AtomicFile.makeFolder(folder);
          AtomicFile.requireWritable(last);
        });
    return WriteLock.on(last);
  }

  /**
   * Keeps checkpoints in the folder, which it makes and rids of what killed processes left
   * half-written.
   */
  CheckpointKeeper keeper(double best) throws CheckpointException {
    inFolder(
        () -> {
          AtomicFile.makeFolder(folder);
          AtomicFile.deleteAbandoned(folder);
        });
    return new CheckpointKeeper(this, best);
  }

  private interface Step {
    void run() throws IOException;
  }

  private void inFolder(Step step) throws CheckpointException {
    try {
      step.run();
    } catch (IOException e) {
      throw new CheckpointException(
          folder, "no folder for checkpoints: " + DataException.reason(e), e);
    }
  }
}
