package arcface4j.cli;

import arcface4j.app.inspect.DataFindings;
import arcface4j.app.inspect.DataInspection;
import arcface4j.app.inspect.Progress;
import arcface4j.data.ImageListing;
import arcface4j.data.Layout;
import arcface4j.image.Preprocessing;
import arcface4j.train.FolderSource;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import me.tongfei.progressbar.ProgressBar;

/** Says what is in a data set before an hour of training is spent on it. */
final class DataCommand implements Command {

  @Override
  public String name() {
    return "data";
  }

  @Override
  public String summary() {
    return "say what is in a folder or table of images: classes, sizes, broken files, duplicates";
  }

  @Override
  public String synopsis() {
    return "PLACE [options]";
  }

  @Override
  public String example() {
    return "arcface data photos --image-size 224 --strict";
  }

  @Override
  public List<Flag> flags() {
    List<Flag> flags = new ArrayList<>();
    flags.add(TrainFlags.layout());
    flags.add(TrainFlags.imageSize());
    flags.add(TrainFlags.fit());
    flags.add(Flag.toggle("json", "print all findings as JSON instead, with every file and group"));
    flags.add(Flag.toggle("strict", "end with exit code 1 if anything is wrong"));
    flags.addAll(PreviewSheet.flags());
    return flags;
  }

  @Override
  public int run(Arguments arguments, Console console) throws UsageException, IOException {
    Path place = place(arguments);
    Layout layout = arguments.choice("layout", Layout.class);
    Preprocessing training =
        DataFlags.preprocessing(
            arguments, new FolderSource(place.toString(), layout, 1, false, 1, ""));
    boolean json = arguments.isSet("json");
    boolean strict = arguments.isSet("strict");
    return StoppableWork.judge(
        console,
        stopRequested -> {
          ImageListing listing = ImageListing.of(place, layout);
          PreviewSheet.write(arguments, listing, training, console)
              .ifPresent(sheet -> console.note("preview: " + sheet));
          DataFindings findings = inspect(listing, training, stopRequested, console);
          console.result(json ? DataJson.of(findings) : new DataPage(findings).text());
          return strict ? judged(findings) : 0;
        });
  }

  private static Path place(Arguments arguments) throws UsageException {
    List<String> words = arguments.positional();
    if (words.size() != 1 || words.get(0).isBlank()) {
      throw new UsageException(
          "data takes one folder or table of images, not '" + String.join(" ", words) + "'");
    }
    return ImageInput.paths(words).get(0);
  }

  private static DataFindings inspect(
      ImageListing listing, Preprocessing training, BooleanSupplier stopRequested, Console console)
      throws IOException {
    int files = listing.all().size();
    DataInspection inspection;
    try (ProgressBar bar = ProgressBars.images("read", files, console)) {
      inspection = DataInspection.of(listing, stoppable(bar, stopRequested));
    }
    try (ProgressBar bar = ProgressBars.images("compare", files, console)) {
      return inspection.findings(training, stoppable(bar, stopRequested));
    }
  }

  private static Progress stoppable(ProgressBar bar, BooleanSupplier stopRequested) {
    return done -> {
      bar.stepTo(done);
      if (stopRequested.getAsBoolean()) {
        throw new InterruptedIOException("stopped after a request; nothing was found out");
      }
    };
  }

  /** The exit code; the findings were printed. */
  private static int judged(DataFindings findings) throws IOException {
    int faults = findings.faults().size();
    if (faults > 0) {
      throw new IOException(
          "--strict: %d thing%s wrong with %s"
              .formatted(faults, faults == 1 ? " is" : "s are", findings.listing().place()));
    }
    return 0;
  }
}
