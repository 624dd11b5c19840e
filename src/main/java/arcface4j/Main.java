package arcface4j;

import arcface4j.cli.Cli;

/** The program's entry point: the only place that ends the process. */
public final class Main {

  private Main() {}

  public static void main(String[] args) {
    // JavaCPP writes to standard error on its own unless it is told to use the logger.
    System.setProperty("org.bytedeco.javacpp.logger", "slf4j");
    System.exit(new Cli(System.out, System.err).run(args));
  }
}
