package arcface4j.reliability;

import arcface4j.io.AtomicFile;
import arcface4j.reliability.Materials.Outcome;
import arcface4j.train.Checkpoint;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Runs commands on a disk that is full after a random number of bytes, and looks at what is left:
 * the files that were there before, nothing half-written, and one line that names the file. Then
 * the disk is emptied and the same command has to work.
 *
 * <p>The arguments are how many runs, the seed, a folder for the materials, and a small file system
 * of its own that nobody else writes to.
 */
public final class FullDisk {

  private static final int PAGE = 4096;

  private final Path disk;
  private final Random random;

  private FullDisk(Path disk, long seed) {
    this.disk = disk;
    this.random = new Random(seed);
  }

  /**
   * Commands, the last of which has too little room.
   *
   * @param name of the last
   * @param before what makes the files that must stay
   * @param line the last
   */
  private record Job(String name, List<String> before, String line) {}

  public static void main(String[] arguments) throws IOException {
    int runs = Integer.parseInt(arguments[0]);
    Map<String, int[]> counts =
        run(runs, Long.parseLong(arguments[1]), Path.of(arguments[2]), Path.of(arguments[3]));
    counts.forEach((name, n) -> System.out.printf("%s: %d runs, %d full%n", name, n[0], n[1]));
    System.exit(0);
  }

  /** Of each command how many runs it had, and how many found the disk full. */
  static Map<String, int[]> run(int runs, long seed, Path folder, Path disk) throws IOException {
    FullDisk full = new FullDisk(disk, seed);
    Map<String, int[]> counts = new TreeMap<>();
    Materials materials = Materials.make(folder.resolve("materials"));
    try (ArchiveServer server = ArchiveServer.start()) {
      List<Job> jobs = full.jobs(materials, server.address());
      for (int run = 0; run < runs; run++) {
        Job job = jobs.get(run % jobs.size());
        int[] count = counts.computeIfAbsent(job.name(), name -> new int[2]);
        count[0]++;
        count[1] += full.isFull(job) ? 1 : 0;
      }
    }
    return counts;
  }

  private List<Job> jobs(Materials materials, String archive) {
    String model = " --checkpoint " + materials.model();
    String first = " --images " + materials.first();
    String second = " --images " + materials.second();
    String embed = "embed" + model;
    String index = "index" + model + " --out " + disk + "/x.index";
    String ofModel = " --checkpoint " + materials.model() + " --out " + disk + "/m.ckpt";
    return List.of(
        job("embed npy", embed + second + out("a.npy"), embed + first + out("a.npy")),
        job("embed csv", embed + second + out("b.csv"), embed + first + out("b.csv")),
        job("embed tsv", embed + second + out("c.tsv"), embed + first + out("c.tsv")),
        job("index", index + second, index + first),
        job("index --add", index + first, index + " --add " + materials.second()),
        job("index --approximate", index + first, index + " --approximate"),
        job(
            "enroll",
            "enroll badger" + first + ofModel,
            "enroll otter" + second + " --checkpoint " + disk + "/m.ckpt"),
        job(
            "evaluate --json",
            "evaluate" + model + " --json " + disk + "/r.json",
            "evaluate" + model + " --json " + disk + "/r.json"),
        job("report", "", "report " + materials.model() + out("r.html") + " --map pca"),
        job("train", "", Materials.training(disk.resolve("run")) + " --epochs 2"),
        job("fetch", "", "fetch cifar10 --no-checksum --url " + archive + " --data-dir " + disk));
  }

  private String out(String name) {
    return " --out " + disk.resolve(name);
  }

  private static Job job(String name, String before, String line) {
    return new Job(name, before.isEmpty() ? List.of() : List.of(before), line);
  }

  /** Whether the disk was full for it; it may be that too much room was left. */
  private boolean isFull(Job job) throws IOException {
    empty();
    job.before().forEach(Materials::succeed);
    Map<Path, byte[]> before = files();
    long needed = needed(job);
    empty();
    restore(before);
    Path filler = fill(random.nextLong(Math.max(1, needed / PAGE)) * PAGE);
    Outcome outcome = Materials.run(job.line());
    if (outcome.code() == 0) {
      return false;
    }
    Files.delete(filler);
    check(job, outcome, before);
    if (job.name().equals("train") || job.name().equals("fetch")) {
      empty(); // a run that began is gone on with by other words; a test of its own does
    }
    Materials.succeed(job.line());
    return true;
  }

  private long needed(Job job) throws IOException {
    FileStore store = Files.getFileStore(disk);
    long free = store.getUsableSpace();
    long held = files().values().stream().mapToLong(bytes -> bytes.length).sum();
    Materials.succeed(job.line());
    return Math.max(free - store.getUsableSpace(), held) + PAGE;
  }

  private void check(Job job, Outcome outcome, Map<Path, byte[]> before) throws IOException {
    String line = outcome.text().lines().reduce((one, other) -> other).orElse("");
    boolean isTold =
        line.contains("No space left on device") || line.contains(" bytes are free on");
    require(outcome.code() == 1 && isTold && line.contains(disk.toString()), job, outcome.text());
    Map<Path, byte[]> now = files();
    for (Map.Entry<Path, byte[]> file : before.entrySet()) {
      byte[] found = now.get(file.getKey());
      require(Arrays.equals(file.getValue(), found), job, file.getKey() + " has changed");
    }
    List<Path> more = new ArrayList<>(now.keySet());
    more.removeAll(before.keySet());
    for (Path file : more) {
      boolean isWhole =
          job.name().equals("train") && file.toString().matches(".*(\\.ckpt|run.json|metrics.csv)");
      boolean isDownload =
          file.toString().endsWith(".tar.gz.part") || file.toString().endsWith(".gz");
      require(isWhole || isDownload, job, file + " is left");
      if (file.toString().endsWith(".ckpt")) {
        Checkpoint.load(file);
      }
    }
  }

  private static void require(boolean fact, Job job, String otherwise) {
    if (!fact) {
      throw new AssertionError(job.name() + ": " + otherwise);
    }
  }

  /** Leaves so many bytes. */
  private Path fill(long left) throws IOException {
    Path filler = disk.resolve("filler");
    long bytes = Files.getFileStore(disk).getUsableSpace() - left;
    AtomicFile.write(
        filler,
        channel -> {
          for (long written = 0; written < bytes; written += PAGE) {
            AtomicFile.writeFully(channel, ByteBuffer.allocate(PAGE));
          }
        });
    return filler;
  }

  private Map<Path, byte[]> files() throws IOException {
    Map<Path, byte[]> files = new TreeMap<>();
    try (Stream<Path> found = Files.walk(disk)) {
      for (Path file : found.filter(Files::isRegularFile).toList()) {
        if (!file.getFileName().toString().equals("filler")) {
          files.put(file, Files.readAllBytes(file));
        }
      }
    }
    return files;
  }

  private static void restore(Map<Path, byte[]> files) throws IOException {
    for (Map.Entry<Path, byte[]> file : files.entrySet()) {
      Files.createDirectories(file.getKey().getParent());
      Files.write(file.getKey(), file.getValue());
    }
  }

  private void empty() throws IOException {
    try (Stream<Path> found = Files.walk(disk)) {
      for (Path file : found.sorted(Comparator.reverseOrder()).toList()) {
        if (!file.equals(disk)) {
          Files.delete(file);
        }
      }
    }
  }
}
