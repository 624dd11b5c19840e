package arcface4j.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class GalleryTest {

  @Test
  void theFrameIsRightWhereTheClassIsThatOfTheQuery() {
    Set<String> frames = new TreeSet<>();
    ReportOptions options = ReportOptions.of(MapMethod.PCA, 30, 1);
    for (Gallery.Row row : new Gallery(SampleFindings.of(40), options).rows()) {
      for (Picture found : row.found()) {
        boolean sameName = found.lines().get(0).equals(row.query().lines().get(0));
        boolean sameColour = found.image().equals(row.query().image()); // one for each class
        assertEquals(sameName ? "right" : "wrong", found.kind());
        assertEquals(sameName, sameColour);
        frames.add(found.kind());
      }
    }
    assertEquals(Set.of("right", "wrong"), frames);
  }
}
