package arcface4j.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The checkpoints of one run in one folder: the last, the best, and those of the newest epochs. It
 * knows nothing of what is in them.
 *
 * <p>Every file is written whole before the next is touched, in the order epoch, last, best, and
 * only then old ones are deleted; so whenever the process dies, {@link #LAST} is loadable. Files of
 * other names are left alone.
 */
public final class CheckpointKeeper {

  /** The newest state, after an epoch or at a stop in the middle of one. */
  public static final String LAST = "last.ckpt";

  /** The state after the epoch with the highest value. */
  public static final String BEST = "best.ckpt";

  /** Writes the present state to a file, whole or not at all. */
  public interface Write {
    void to(Path file) throws IOException;
  }

  private final Path folder;
  private final EpochFileName names;
  private final int epochsToKeep;
  private double best;

  /**
   * Creates the folder if need be and removes half-written files of processes that were killed.
   *
   * @param folder where the checkpoints go
   * @param names names of the epochs' files
   * @param epochsToKeep how many of the newest epochs' files stay; 0 for none
   * @param best the highest value so far, as {@link #best} gave it before; NaN for none. It does
   *     not count where the folder has no {@link #BEST}, which a resumed run left in another
   * @throws CheckpointException if the folder cannot be made
   */
  public CheckpointKeeper(Path folder, EpochFileName names, int epochsToKeep, double best)
      throws CheckpointException {
    if (epochsToKeep < 0) {
      throw new IllegalArgumentException(epochsToKeep + " epochs to keep are fewer than 0");
    }
    this.folder = folder;
    this.names = names;
    this.epochsToKeep = epochsToKeep;
    this.best = Files.exists(folder.resolve(BEST)) ? best : Double.NaN;
    try {
      AtomicFile.makeFolder(folder);
      AtomicFile.deleteAbandoned(folder);
    } catch (IOException e) {
      throw new CheckpointException(
          folder, "no folder for checkpoints: " + AtomicFile.reason(e), e);
    }
  }

  /** The highest value so far, or NaN; {@link #isBest} decides by it. */
  public double best() {
    return best;
  }

  /** Whether an epoch of this value becomes the best one: the first, or higher than all before. */
  public boolean isBest(double value) {
    return !Double.isNaN(value) && (Double.isNaN(best) || value > best);
  }

  /** Keeps the state in the middle of an epoch as {@link #LAST}. */
  public Path saveLast(Write write) throws IOException {
    Path last = folder.resolve(LAST);
    write.to(last);
    return last;
  }

  /**
   * Keeps the state after an epoch: as that epoch's file, as {@link #LAST}, and as {@link #BEST} if
   * its value is the highest so far.
   *
   * @param epoch counted from 1
   * @param value higher is better; NaN if there is none
   * @param write writes the state; called once
   * @return the epoch's file, or {@link #LAST} if no epochs are kept
   */
  public Path saveEpoch(int epoch, double value, Write write) throws IOException {
    Path saved = folder.resolve(epochsToKeep == 0 ? LAST : names.name(epoch));
    write.to(saved);
    if (epochsToKeep > 0) {
      AtomicFile.link(saved, folder.resolve(LAST));
    }
    if (isBest(value)) {
      AtomicFile.link(saved, folder.resolve(BEST));
      best = value;
    }
    deleteOldEpochs(epoch);
    return saved;
  }

  /** Later epochs are those of a run that went further before; they will be written again. */
  private void deleteOldEpochs(int current) throws IOException {
    List<Path> old;
    try (Stream<Path> files = Files.list(folder)) {
      old =
          files
              .filter(file -> names.epoch(file).orElse(Integer.MAX_VALUE) <= current)
              .sorted(
                  Comparator.comparingInt((Path file) -> names.epoch(file).orElseThrow())
                      .reversed())
              .skip(epochsToKeep)
              .toList();
    }
    for (Path file : old) {
      Files.deleteIfExists(file);
    }
  }
}
