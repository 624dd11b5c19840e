package arcface4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import arcface4j.Main;
import arcface4j.data.ImageSet;
import arcface4j.data.Shapes;
import arcface4j.testing.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of the task pages, run as they stand there in a folder that fits them. */
@Tag("slow")
class TaskPagesTest {

  private static final Pattern BLOCK = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL);
  private static final List<String> FORMATS = List.of("jpg", "png", "gif", "bmp", "tif");
  private static final int CLASSES = 20;
  private static final int SEEN = 15;
  private static final int EACH = 8;

  @TempDir Path folder;

  @Test
  void photosFromTheFolderToTheSearch() throws Exception {
    makePhotos();
    String printed = run(commands("docs/photos.md"));
    assertTrue(printed.contains("| unseen test Recall@1: "), printed);
    assertTrue(printed.contains("photos/test/"), printed);
  }

  /** Fifteen classes of drawn shapes to learn from and five others to test on, in mixed formats. */
  private void makePhotos() throws IOException {
    ImageSet images = Shapes.generate(CLASSES, EACH, 80, 3);
    SetPictures pictures = new SetPictures(images);
    for (int i = 0; i < images.size(); i++) {
      String split = images.label(i) < SEEN ? "train" : "test";
      String name = images.label(i) == SEEN ? "zebra" : images.className(i);
      Path classFolder = Files.createDirectories(folder.resolve("photos/" + split + "/" + name));
      String format = FORMATS.get(i % FORMATS.size());
      assertTrue(
          ImageIO.write(
              pictures.picture(i), format, classFolder.resolve(i + "." + format).toFile()));
    }
  }

  private static List<String[]> commands(String page) throws IOException {
    List<String[]> commands = new ArrayList<>();
    Matcher blocks = BLOCK.matcher(Files.readString(Path.of(page)));
    while (blocks.find()) {
      for (String line : blocks.group(1).split("\n")) {
        assertTrue(line.startsWith("./arcface "), line);
        commands.add(line.substring("./arcface ".length()).split(" "));
      }
    }
    assertTrue(commands.size() > 3, page + " has " + commands.size() + " commands");
    return commands;
  }

  private String run(List<String[]> commands) throws Exception {
    StringBuilder printed = new StringBuilder();
    for (String[] command : commands) {
      try (ChildJvm child =
          ChildJvm.start(List.of("env", "--chdir=" + folder), Main.class, command)) {
        printed.append(String.join("\n", child.remaining())).append('\n');
        assertEquals(0, child.exitCode(), () -> String.join(" ", command));
      }
    }
    return printed.toString();
  }
}
