package arcface4j.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Properties;

/** The parts of the page that come with the program. */
final class Resources {

  private Resources() {}

  static Reader open(String name) {
    return new InputStreamReader(stream(name), StandardCharsets.UTF_8);
  }

  static String text(String name) {
    try (InputStream in = stream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(name, e);
    }
  }

  /** ECharts, of the version that the build names. */
  static String charts() {
    Properties charts = new Properties();
    try (InputStream in = stream("charts.properties")) {
      charts.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException("charts.properties", e);
    }
    return text(charts.getProperty("script"));
  }

  private static InputStream stream(String name) {
    InputStream in = Resources.class.getResourceAsStream(name);
    if (in == null) {
      throw new IllegalStateException("the program lacks its own file " + name);
    }
    return in;
  }
}
