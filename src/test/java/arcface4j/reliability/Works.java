package arcface4j.reliability;

import arcface4j.api.EmbeddingModel;
import arcface4j.data.Cifar10;
import arcface4j.io.AtomicFile;
import arcface4j.npy.NpyArray;
import arcface4j.search.EmbeddingIndex;
import arcface4j.train.Checkpoint;
import arcface4j.train.EnrolledClass;
import arcface4j.train.MetricsLog;
import arcface4j.train.RunFolder;
import arcface4j.train.RunRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The commands that write files. */
final class Works {

  private Works() {}

  static List<Work> all(Materials materials, Path folder, String archive) throws IOException {
    return List.of(
        new Training(Files.createDirectories(folder.resolve("train"))),
        new Indexing(Files.createDirectories(folder.resolve("index")), materials),
        new Enrolling(Files.createDirectories(folder.resolve("enroll")), materials),
        new Embedding(Files.createDirectories(folder.resolve("embed")), materials),
        new Fetching(Files.createDirectories(folder.resolve("fetch")), archive));
  }

  private static void require(boolean fact, String otherwise) {
    if (!fact) {
      throw new AssertionError(otherwise);
    }
  }

  /** The state that was reported, or that which the next command was making. */
  private static <T> void requireState(List<T> states, long reported, T found, String what) {
    Set<T> allowed = new HashSet<>();
    allowed.add(states.get((int) ((reported + states.size()) % states.size())));
    allowed.add(states.get((int) ((reported + 1) % states.size())));
    require(allowed.contains(found), what + " has " + found + "; " + allowed + " may be");
  }

  /** One epoch more in each command, each of which goes on with the run. */
  record Training(Path folder) implements Work {

    @Override
    public String name() {
      return "train";
    }

    private RunFolder run() {
      return new RunFolder(folder.resolve("run"));
    }

    @Override
    public List<String> lines() {
      Path last = run().checkpoints().resolve("last.ckpt");
      if (!Files.exists(last)) {
        Materials.succeed(Materials.training(run().path()) + " --epochs 1");
      }
      return List.of("train --resume " + last + " --keep 2 --epochs {n}");
    }

    /** Round n ends with epoch n, so its line is number n. */
    @Override
    public int nextRound(long reported) {
      try {
        return Checkpoint.load(run().checkpoints().resolve("last.ckpt")).epoch() + 1;
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }

    @Override
    public void check(long reported) throws IOException {
      try (Stream<Path> files = Files.list(run().checkpoints())) {
        for (Path file : files.filter(each -> each.toString().endsWith(".ckpt")).toList()) {
          Checkpoint.load(file);
        }
      }
      int epoch = Checkpoint.load(run().checkpoints().resolve("last.ckpt")).epoch();
      require(epoch >= reported, "epoch " + epoch + " is saved, " + reported + " was reported");
      require(Files.exists(run().checkpoints().resolve("best.ckpt")), "best.ckpt is gone");
      int rows = MetricsLog.read(run().metrics()).rows().size();
      require(rows >= reported, rows + " rows of metrics, " + reported + " were reported");
      RunRecord.read(run());
    }
  }

  /** Made, added to, removed from, its graph made. */
  record Indexing(Path folder, Materials materials) implements Work {

    @Override
    public String name() {
      return "index";
    }

    private Path file() {
      return folder.resolve("x.index");
    }

    @Override
    public List<String> lines() {
      String begin = "index --out " + file() + " --checkpoint " + materials.model();
      return List.of(
          begin + " --images " + materials.first(),
          begin + " --add " + materials.second(),
          begin + " --approximate",
          "index --out " + file() + " --remove " + materials.second());
    }

    @Override
    public void check(long reported) throws IOException {
      if (!Files.exists(file())) {
        require(reported < 0, "the index is gone");
        return;
      }
      EmbeddingIndex index = EmbeddingIndex.read(file());
      requireState(List.of(5, 11, 11, 5), reported, index.size(), "the index");
      Path graph = folder.resolve("x.index.graph");
      require(
          !Files.exists(graph) || EmbeddingIndex.isGraph(graph) && Files.size(graph) > 0,
          "the graph is none");
    }
  }

  /** A class taught, then forgotten; the threshold fitted. */
  record Enrolling(Path folder, Materials materials) implements Work {

    @Override
    public String name() {
      return "enroll";
    }

    private Path file() {
      return folder.resolve("m.ckpt");
    }

    @Override
    public List<String> lines() {
      try {
        if (!Files.exists(file())) {
          Files.copy(materials.model(), file());
        }
      } catch (IOException e) {
        throw new AssertionError(e);
      }
      return List.of(
          "enroll badger --images " + materials.first() + " --checkpoint " + file(),
          "enroll otter --images " + materials.second() + " --checkpoint " + file(),
          "enroll --remove badger --checkpoint " + file(),
          "enroll --remove otter --checkpoint " + file());
    }

    @Override
    public void check(long reported) throws IOException {
      Set<String> names = new TreeSet<>();
      for (EnrolledClass enrolled : Checkpoint.load(file()).additions().enrolled()) {
        names.add(enrolled.name());
      }
      requireState(
          List.of(Set.of("badger"), Set.of("badger", "otter"), Set.of("otter"), Set.of()),
          reported,
          names,
          "the model");
      EmbeddingModel.load(file()).close();
    }
  }

  /** Two sets of images in turn into one array with its table, and into one table. */
  record Embedding(Path folder, Materials materials) implements Work {

    @Override
    public String name() {
      return "embed";
    }

    private Path array() {
      return folder.resolve("a.npy");
    }

    private Path table() {
      return folder.resolve("a.csv");
    }

    private Path single() {
      return folder.resolve("b.csv");
    }

    @Override
    public List<String> lines() {
      String begin = "embed --checkpoint " + materials.model();
      return List.of(
          begin + " --images " + materials.first() + " --out " + array(),
          begin + " --images " + materials.second() + " --out " + array(),
          begin + " --images " + materials.first() + " --out " + single(),
          begin + " --images " + materials.second() + " --out " + single());
    }

    @Override
    public void check(long reported) throws IOException {
      if (reported >= 0) {
        int rows = NpyArray.read(array()).shape()[0];
        requireState(List.of(5, 6, 6, 6), reported, rows, "the array");
        checkTable(rows);
      }
      if (reported >= 2) {
        requireState(
            List.of(6, 6, 5, 6), reported, Files.readAllLines(single()).size() - 1, "the table");
      }
    }

    private void checkTable(int rows) throws IOException {
      if (!Files.exists(table())) {
        require(AtomicFile.isHalfWritten(table()), "the table is gone");
        return;
      }
      List<String> lines = Files.readAllLines(table());
      String folder = (rows == 5 ? materials.first() : materials.second()).toString();
      require(
          lines.subList(1, lines.size()).stream().allMatch(line -> line.startsWith(folder))
              && lines.size() == rows + 1,
          "the table is not that of the array: " + lines);
    }
  }

  /** A data set downloaded and unpacked, each round into another folder. */
  record Fetching(Path folder, String archive) implements Work {

    @Override
    public String name() {
      return "fetch";
    }

    private Path place(long round) {
      return folder.resolve("d" + round);
    }

    @Override
    public List<String> lines() {
      return List.of(
          "fetch cifar10 --no-checksum --url "
              + archive
              + " --data-dir "
              + place(0).resolveSibling("d{n}"));
    }

    /** The round that was killed goes on. */
    @Override
    public int nextRound(long reported) {
      return (int) reported + 1;
    }

    @Override
    public void check(long reported) throws IOException {
      for (long round = Math.max(0, reported - 3); round <= reported + 1; round++) {
        Path unpacked = place(round).resolve(Cifar10.FOLDER);
        if (Files.exists(unpacked)) {
          Cifar10.read(place(round));
        }
        require(round > reported || Files.exists(unpacked), unpacked + " is gone");
        if (round <= reported) {
          requireNothingElse(place(round));
        }
      }
    }

    private static void requireNothingElse(Path place) throws IOException {
      try (Stream<Path> files = Files.list(place)) {
        Set<String> names = new TreeSet<>(files.map(each -> each.getFileName() + "").toList());
        require(names.equals(Set.of(Cifar10.FOLDER, Cifar10.ARCHIVE)), place + " has " + names);
      }
    }
  }
}
