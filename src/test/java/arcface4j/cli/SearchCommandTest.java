package arcface4j.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import arcface4j.data.ImageSet;
import arcface4j.data.Shapes;
import arcface4j.npy.NpyArray;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class SearchCommandTest {

  private static final int EACH = 5;
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir static Path folder;
  private static String model;
  private static String images;
  private static String index;

  @BeforeAll
  static void prepare() throws IOException {
    model = TinyModel.train(folder.resolve("run")).toString();
    Path pictures = folder.resolve("pictures");
    drawShapes(pictures);
    images = pictures.toString();
    index = folder.resolve("all.index").toString();
    TinyModel.succeed("index", "--checkpoint", model, "--images", images, "--out", index);
  }

  @Test
  void recallBySearchIsRecallByEvaluate() throws IOException {
    Path result = folder.resolve("result.json");
    TinyModel.succeed(
        with("evaluate", "--protocol", "open-set", "--dataset", "folder")
            .and("--data-dir", images, "--json", result.toString()));
    JsonNode recall = JSON.readTree(result.toFile()).get("measures").get(0);
    assertEquals("Recall@1", recall.get("name").asText());

    JsonNode hits = search("--query", images, "-k", "1", "--exclude-self");

    int right = 0;
    for (JsonNode query : hits) {
      JsonNode hit = query.get("hits").get(0);
      Path truth = Path.of(query.get("query").asText()).getParent().getFileName();
      right += hit.get("label").asText().equals(truth.toString()) ? 1 : 0;
    }
    assertEquals(6 * EACH, hits.size());
    assertTrue(right > 0 && right < hits.size(), right + " of " + hits.size());
    assertEquals(recall.get("value").asDouble(), (double) right / hits.size(), 1e-12);
  }

  @Test
  void anIndexedImageFindsItselfFirst() throws IOException {
    JsonNode hits = search("--query", images + "/x-circle/0.png", "-k", "3").get(0).get("hits");

    assertEquals(3, hits.size());
    assertEquals(images + "/x-circle/0.png", hits.get(0).get("path").asText());
    assertEquals("x-circle", hits.get(0).get("label").asText());
    assertEquals(1, hits.get(0).get("cosine").asDouble(), 1e-5);
    assertTrue(hits.get(1).get("cosine").asDouble() >= hits.get(2).get("cosine").asDouble());
  }

  @Test
  void anImageOutsideTheIndexIsToldIfItShouldBeLeftOut() throws IOException {
    String detour = images + "/../pictures/x-ring/1.png";
    String[] query = {"--index", index, "--query", detour, "--exclude-self"};
    String found = CliRun.of(with("search", query).words()).succeeded().out();
    assertFalse(found.contains(images + "/x-ring/1.png  "), found);

    Path copy = Files.copy(Path.of(images, "x-ring", "2.png"), folder.resolve("copy.png"));
    CliRun.of(with("search", query).and(copy.toString()))
        .warned("1 of 2 queries are not in the index under their path");
  }

  @Test
  void tableAndCsvSayTheSame() {
    String query = images + "/x-ring/1.png";
    String csv = TinyModel.succeed(with("search", "--index", index, "--query", query).and("--csv"));
    String table = TinyModel.succeed(with("search", "--index", index, "--query", query).words());

    List<String> lines = csv.lines().toList();
    assertEquals("query,rank,path,label,cosine", lines.get(0));
    assertEquals(11, lines.size());
    assertTrue(lines.get(1).startsWith(query + ",1," + query + ",x-ring,"), lines.get(1));
    assertEquals(11, table.lines().count());
    String second = lines.get(2).split(",")[2];
    assertTrue(table.lines().toList().get(2).endsWith(second), table);
  }

  @Test
  void imagesAreAddedAndRemoved() throws IOException {
    String own = folder.resolve("own.index").toString();
    String rings = images + "/x-ring";
    TinyModel.succeed(with("index", "--images", images + "/x-circle", "--out", own).words());
    TinyModel.succeed(with("index", "--add", rings, "--out", own).words());
    String query = rings + "/0.png";
    Finding added = new Finding(own, query);
    assertEquals(query, added.path);

    TinyModel.succeed("index", "--remove", query, "--out", own);
    assertFalse(new Finding(own, query).path.equals(query));

    CliRun again = CliRun.of("index", "--remove", query, "--out", own);
    assertEquals(1, again.code());
    assertTrue(again.err().contains("no entry " + query), again.err());
  }

  @Test
  void anApproximateSearchFindsWhatAnExactOneFinds() throws IOException {
    String own = folder.resolve("graph.index").toString();
    TinyModel.succeed(with("index", "--images", images, "--out", own, "--approximate").words());
    String[] query = {"--index", own, "--query", images + "/x-circle", "-k", "4", "--json"};
    String exact = TinyModel.succeed(with("search", query).words());

    CliRun approximate = CliRun.of(with("search", query).and("--approximate")).succeeded();
    assertEquals(JSON.readTree(exact), JSON.readTree(approximate.out()));
    assertFalse(approximate.err().contains(".graph"), approximate.err());

    TinyModel.succeed("index", "--remove", images + "/x-ring", "--out", own);
    TinyModel.succeed("index", "--approximate", "--out", own);
    CliRun without = CliRun.of(with("search", query).and("--approximate")).succeeded();
    assertFalse(without.out().contains("\"path\" : \"" + images + "/x-ring"), without.out());
    assertFalse(without.err().contains(".graph"), without.err());
  }

  @Test
  void anApproximateSearchMakesTheGraphOnceAndSaysSo() throws IOException {
    Path own = folder.resolve("nograph.index");
    Files.copy(Path.of(index), own);
    String[] query = {"--index", own.toString(), "--query", images + "/x-ring/0.png"};
    CliRun first = CliRun.of(with("search", query).and("--approximate")).succeeded();
    assertTrue(first.err().contains(own + ".graph is not there yet; it is made once"), first.err());
    CliRun second = CliRun.of(with("search", query).and("--approximate")).succeeded();
    assertEquals(first.out(), second.out());
    assertFalse(second.err().contains(".graph"), second.err());

    told("no such file", "index", "--approximate", "--out", folder + "/gone.index");
  }

  private static final class Finding {
    final String path;

    Finding(String index, String query) throws IOException {
      String json =
          TinyModel.succeed(
              with("search", "--index", index, "--query", query).and("-k", "1", "--json"));
      path = JSON.readTree(json).get(0).get("hits").get(0).get("path").asText();
    }
  }

  @Test
  void anIndexOfEmbeddingsIsThatOfTheirImages() throws IOException {
    Path array = folder.resolve("vectors.npy");
    String own = folder.resolve("vectors.index").toString();
    TinyModel.succeed(with("embed", "--images", images, "--out", array.toString()).words());
    String[] make = with("index", "--embeddings", array.toString(), "--out", own).words();
    TinyModel.succeed(make);
    assertEquals(-1, Files.mismatch(Path.of(index), Path.of(own)));

    Path table = folder.resolve("vectors.csv");
    Files.writeString(table, "\uFEFF" + Files.readString(table)); // as spreadsheets save it
    TinyModel.succeed(make);
    assertEquals(-1, Files.mismatch(Path.of(index), Path.of(own)));
  }

  @Test
  void embeddingsThatDoNotFitAreRefusedInOneLine() throws IOException {
    Path array = folder.resolve("wrong.npy");
    Path table = folder.resolve("wrong.csv");
    String out = folder.resolve("wrong.index").toString();
    Files.writeString(table, "path,label\na,x\nb,y\n");

    refused("what is read is the .npy that embed writes", table, out);
    write(array, new float[2 * 16], 2, 16);
    refused("embeddings of width 16; the model makes 32", array, out);
    float[] values = new float[2 * 32];
    Arrays.fill(values, 1);
    values[40] = Float.NaN;
    write(array, values, 2, 32);
    refused("the embedding of b is not finite", array, out);
    write(array, new float[3 * 32], 3, 32);
    refused("is all zeros", array, out);
    values[40] = 1;
    write(array, Arrays.copyOf(values, 32), 1, 32);
    refused("has more rows than the array, 1", array, out);
    Files.writeString(table, "file\na\n");
    refused("path and label are needed", array, out);
    Files.write(table, "path,label\nn\u00e9,x\n".getBytes(StandardCharsets.ISO_8859_1));
    refused(table + " is not UTF-8", array, out);
    Files.delete(table);
    refused("no such file", array, out);
    assertFalse(Files.exists(Path.of(out)));
  }

  @Test
  void whatCannotBeSearchedIsToldInOneLine() throws IOException {
    String other = TinyModel.train(folder.resolve("other"), "--seed", "2").toString();
    String query = images + "/x-ring/0.png";
    Path cut = folder.resolve("cut.index");
    Files.write(cut, Arrays.copyOf(Files.readAllBytes(Path.of(index)), 1000));

    told("made by another model", "search", "--checkpoint", other, "--index", index, query);
    told("another model", "index", "--checkpoint", other, "--add", images, "--out", index);
    told("is cut off", with("search", "--index", cut.toString(), query).words());
    told("-k 0 is not", with("search", "--index", index, query).and("-k", "0"));
    told("no images; give --query", with("search", "--index", index).words());
    told("make an index", with("index", "--out", index, images + "/x-ring/0.png").words());
    told("no such file", with("search", "--index", index, images + "/gone.png").words());
    told("do not go together", with("index", "--images", images, "--remove", "x").words());
    told("--flip is set when", with("index", "--add", images, "--flip", "--out", index).words());
    told("--flip is set when", "index", "--remove", images, "--flip", "--out", index);
    String[] both = {"--embeddings", "x.npy", "x.png", "--out", index};
    told("--embeddings does not go with other images", with("index", both).words());
  }

  @Test
  void anIndexOfFewEntriesGivesAllOfThem() throws IOException {
    String query = images + "/x-ring/0.png";
    assertEquals(30, search("--query", query, "-k", "31").get(0).get("hits").size());
    JsonNode others = search("--query", query, "-k", "31", "--exclude-self").get(0).get("hits");
    assertEquals(29, others.size());
    assertFalse(others.findValuesAsText("path").contains(query));

    Path few = Files.createDirectories(folder.resolve("few/x-ring"));
    Files.copy(Path.of(query), few.resolve("0.png"));
    String own = folder.resolve("few.index").toString();
    TinyModel.succeed(with("index", "--images", few.getParent().toString(), "--out", own).words());
    String votes =
        TinyModel.succeed(with("predict", query, "--by", "knn", "--index", own).and("-k", "9"));
    assertTrue(votes.endsWith("/x-ring/0.png,x-ring,1.0\n"), votes);
    TinyModel.succeed("index", "--out", own, "--remove", few.toString());
    told("the index has no entries to find", with("search", query, "--index", own).words());
  }

  @Test
  void whatIsNoIndexIsNotWrittenOver() throws IOException {
    byte[] before = Files.readAllBytes(Path.of(model));
    told(
        "it is not an index and in the way of one",
        with("index", "--images", images, "--out", model).words());
    assertArrayEquals(before, Files.readAllBytes(Path.of(model)));
  }

  private static void refused(String message, Path array, String out) {
    told(message, with("index", "--embeddings", array.toString(), "--out", out).words());
  }

  private static void told(String message, String... words) {
    CliRun outcome = CliRun.of(words);
    assertTrue(outcome.code() > 0, message);
    assertTrue(outcome.err().contains(message), outcome.err());
    long lines = outcome.err().lines().filter(line -> line.startsWith("arcface: ")).count();
    assertEquals(1, lines, outcome.err());
  }

  private static JsonNode search(String... words) throws IOException {
    return JSON.readTree(TinyModel.succeed(with("search", "--index", index, "--json").and(words)));
  }

  /** A command line with the checkpoint. */
  private record Line(List<String> list) {
    String[] and(String... more) {
      List<String> all = new ArrayList<>(list);
      all.addAll(List.of(more));
      return all.toArray(String[]::new);
    }

    String[] words() {
      return and();
    }
  }

  private static Line with(String verb, String... words) {
    List<String> all = new ArrayList<>(List.of(verb, "--checkpoint", model));
    all.addAll(List.of(words));
    return new Line(all);
  }

  private static void write(Path file, float[] values, int rows, int width) throws IOException {
    try (OutputStream out = Files.newOutputStream(file)) {
      NpyArray.of(values, rows, width).write(out);
    }
  }

  /** Writes shapes under names that the model does not know. */
  private static void drawShapes(Path place) throws IOException {
    ImageSet shapes = Shapes.generate(6, EACH, 32, 5);
    byte[] planes = new byte[shapes.shape().values()];
    for (int i = 0; i < shapes.size(); i++) {
      shapes.pixels(i, planes, 0);
      BufferedImage image = new BufferedImage(32, 32, BufferedImage.TYPE_INT_RGB);
      for (int at = 0; at < 1024; at++) {
        int rgb =
            (planes[at] & 255) << 16 | (planes[1024 + at] & 255) << 8 | planes[2048 + at] & 255;
        image.setRGB(at % 32, at / 32, rgb);
      }
      String label = "x-" + shapes.labelMap().names().get(shapes.label(i));
      Path file = place.resolve(label).resolve(i / 6 + ".png");
      Files.createDirectories(file.getParent());
      ImageIO.write(image, "png", file.toFile());
    }
  }
}
