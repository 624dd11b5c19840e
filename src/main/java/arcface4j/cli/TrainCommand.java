package arcface4j.cli;

import arcface4j.app.TrainingData;
import arcface4j.data.ImageCache;
import arcface4j.image.Preprocessing;
import arcface4j.io.FileName;
import arcface4j.model.Compute;
import arcface4j.train.Checkpoint;
import arcface4j.train.DataSource;
import arcface4j.train.FolderSource;
import arcface4j.train.ModelDescription;
import arcface4j.train.TrainOptions;
import arcface4j.train.Trainer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Trains a network, from its beginning or from a checkpoint on. */
final class TrainCommand implements Command {

  @Override
  public String name() {
    return "train";
  }

  @Override
  public String summary() {
    return "train a network on CIFAR-10, on a folder of images, or on drawn shapes";
  }

  @Override
  public String synopsis() {
    return "[options]";
  }

  @Override
  public String example() {
    return "arcface train --dataset folder --data-dir photos --image-size 64 --epochs 20";
  }

  @Override
  public List<Flag> flags() {
    return TrainFlags.all();
  }

  @Override
  public int run(Arguments arguments, Console console) throws UsageException, IOException {
    arguments.refuseWords();
    if (arguments.find("preset").isPresent()) {
      String preset = arguments.text("preset");
      if (preset.equals("list")) {
        console.result(Presets.list());
        return 0;
      }
      arguments.applyPreset(Presets.named(preset));
    }
    return arguments.isGiven("resume") ? resume(arguments, console) : start(arguments, console);
  }

  private static int start(Arguments arguments, Console console)
      throws UsageException, IOException {
    TrainSettings settings = new TrainSettings(arguments);
    TrainOptions options = settings.options();
    settings.check(options);
    Preprocessing preprocessing = settings.preprocessing(options.data().source());
    TrainingRun.requireMemory(
        settings.network(TrainSettings.CHANNELS, preprocessing.smallerSide()), options);
    Outputs outputs = Outputs.of(arguments, options);
    outputs.requireOutside(InputPaths.of(options.data().source()));
    outputs.requireNoRun();
    Compute compute = ComputeFlags.read(arguments, console);
    try (ImageCache cache = CacheFlags.open(arguments, ImageCache.ofHeap(), console)) {
      TrainingData data = TrainingData.load(options, preprocessing, cache, console.remarks());
      ModelDescription model = settings.model(options, data);
      TrainingRun run = new TrainingRun(model, options, data, console);
      run.check();
      Trainer trainer = Trainer.start(model, options, compute, data.train(), data.broken());
      return run.train(trainer, outputs.newRun(), outputs);
    }
  }

  private static int resume(Arguments arguments, Console console)
      throws UsageException, IOException {
    Path file = SourceFile.of(arguments, "resume");
    Checkpoint checkpoint = Checkpoint.load(file);
    ResumedOptions.requireSame(arguments, checkpoint);
    TrainOptions options = changed(checkpoint.options(), arguments);
    if (options.epochs() <= checkpoint.epoch()) {
      throw new UsageException(
          "%s has %d epochs done already; give more --epochs to go on"
              .formatted(file, checkpoint.epoch()));
    }
    if (!options.preset().isEmpty()) {
      arguments.applyPreset(Presets.named(options.preset()));
    }
    arguments.applyPreset(Map.of("precision", checkpoint.precision()));
    Outputs named = Outputs.of(arguments, options);
    if (arguments.isGiven("out") || arguments.isGiven("checkpoint-dir")) {
      named.requireOutside(InputPaths.of(options.data().source()));
    }
    Outputs outputs = named.resuming(file);
    outputs.requireNoOtherRun(file);
    TrainingRun.requireMemory(checkpoint.model().network(), options);
    Compute compute = ComputeFlags.read(arguments, console);
    try (ImageCache cache = CacheFlags.open(arguments, ImageCache.ofHeap(), console)) {
      TrainingData data =
          TrainingData.load(options, checkpoint.model().preprocessing(), cache, console.remarks());
      data.requireThoseOf(checkpoint, file, console.remarks());
      TrainingRun run = new TrainingRun(checkpoint.model(), options, data, console);
      run.check();
      Trainer trainer = Trainer.resume(checkpoint, options, compute, data.train(), data.broken());
      return run.train(trainer, outputs.resumedRun(file), outputs);
    }
  }

  private static TrainOptions changed(TrainOptions saved, Arguments arguments)
      throws UsageException {
    int epochs = arguments.isGiven("epochs") ? arguments.positive("epochs") : saved.epochs();
    DataSource source = saved.data().source();
    if (arguments.isGiven("data-dir")) {
      source = source.in(FileName.text(arguments.path("data-dir")));
    }
    if (arguments.isGiven("skip-broken") && source instanceof FolderSource folder) {
      source = folder.skippingBroken();
    }
    return saved.withEpochs(epochs).withSource(source);
  }
}
