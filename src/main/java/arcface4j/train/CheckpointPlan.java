package arcface4j.train;

import arcface4j.io.AtomicFile;
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
   * Makes the folder and keeps other processes from writing to it until the lock is closed.
   *
   * @throws CheckpointException if the folder cannot be made or written to
   * @throws IOException if another process writes to it
   */
  public WriteLock lock() throws IOException {
    makeFolder();
    return WriteLock.on(folder.resolve(CheckpointKeeper.LAST));
  }

  CheckpointKeeper keeper(double best) throws CheckpointException {
    makeFolder();
    return new CheckpointKeeper(this, best);
  }

  /** Also removes half-written files of processes that were killed. */
  private void makeFolder() throws CheckpointException {
    try {
      AtomicFile.makeFolder(folder);
      AtomicFile.requireWritable(folder);
      AtomicFile.deleteAbandoned(folder);
    } catch (IOException e) {
      throw new CheckpointException(
          folder, "no folder for checkpoints: " + AtomicFile.reason(e), e);
    }
  }
}
