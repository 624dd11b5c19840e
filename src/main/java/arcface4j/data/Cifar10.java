package arcface4j.data;

import arcface4j.io.DataException;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the binary version of CIFAR-10 (Krizhevsky, "Learning Multiple Layers of Features from Tiny
 * Images", 2009): records of one label byte and 3,072 pixel bytes, the planes [3, 32, 32] of red,
 * green and blue. Files may have any number of records.
 */
public final class Cifar10 {

  /** The folder with the record files. */
  public static final String FOLDER = "cifar-10-batches-bin";

  /** The archive as it is published. */
  public static final String ARCHIVE = "cifar-10-binary.tar.gz";

  static final List<String> TRAIN_FILES =
      List.of(
          "data_batch_1.bin",
          "data_batch_2.bin",
          "data_batch_3.bin",
          "data_batch_4.bin",
          "data_batch_5.bin");
  static final String TEST_FILE = "test_batch.bin";
  static final List<String> CLASSES =
      List.of(
          "airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck");

  /** Ten times what is published: 184 MB. */
  static final long MAX_UNPACKED_BYTES = 2_000_000_000;

  private static final String NAMES_FILE = "batches.meta.txt";
  private static final long MAX_NAMES_BYTES = 10_000;
  private static final ImageShape SHAPE = new ImageShape(3, 32, 32);
  private static final int RECORD_BYTES = 1 + SHAPE.values();

  private Cifar10() {}

  /**
   * Reads training and test images from {@code dataDir/cifar-10-batches-bin/}, from {@code dataDir}
   * itself if the record files lie there, or from {@code dataDir/cifar-10-binary.tar.gz}. The class
   * names come from {@code batches.meta.txt}, or are the usual ten without that file.
   *
   * @throws DataException if nothing is there, or a file is missing, empty or no record file
   */
  public static DataSplit read(Path dataDir) throws IOException {
    if (Files.exists(dataDir) && !Files.isDirectory(dataDir)) {
      throw DataException.at(dataDir, "is a file; --data-dir is the folder that has " + FOLDER);
    }
    if (Files.isDirectory(dataDir.resolve(FOLDER))) {
      return readFolder(dataDir.resolve(FOLDER));
    }
    if (hasRecordFile(dataDir)) {
      return readFolder(dataDir);
    }
    if (Files.isRegularFile(dataDir.resolve(ARCHIVE))) {
      return readArchive(dataDir.resolve(ARCHIVE));
    }
    throw DataException.at(
        dataDir,
        ("no CIFAR-10 here, neither %s/ nor %s; './arcface fetch cifar10 --data-dir %s' downloads"
                + " it, and '--dataset shapes' needs no data")
            .formatted(FOLDER, ARCHIVE, dataDir));
  }

  private static boolean hasRecordFile(Path folder) {
    return recordFiles().stream().anyMatch(name -> Files.exists(folder.resolve(name)));
  }

  private static List<String> recordFiles() {
    List<String> names = new ArrayList<>(TRAIN_FILES);
    names.add(TEST_FILE);
    return names;
  }

  /** Checks that a folder has every record file and that each is made of whole records. */
  static void checkFolder(Path folder) throws IOException {
    for (String name : recordFiles()) {
      onDisk(folder.resolve(name)).images();
    }
  }

  private static DataSplit readFolder(Path folder) throws IOException {
    Path names = folder.resolve(NAMES_FILE);
    byte[] text = Files.exists(names) ? Files.readAllBytes(names) : null;
    List<RecordFile> train = new ArrayList<>();
    for (String name : TRAIN_FILES) {
      train.add(onDisk(folder.resolve(name)));
    }
    return readAll(train, onDisk(folder.resolve(TEST_FILE)), labelMap(names.toString(), text));
  }

  private static RecordFile onDisk(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw DataException.at(
          file, "the file is missing; CIFAR-10 has data_batch_1.bin to _5.bin and test_batch.bin");
    }
    return new RecordFile(
        file.toString(),
        file.getFileName().toString(),
        Files.size(file),
        () -> new BufferedInputStream(Files.newInputStream(file), 1 << 16));
  }

  private static DataSplit readArchive(Path archive) throws IOException {
    MemoryBudget.require(archive.toString(), 2, Files.size(archive));
    Map<String, byte[]> contents = new HashMap<>();
    SafeTar.forEachFile(
        archive,
        MAX_UNPACKED_BYTES,
        (path, content) -> {
          String name = path.substring(path.lastIndexOf('/') + 1);
          if (name.equals(NAMES_FILE) || recordFiles().contains(name)) {
            contents.put(name, content.readAllBytes());
          }
        });
    List<RecordFile> train = new ArrayList<>();
    for (String name : TRAIN_FILES) {
      train.add(inArchive(archive, name, contents));
    }
    LabelMap labelMap = labelMap(archive + "!" + NAMES_FILE, contents.get(NAMES_FILE));
    return readAll(train, inArchive(archive, TEST_FILE, contents), labelMap);
  }

  private static RecordFile inArchive(Path archive, String name, Map<String, byte[]> contents)
      throws DataException {
    byte[] bytes = contents.get(name);
    if (bytes == null) {
      throw DataException.at(archive, "the archive has no " + name);
    }
    return new RecordFile(
        archive + "!" + name, name, bytes.length, () -> new ByteArrayInputStream(bytes));
  }

  private static LabelMap labelMap(String where, byte[] text) throws DataException {
    if (text == null) {
      return new LabelMap(CLASSES);
    }
    if (text.length > MAX_NAMES_BYTES) {
      throw new DataException(where + ": " + text.length + " bytes are too many for ten names");
    }
    List<String> names =
        new String(text, StandardCharsets.UTF_8)
            .lines()
            .map(String::strip)
            .filter(name -> !name.isEmpty())
            .toList();
    if (names.size() != CLASSES.size() || names.stream().distinct().count() != CLASSES.size()) {
      throw new DataException(
          where + ": " + names + " are not the names of ten classes, one a line");
    }
    return new LabelMap(names);
  }

  private static DataSplit readAll(List<RecordFile> train, RecordFile test, LabelMap labelMap)
      throws IOException {
    long images = test.images() + images(train);
    MemoryBudget.require("CIFAR-10", images, SHAPE.values());
    return DataSplit.of(readSet(train, labelMap), readSet(List.of(test), labelMap));
  }

  private static long images(List<RecordFile> files) throws DataException {
    long images = 0;
    for (RecordFile file : files) {
      images += file.images();
    }
    return images;
  }

  private static ImageSet readSet(List<RecordFile> files, LabelMap labelMap) throws IOException {
    ImageSetBuilder builder = new ImageSetBuilder(labelMap, SHAPE, Math.toIntExact(images(files)));
    for (RecordFile file : files) {
      file.readInto(builder);
    }
    return builder.build();
  }

  /** Opens the bytes of a record file, on disk or in memory. */
  @FunctionalInterface
  private interface Opener {
    InputStream open() throws IOException;
  }

  /** One file of records; {@code where} is for messages, {@code name} for the images. */
  private record RecordFile(String where, String name, long bytes, Opener opener) {

    long images() throws DataException {
      if (bytes == 0) {
        throw new DataException(where + ": the file is empty; it must hold at least one record");
      }
      if (bytes % RECORD_BYTES != 0) {
        throw new DataException(
            ("%s: %d bytes are no whole number of records of %d bytes (a label and 3 x 32 x 32"
                    + " pixels); the file is cut off or not CIFAR-10's binary version")
                .formatted(where, bytes, RECORD_BYTES));
      }
      return bytes / RECORD_BYTES;
    }

    void readInto(ImageSetBuilder builder) throws IOException {
      long images = images();
      byte[] record = new byte[RECORD_BYTES];
      try (InputStream in = opener.open()) {
        for (long i = 0; i < images; i++) {
          if (in.readNBytes(record, 0, RECORD_BYTES) < RECORD_BYTES) {
            throw new DataException(where + ": the file ends in record " + i);
          }
          builder.add(record, 1, label(record, i), name + "#" + i);
        }
      }
    }

    private int label(byte[] record, long number) throws DataException {
      int label = Byte.toUnsignedInt(record[0]);
      if (label >= CLASSES.size()) {
        throw new DataException(
            "%s: record %d (counted from 0) has label %d; the labels are 0 to %d"
                .formatted(where, number, label, CLASSES.size() - 1));
      }
      return label;
    }
  }
}
