package arcface4j.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConditionGroupTest {

  @Test
  void objectsAtTheTopAreGroupsAndDeeperOnesAreNamedByTheirPath() throws IOException {
    String json =
        "{\"seed\":1,\"end\":null,\"options\":{\"lr\":0.1,\"data\":{\"source\":{\"classes\":\"\","
            + "\"flip\":true}}},\"std\":[0.5,2],\"earlier\":[],\"stages\":[{\"blocks\":2}]}";
    List<ConditionGroup> groups = ConditionGroup.of("run", new ObjectMapper().readTree(json));
    assertEquals(2, groups.size());
    assertEquals("run", groups.get(0).name());
    assertEquals(
        List.of(
            Map.entry("seed", "1"),
            Map.entry("std", "0.5, 2"),
            Map.entry("stages", "{\"blocks\":2}")),
        groups.get(0).entries());
    assertEquals("run: options", groups.get(1).name());
    assertEquals(
        List.of(Map.entry("lr", "0.1"), Map.entry("data.source.flip", "true")),
        groups.get(1).entries());
  }
}
