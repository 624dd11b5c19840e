package arcface4j.reliability;

import arcface4j.reliability.MutationSamples.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Reads damaged files by the thousand: {@code Mutations COUNT SEED FOLDER PICTURES [FIRST]}. Mutant
 * number i is a function of the seed and i alone. A reading may refuse its file in one line that
 * names it; anything else is a fault, and so are more than five seconds of the processor and more
 * memory than ten times the file and 256 MB. The file under way lies in the folder, so that it is
 * there after a crash; files with faults stay.
 */
public final class Mutations {

  /** How the numbers are dealt out: one half images, one in ten checkpoints, and so on. */
  private static final List<FileKind> TURNS =
      List.of(
          FileKind.IMAGE,
          FileKind.CHECKPOINT,
          FileKind.IMAGE,
          FileKind.INDEX,
          FileKind.STORED_IMAGE,
          FileKind.GRAPH,
          FileKind.IMAGE,
          FileKind.ARRAY,
          FileKind.IMAGE,
          FileKind.PAIRS,
          FileKind.IMAGE,
          FileKind.CHECKPOINT,
          FileKind.IMAGE,
          FileKind.INDEX,
          FileKind.STORED_IMAGE,
          FileKind.EMBEDDINGS,
          FileKind.IMAGE,
          FileKind.IMAGE_TABLE,
          FileKind.IMAGE,
          FileKind.EMBEDDING_TABLE);

  private final MutationSamples samples;
  private final Path folder;
  private final long seed;
  private final Map<FileKind, int[]> read = new EnumMap<>(FileKind.class); // whole, refused
  private long mostNanos;
  private long mostBytes;

  private Mutations(MutationSamples samples, Path folder, long seed) {
    this.samples = samples;
    this.folder = folder;
    this.seed = seed;
  }

  /** Prints a line for each fault, and what was read; ends with "faults N". */
  public static void main(String[] words) throws Exception {
    int count = Integer.parseInt(words[0]);
    Path folder = Path.of(words[2]);
    int first = words.length > 4 ? Integer.parseInt(words[4]) : 0;
    Mutations mutations =
        new Mutations(
            MutationSamples.make(folder, Path.of(words[3])), folder, Long.parseLong(words[1]));
    int faults = 0;
    for (int number = first; number < first + count; number++) {
      faults += mutations.isRightlyRead(number) ? 0 : 1;
      if ((number + 1 - first) % 1000 == 0) {
        System.out.println(mutations.summary(number + 1 - first));
      }
    }
    System.out.println(mutations.summary(count));
    System.out.println("faults " + faults);
  }

  private boolean isRightlyRead(int number) throws IOException, InterruptedException {
    SplittableRandom random = new SplittableRandom(seed * 1_000_003 + number);
    FileKind kind = TURNS.get(number % TURNS.size());
    Sample sample = anyOf(kind, random);
    byte[] mutant = new Mutation(random).of(sample.bytes(), anyOf(kind, random).bytes());
    if (random.nextBoolean()) {
      kind.mend(mutant);
    }
    Path file = folder.resolve(sample.name());
    Files.write(file, mutant);
    Judged judged = Judged.read(kind, file);
    mostNanos = Math.max(mostNanos, judged.processorNanos());
    mostBytes = Math.max(mostBytes, judged.allocatedBytes());
    read.computeIfAbsent(kind, any -> new int[2])[judged.outcome() == null ? 0 : 1]++;
    Optional<String> fault = judged.fault(file, mutant.length);
    fault.ifPresent(text -> tell(kind, number, file, text, judged.outcome()));
    return fault.isEmpty();
  }

  private Sample anyOf(FileKind kind, SplittableRandom random) {
    List<Sample> all = samples.of(kind);
    return all.get(random.nextInt(all.size()));
  }

  private void tell(FileKind kind, int number, Path file, String fault, Throwable outcome) {
    System.out.printf("FAULT %s %d %s: %s%n", kind, number, file.getFileName(), fault);
    if (outcome != null) {
      for (int i = 0; i < Math.min(8, outcome.getStackTrace().length); i++) {
        System.out.println("    at " + outcome.getStackTrace()[i]);
      }
    }
    try {
      Files.copy(file, folder.resolve("fault-" + number + "-" + file.getFileName()));
    } catch (IOException e) {
      System.out.println("    and it could not be kept: " + e);
    }
  }

  private String summary(int count) {
    StringBuilder text = new StringBuilder();
    read.forEach((kind, both) -> text.append(" %s %d+%d".formatted(kind, both[0], both[1])));
    return "%d read (whole+refused:%s), at most %d ms, %d MiB"
        .formatted(count, text, mostNanos / 1_000_000, mostBytes >> 20);
  }
}
