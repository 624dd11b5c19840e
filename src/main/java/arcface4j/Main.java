package arcface4j;

import arcface4j.backend.NativeCache;
import arcface4j.cli.Cli;
import java.io.BufferedOutputStream;
import java.io.File;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** The program's entry point: the only place that ends the process. */
public final class Main {

  private Main() {}

  public static void main(String[] args) {
    // Numbers in results, tables and names of files look the same in every country.
    Locale.setDefault(Locale.ROOT);
    // JavaCPP writes to standard error on its own unless it is told to use the logger.
    System.setProperty("org.bytedeco.javacpp.logger", "slf4j");
    PrintStream results = exact(System.out, FileDescriptor.out);
    NativeCache.settle();
    // Standard output belongs to results; SameDiff lists there every operation it differentiates.
    System.setOut(new PrintStream(OutputStream.nullOutputStream()));
    System.exit(new Cli(results, exact(System.err, FileDescriptor.err)).run(args));
  }

  /** Names have the letters that they have on the disk, in every locale but Windows's own. */
  private static PrintStream exact(PrintStream stream, FileDescriptor descriptor) {
    boolean isWindows = File.separatorChar == '\\';
    return isWindows
        ? stream
        : new PrintStream(
            new BufferedOutputStream(new FileOutputStream(descriptor)),
            true,
            StandardCharsets.UTF_8);
  }
}
