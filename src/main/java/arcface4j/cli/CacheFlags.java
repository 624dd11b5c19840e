package arcface4j.cli;

import arcface4j.data.DiskCache;
import arcface4j.data.ImageCache;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The options that keep decoded images on the disk. */
final class CacheFlags {

  private static final Pattern SIZE = Pattern.compile("([1-9]\\d{0,8})([kmgt])");
  private static final String UNITS = "kmgt"; // each 1024 times the one before
  private static final int BITS_OF_UNIT = 10;

  private CacheFlags() {}

  static List<Flag> all() {
    return List.of(folder(), size());
  }

  static Flag folder() {
    return Flag.value(
        "cache",
        "DIR",
        null,
        "keep decoded images of files there, for later epochs and runs; a folder of its own");
  }

  static Flag size() {
    return Flag.value(
        "cache-size",
        "SIZE",
        null,
        "the largest size of --cache, as 20g (default: half of what its disk has free)");
  }

  /** Adds the disk that the options ask for to a room in memory; the caller closes it. */
  static ImageCache open(Arguments arguments, ImageCache memory, Console console)
      throws UsageException, IOException {
    Optional<Path> folder = arguments.findPath("cache");
    OptionalLong limit = limit(arguments);
    if (folder.isEmpty()) {
      return memory;
    }
    return DiskCache.open(folder.get(), limit, console::warn).map(memory::over).orElse(memory);
  }

  private static OptionalLong limit(Arguments arguments) throws UsageException {
    if (arguments.find("cache-size").isEmpty()) {
      return OptionalLong.empty();
    }
    if (arguments.find("cache").isEmpty()) {
      throw new UsageException("--cache-size goes with --cache DIR, which is not given");
    }
    Matcher size = SIZE.matcher(arguments.text("cache-size").toLowerCase(Locale.ROOT));
    if (!size.matches()) {
      throw new UsageException(
          "--cache-size %s is not a number and one of k, m, g, t, such as 20g"
              .formatted(arguments.text("cache-size")));
    }
    int unit = UNITS.indexOf(size.group(2)) + 1;
    return OptionalLong.of(Long.parseLong(size.group(1)) << (BITS_OF_UNIT * unit));
  }
}
