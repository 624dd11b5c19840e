package arcface4j.train;

import arcface4j.io.AtomicFile;
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

  private final CheckpointPlan plan;
  private double best;

  /**
   * Keeps checkpoints in a folder that is there.
   *
   * @param best the highest value so far, as {@link #best} gave it before; NaN for none. It does
   *     not count where the folder has no {@link #BEST}, which a resumed run left in another
   */
  CheckpointKeeper(CheckpointPlan plan, double best) {
    this.plan = plan;
    this.best = Files.exists(file(BEST)) ? best : Double.NaN;
  }

  private Path file(String name) {
    return plan.folder().resolve(name);
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
    Path last = file(LAST);
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
    Path saved = file(plan.epochsToKeep() == 0 ? LAST : plan.names().name(epoch));
    write.to(saved);
    if (plan.epochsToKeep() > 0) {
      AtomicFile.link(saved, file(LAST));
    }
    if (isBest(value)) {
      AtomicFile.link(saved, file(BEST));
      best = value;
    }
    deleteOldEpochs(epoch);
    return saved;
  }

  /** Later epochs are those of a run that went further before; they will be written again. */
  private void deleteOldEpochs(int current) throws IOException {
    List<Path> old;
    try (Stream<Path> files = Files.list(plan.folder())) {
      old =
          files
              .filter(file -> epoch(file) >= plan.firstEpoch() && epoch(file) <= current)
              .sorted(Comparator.comparingInt(this::epoch).reversed())
              .skip(plan.epochsToKeep())
              .toList();
    }
    for (Path file : old) {
      Files.deleteIfExists(file);
    }
  }

  /** None comes before the first: it is that of a file of another name. */
  private int epoch(Path file) {
    return plan.names().epoch(file).orElse(-1);
  }
}
