package arcface4j.reliability;

import arcface4j.testing.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Kills processes that run commands at random moments ({@code kill -9}) and looks at every file
 * after each kill. The next process goes on with the files that are left.
 *
 * <p>The arguments are how many kills, the seed of the moments, an empty folder, and perhaps the
 * name of one command. After each kill it prints how many the command has had, and how many of them
 * hit it while it wrote a file or held a lock.
 */
public final class Kills {

  /** Several commands fit into it once the process is warm. */
  /** ND4J prints such lines to the output itself when a graph is first derived. */
  private static final String OF_ND4J = "Added differentiated op";

  private static final int WINDOW_MILLIS = 300;

  private final Random moments;
  private final Map<String, int[]> counts = new TreeMap<>(); // kills, those within a writing

  private Kills(long seed) {
    this.moments = new Random(seed);
  }

  public static void main(String[] arguments) throws Exception {
    int kills = Integer.parseInt(arguments[0]);
    long seed = Long.parseLong(arguments[1]);
    String only = arguments.length > 3 ? arguments[3] : "";
    long start = System.nanoTime();
    Map<String, int[]> counts = run(kills, seed, Path.of(arguments[2]), only);
    counts.forEach((name, n) -> System.out.printf("all of %s: %d, %d%n", name, n[0], n[1]));
    System.out.printf("%.0f s%n", (System.nanoTime() - start) * 1e-9);
    System.exit(0);
  }

  /**
   * Kills in turn.
   *
   * @param only the name of one command, or empty for all
   * @return of each command how many kills it had, and how many left a file half-written
   */
  static Map<String, int[]> run(int kills, long seed, Path folder, String only) throws Exception {
    Kills runs = new Kills(seed);
    Path place = folder.resolve("materials");
    boolean needsNoModel = only.equals("fetch");
    Materials materials = needsNoModel ? new Materials(place) : Materials.make(place);
    try (ArchiveServer server = ArchiveServer.start()) {
      List<Work> works =
          Works.all(materials, folder, server.address()).stream()
              .filter(work -> only.isEmpty() || only.equals(work.name()))
              .toList();
      long[] reported = new long[works.size()];
      Arrays.fill(reported, -1);
      for (int kill = 0; kill < kills; kill++) {
        int turn = kill % works.size();
        reported[turn] = runs.kill(works.get(turn), reported[turn]);
      }
      for (int i = 0; i < works.size(); i++) {
        if (reported[i] >= 0) {
          end(works.get(i), reported[i]);
        }
      }
    }
    return runs.counts;
  }

  private long kill(Work work, long reportedBefore) throws Exception {
    List<String> lines = work.lines();
    Path script = Files.write(work.folder().resolve("lines.txt"), lines);
    int round = work.nextRound(reportedBefore);
    long reported = -1;
    try (ChildJvm child =
        ChildJvm.start(Repeat.class, script.toString(), Integer.toString(round))) {
      while (reported < (long) (round + 1) * lines.size() - 1) {
        reported = number(child.line(), reported, child);
      }
      Thread.sleep(moments.nextInt(WINDOW_MILLIS));
      child.signal("KILL");
      for (String line : child.remaining()) {
        reported = line.isEmpty() ? reported : number(line, reported, child);
      }
    }
    int[] count = counts.computeIfAbsent(work.name(), name -> new int[2]);
    count[0]++;
    count[1] += hasHalfWritten(work.folder()) ? 1 : 0;
    work.check(reported);
    System.out.printf("%s: %d kills, %d within a writing%n", work.name(), count[0], count[1]);
    return reported;
  }

  private static long number(String line, long before, ChildJvm child) throws IOException {
    if (line != null && line.startsWith(OF_ND4J)) {
      return before;
    }
    if (line == null || !line.matches("\\d+")) {
      throw new AssertionError("the child says " + line + "; " + child.errors());
    }
    return Long.parseLong(line);
  }

  /** The commands once more, to their ends: they work, and leave nothing of those killed. */
  private static void end(Work work, long reported) throws IOException {
    String round = Integer.toString(work.nextRound(reported));
    for (String line : work.lines()) {
      Materials.succeed(line.replace("{n}", round));
    }
    if (hasHalfWritten(work.folder())) {
      throw new AssertionError(work.name() + " leaves what killed processes left");
    }
  }

  private static boolean hasHalfWritten(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .anyMatch(
              name ->
                  name.endsWith(".part") || name.endsWith(".lock") || name.endsWith(".unpacking"));
    }
  }
}
