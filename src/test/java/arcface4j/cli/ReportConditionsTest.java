package arcface4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class ReportConditionsTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void aPageSaysWhatAFolderIsCalledAndNotWhereItLies() throws IOException {
    String tree =
        """
        {"source": {"directory": "../of a friend/faces/", "classes": "a/b", "seed": 1},
         "files": ["/home/me/x.csv", "C:\\\\me\\\\y.csv", "\\\\\\\\box\\\\z", "z.csv"], "none": null}
        """;
    String shown =
        """
        {"source": {"directory": "faces", "classes": "a/b", "seed": 1},
         "files": ["x.csv", "y.csv", "z", "z.csv"], "none": null}
        """;
    assertEquals(JSON.readTree(shown), ReportConditions.withoutPlaces(JSON.readTree(tree)));
  }
}
