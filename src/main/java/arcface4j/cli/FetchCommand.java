package arcface4j.cli;

import arcface4j.data.Cifar10;
import arcface4j.data.Cifar10Fetch;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import me.tongfei.progressbar.ProgressBar;

/** Downloads a data set, checks it and unpacks it. */
final class FetchCommand implements Command {

  private static final String CIFAR10 = "cifar10";

  @Override
  public String name() {
    return "fetch";
  }

  @Override
  public String summary() {
    return "download a data set, check it and unpack it: cifar10 (162 MB)";
  }

  @Override
  public String synopsis() {
    return CIFAR10 + " [options]";
  }

  @Override
  public String example() {
    return "arcface fetch cifar10 --data-dir data";
  }

  @Override
  public List<Flag> flags() {
    return List.of(
        Flag.value("data-dir", "DIR", "data", "where it goes").orOriginal("data_dir"),
        Flag.value("url", "URL", null, "take the archive from there instead (https)"),
        Flag.toggle("no-checksum", "accept an archive with another MD5"));
  }

  @Override
  public int run(Arguments arguments, Console console) throws UsageException, IOException {
    if (!arguments.positional().equals(List.of(CIFAR10))) {
      throw new UsageException(
          "fetch takes one data set, cifar10, not '"
              + String.join(" ", arguments.positional())
              + "'");
    }
    Path folder = fetch(arguments, console);
    console.result(folder.toString());
    return 0;
  }

  private static Path fetch(Arguments arguments, Console console)
      throws UsageException, IOException {
    Cifar10Fetch fetch = Cifar10Fetch.official();
    if (arguments.isGiven("url")) {
      fetch = fetch.from(url(arguments));
    }
    if (arguments.isSet("no-checksum")) {
      fetch = fetch.withoutChecksum();
    }
    try (ProgressBar bar = ProgressBars.bytes(Cifar10.ARCHIVE, console)) {
      return fetch.fetch(
          arguments.path("data-dir"),
          (done, total) -> {
            bar.maxHint(total);
            bar.stepTo(done);
          });
    }
  }

  private static URI url(Arguments arguments) throws UsageException {
    try {
      return URI.create(arguments.text("url"));
    } catch (IllegalArgumentException e) {
      throw new UsageException("--url " + arguments.text("url") + " is not a URL");
    }
  }
}
