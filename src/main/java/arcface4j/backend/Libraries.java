package arcface4j.backend;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/** The versions of the libraries that compute, as this program was built with. */
public final class Libraries {

  private static final String RESOURCE = "/arcface4j/libraries.properties";

  private Libraries() {}

  /** Versions by name, Java's own included. */
  public static Map<String, String> versions() {
    Properties properties = new Properties();
    try (InputStream in = Libraries.class.getResourceAsStream(RESOURCE)) {
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Map<String, String> versions = new TreeMap<>();
    properties.stringPropertyNames().forEach(n -> versions.put(n, properties.getProperty(n)));
    versions.put("Java", Runtime.version().toString());
    return versions;
  }
}
