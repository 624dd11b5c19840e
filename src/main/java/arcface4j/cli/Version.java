package arcface4j.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * Which build this is.
 *
 * @param number the released version
 * @param commit abbreviated commit, with {@code -dirty} behind it where files had changed, or
 *     {@code unknown} outside a checkout
 */
record Version(String number, String commit) {

  private static final String PROPERTIES = "/arcface4j/build.properties";

  static Version current() {
    Properties build = new Properties();
    try (InputStream in = Version.class.getResourceAsStream(PROPERTIES)) {
      if (in != null) {
        build.load(in);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String commit = build.getProperty("git.commit.id.abbrev", "unknown");
    boolean dirty = Boolean.parseBoolean(build.getProperty("git.dirty", "false"));
    return new Version(
        build.getProperty("git.build.version", "unknown"), dirty ? commit + "-dirty" : commit);
  }

  String describe() {
    return "%s (commit %s), Java %s".formatted(number, commit, Runtime.version());
  }
}
