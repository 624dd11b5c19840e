package arcface4j.reliability;

import arcface4j.npy.NpyArray;
import arcface4j.search.EmbeddingIndex;
import arcface4j.search.IndexKind;
import arcface4j.search.IndexWriter;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/** Whole files of every kind, small, and the same in every run. */
final class MutationSamples {

  static final int WIDTH = 5;

  private static final int ROWS = 12;
  private static final int LARGEST_BYTES = 1 << 17;

  /**
   * A whole file.
   *
   * @param name under which its mutants are read
   */
  record Sample(String name, byte[] bytes) {}

  private final Map<FileKind, List<Sample>> samples = new EnumMap<>(FileKind.class);

  private MutationSamples() {}

  /**
   * Makes the files, and those that have to lie beside the mutants.
   *
   * @param folder where the mutants will be
   * @param pictures a folder of more images, or one that is not there
   */
  static MutationSamples make(Path folder, Path pictures) throws IOException {
    MutationSamples all = new MutationSamples();
    List<Sample> images = images(pictures);
    all.samples.put(FileKind.IMAGE, images);
    all.samples.put(FileKind.STORED_IMAGE, images);
    try (InputStream in =
        MutationSamples.class.getResourceAsStream("/checkpoints/version-1.ckpt")) {
      all.samples.put(FileKind.CHECKPOINT, List.of(new Sample("mutant.ckpt", in.readAllBytes())));
    }
    all.addIndexes(folder);
    all.addArrays(folder);
    all.addTables(folder);
    return all;
  }

  List<Sample> of(FileKind kind) {
    return samples.get(kind);
  }

  private static List<Sample> images(Path pictures) throws IOException {
    List<Sample> images = new ArrayList<>();
    for (int type :
        new int[] {
          BufferedImage.TYPE_INT_RGB,
          BufferedImage.TYPE_INT_ARGB,
          BufferedImage.TYPE_BYTE_GRAY,
          BufferedImage.TYPE_USHORT_GRAY,
          BufferedImage.TYPE_BYTE_INDEXED,
          BufferedImage.TYPE_BYTE_BINARY
        }) {
      for (String format : List.of("png", "jpg", "gif", "bmp", "tiff", "pnm")) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        if (ImageIO.write(picture(type), format, out)) {
          images.add(new Sample("mutant." + format, out.toByteArray()));
        }
      }
    }
    if (Files.isDirectory(pictures)) {
      try (Stream<Path> files = Files.list(pictures)) {
        for (Path file : files.filter(MutationSamples::isPicture).sorted().toList()) {
          String name = file.getFileName().toString();
          images.add(
              new Sample(
                  "mutant" + name.substring(name.lastIndexOf('.')), Files.readAllBytes(file)));
        }
      }
    }
    return images;
  }

  private static boolean isPicture(Path file) {
    String name = file.getFileName().toString();
    return file.toFile().length() < LARGEST_BYTES
        && name.contains(".")
        && !name.endsWith(".right.png")
        && !name.endsWith(".py")
        && !name.endsWith(".md");
  }

  /** Waves with a little noise, so that every format has something to compress. */
  private static BufferedImage picture(int type) {
    Random random = new Random(type);
    BufferedImage image = new BufferedImage(40, 31, type);
    for (int i = 0; i < 40 * 31; i++) {
      int value = (int) (120 + 100 * Math.sin(i / 90.0)) + random.nextInt(8);
      image.setRGB(i % 40, i / 40, 0x80000000 | value * 0x010100 | i % 40 * 6);
    }
    return image;
  }

  private void addIndexes(Path folder) throws IOException {
    Path file = folder.resolve("mutant.index");
    try (FileChannel channel = open(file)) {
      IndexWriter writer =
          IndexWriter.create(channel, new IndexKind(WIDTH, "0123456789abcdef".repeat(4), false));
      float[] vectors = vectors();
      for (int row = 0; row < ROWS; row++) {
        writer.add("dir/" + row + ".png", row % 3 == 0 ? "cat" : "dog", vectors, row * WIDTH);
      }
      writer.commit();
    }
    EmbeddingIndex.readWithGraph(file, true, new QuietHost());
    Path graph = folder.resolve("mutant.index.graph");
    samples.put(FileKind.INDEX, List.of(new Sample("other.index", Files.readAllBytes(file))));
    samples.put(
        FileKind.GRAPH,
        List.of(new Sample(graph.getFileName().toString(), Files.readAllBytes(graph))));
  }

  private static FileChannel open(Path file) throws IOException {
    return FileChannel.open(
        file,
        StandardOpenOption.CREATE,
        StandardOpenOption.TRUNCATE_EXISTING,
        StandardOpenOption.READ,
        StandardOpenOption.WRITE);
  }

  private static float[] vectors() {
    Random random = new Random(4);
    float[] values = new float[ROWS * WIDTH];
    for (int row = 0; row < ROWS; row++) {
      double squares = 0;
      for (int d = 0; d < WIDTH; d++) {
        values[row * WIDTH + d] = random.nextFloat() - 0.5f;
        squares += values[row * WIDTH + d] * values[row * WIDTH + d];
      }
      for (int d = 0; d < WIDTH; d++) {
        values[row * WIDTH + d] /= (float) Math.sqrt(squares);
      }
    }
    return values;
  }

  private void addArrays(Path folder) throws IOException {
    Path whole = folder.resolve("mutant.npy"); // beside the mutants of its table
    try (OutputStream out = Files.newOutputStream(whole)) {
      NpyArray.of(vectors(), ROWS, WIDTH).write(out);
    }
    Sample rows = new Sample("other.npy", Files.readAllBytes(whole));
    ByteArrayOutputStream numbers = new ByteArrayOutputStream();
    NpyArray.of(new long[] {1, 2, 3, 4, 5, 6}, 1, 2, 3).write(numbers);
    samples.put(FileKind.ARRAY, List.of(rows, new Sample("numbers.npy", numbers.toByteArray())));
    samples.put(FileKind.EMBEDDINGS, List.of(rows));
  }

  private void addTables(Path folder) throws IOException {
    StringBuilder names = new StringBuilder("path,label\n");
    StringBuilder pairs = new StringBuilder("first,second,same\n");
    StringBuilder columns = new StringBuilder("path\tlabel\tsplit\n");
    StringBuilder objects = new StringBuilder();
    for (int row = 0; row < ROWS; row++) {
      names.append("\"dir/").append(row).append(",é.png\",\"a \"\"cat\"\"\"\n");
      pairs.append("other.npy,mutant.npy,").append(row % 2).append('\n');
      columns.append("dir/").append(row).append(".png\tcat\t").append("train\n");
      objects.append(
          "{\"path\": \"a/%d.png\", \"label\": \"c\\u00e4t\", \"split\": \"val\"}\n"
              .formatted(row));
    }
    Files.writeString(folder.resolve("other.csv"), names);
    samples.put(FileKind.EMBEDDING_TABLE, List.of(text("mutant.csv", names)));
    samples.put(FileKind.PAIRS, List.of(text("pairs.csv", pairs)));
    samples.put(
        FileKind.IMAGE_TABLE,
        List.of(
            text("table.tsv", columns), text("table.csv", names), text("table.jsonl", objects)));
  }

  private static Sample text(String name, CharSequence content) {
    return new Sample(name, content.toString().getBytes(StandardCharsets.UTF_8));
  }
}
