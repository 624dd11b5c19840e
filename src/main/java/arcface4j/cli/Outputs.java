package arcface4j.cli;

import arcface4j.train.CheckpointKeeper;
import arcface4j.train.CheckpointPlan;
import arcface4j.train.EpochFileName;
import arcface4j.train.MetricsLog;
import arcface4j.train.RunFolder;
import arcface4j.train.RunRecord;
import arcface4j.train.TrainOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where a run writes.
 *
 * @param out the run's folder if it was named
 * @param checkpoints the checkpoints' folder if it was named
 * @param names of the epochs' checkpoints
 * @param keep how many of them stay
 * @param keepsEarlier whether those of an earlier call stay, however many
 * @param runName what the folder's name ends in where it was not named
 */
record Outputs(
    Optional<Path> out,
    Optional<Path> checkpoints,
    EpochFileName names,
    int keep,
    boolean keepsEarlier,
    String runName) {

  private static final Path RUNS = Path.of("runs");

  static Outputs of(Arguments arguments, TrainOptions options) throws UsageException {
    String dataset = options.data().source().name();
    return new Outputs(
        arguments.findPath("out"),
        arguments.findPath("checkpoint-dir"),
        names(
            arguments.text("checkpoint-name"),
            spelled(arguments, "dataset", dataset),
            spelled(arguments, "model", options.modelName())),
        (int) arguments.integer("keep", 0, Integer.MAX_VALUE),
        !arguments.isGiven("keep"),
        options.preset().isEmpty() ? dataset + "-" + options.modelName() : options.preset());
  }

  /** The original puts its options into a file's name as they were typed: CIFAR10, ResNet18. */
  private static String spelled(Arguments arguments, String option, String value)
      throws UsageException {
    String typed = arguments.text(option);
    return typed.equalsIgnoreCase(value) ? typed : value;
  }

  private static EpochFileName names(String template, String dataset, String model)
      throws UsageException {
    try {
      return EpochFileName.of(template, dataset, model);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--checkpoint-name: " + e.getMessage());
    }
  }

  /** The folder of a run from its beginning; another may have come while the data was read. */
  RunFolder newRun() throws IOException {
    requireNoRun();
    return folder();
  }

  /** Refuses a folder with a run, whose epochs and checkpoints would be lost. */
  void requireNoRun() throws IOException {
    Optional<Path> last = checkpointFolder().map(path -> path.resolve(CheckpointKeeper.LAST));
    if (last.isPresent() && Files.exists(last.get())) {
      throw new IOException(
          "--%s %s has a run already; give another folder, or go on with --resume %s"
              .formatted(
                  checkpoints.isPresent() ? "checkpoint-dir" : "out",
                  checkpoints.or(() -> out).orElseThrow(),
                  last.get()));
    }
    if (out.isPresent()) {
      requireNoEpochs(new RunFolder(out.get()));
    }
    if (checkpointFolder().isPresent()) {
      requireNoCheckpoints(checkpointFolder().get());
    }
  }

  private static void requireNoEpochs(RunFolder run) throws IOException {
    if (hasEpochs(run.metrics())) {
      throw new IOException(
          "--out %s has the epochs of a run already; give another folder".formatted(run.path()));
    }
    if (Files.exists(run.record())) {
      RunRecord.read(run); // or it is none, and would be written over
    }
  }

  /** Files of the names that this run writes, and deletes when they are old. */
  private void requireNoCheckpoints(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      try (Stream<Path> files = Files.list(folder)) {
        Optional<Path> inTheWay = files.filter(this::isCheckpoint).sorted().findFirst();
        if (inTheWay.isPresent()) {
          throw new IOException(
              "%s is there already, and this run would write over it; give another folder"
                  .formatted(inTheWay.get()));
        }
      }
    }
  }

  private boolean isCheckpoint(Path file) {
    return file.getFileName().toString().equals(CheckpointKeeper.BEST)
        || names.epoch(file).isPresent();
  }

  /** Refuses folders among the images, which would be taken for classes of them. */
  void requireOutside(InputPaths inputs) throws IOException {
    inputs.requireOutside(out.isPresent() ? "--out" : "the folder", out.orElse(RUNS));
    if (checkpoints.isPresent()) {
      inputs.requireOutside("--checkpoint-dir", checkpoints.get());
    }
  }

  private static boolean hasEpochs(Path metrics) throws IOException {
    return Files.exists(metrics) && !MetricsLog.read(metrics).rows().isEmpty();
  }

  /** Where checkpoints go, if the command line says it. */
  private Optional<Path> checkpointFolder() {
    return checkpoints.or(() -> out.map(path -> new RunFolder(path).checkpoints()));
  }

  private RunFolder folder() throws IOException {
    return out.isPresent()
        ? RunFolder.open(out.get())
        : RunFolder.create(RUNS, LocalDateTime.now(), runName);
  }

  /** The same, in the folder of checkpoints that this one lies in, unless another was named. */
  Outputs resuming(Path checkpoint) {
    Path folder = absolute(checkpoint).getParent();
    return checkpointFolder().isEmpty() && Files.exists(folder.resolve(CheckpointKeeper.LAST))
        ? new Outputs(out, Optional.of(folder), names, keep, keepsEarlier, runName)
        : this;
  }

  /** Refuses a folder with another run than the checkpoint's. */
  void requireNoOtherRun(Path checkpoint) throws IOException {
    Path folder = absolute(checkpoint).getParent();
    if (checkpointFolder().filter(path -> absolute(path).equals(folder)).isEmpty()) {
      requireNoRun();
    }
  }

  /** The run that the checkpoint lies in, unless another folder was named; checked again, too. */
  RunFolder resumedRun(Path checkpoint) throws IOException {
    requireNoOtherRun(checkpoint);
    Path folder = absolute(checkpoint).getParent();
    return out.isEmpty() && isOfRun(folder) ? RunFolder.open(folder.getParent()) : folder();
  }

  private static Path absolute(Path path) {
    return path.toAbsolutePath().normalize();
  }

  private static boolean isOfRun(Path checkpoints) {
    if (checkpoints.getParent() == null) {
      return false;
    }
    RunFolder run = new RunFolder(checkpoints.getParent());
    return run.checkpoints().equals(checkpoints) && Files.exists(run.record());
  }

  /**
   * Where the checkpoints of a run go.
   *
   * @param epoch the first of this call, counted from 1
   */
  CheckpointPlan plan(RunFolder run, int epoch) {
    return new CheckpointPlan(
        checkpoints.orElse(run.checkpoints()), names, keep, keepsEarlier ? epoch : 1);
  }
}
