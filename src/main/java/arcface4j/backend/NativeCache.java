package arcface4j.backend;

import java.nio.file.Path;

/** Where JavaCPP unpacks native libraries. */
public final class NativeCache {

  private static final String PLACE = "org.bytedeco.javacpp.cachedir";

  private NativeCache() {}

  /**
   * Takes the temporary folder where the user has no home. Java calls the home of a user id without
   * an entry in {@code passwd} {@code ?}, and JavaCPP would make a folder of that name, of 530 MB,
   * where the program was started. A place that was given stays. To be called before a native
   * library is.
   */
  public static void settle() {
    if (System.getProperty(PLACE) == null && !hasHome(System.getProperty("user.home"))) {
      System.setProperty(PLACE, withoutHome().toString());
    }
  }

  private static boolean hasHome(String home) {
    return home != null && Path.of(home).isAbsolute();
  }

  private static Path withoutHome() {
    String user = System.getProperty("user.name", "unknown").replaceAll("\\W", "_");
    return Path.of(System.getProperty("java.io.tmpdir"), "arcface4j-" + user, "cache");
  }
}
