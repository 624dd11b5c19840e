package arcface4j.train;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * Which sources this program was built from.
 *
 * @param version the project's version, or {@code unknown}
 * @param commit the abbreviated commit, or {@code unknown} when it was not built from a clone
 * @param changed whether the sources differed from that commit
 */
public record BuildInfo(String version, String commit, boolean changed) {

  private static final String RESOURCE = "/arcface4j/build.properties";
  private static final String UNKNOWN = "unknown";

  /** What the build left on the class path. */
  public static BuildInfo current() {
    Properties properties = new Properties();
    try (InputStream in = BuildInfo.class.getResourceAsStream(RESOURCE)) {
      if (in != null) {
        properties.load(in);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return of(properties);
  }

  static BuildInfo of(Properties properties) {
    return new BuildInfo(
        properties.getProperty("git.build.version", UNKNOWN),
        properties.getProperty("git.commit.id.abbrev", UNKNOWN),
        Boolean.parseBoolean(properties.getProperty("git.dirty")));
  }

  /** The program, its version and its commit in one line. */
  public String describe() {
    return "arcface4j %s (commit %s%s)".formatted(version, commit, changed ? ", changed" : "");
  }
}
