package arcface4j.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LabelMapTest {

  @Test
  void labelIsThePlaceOfTheName() {
    LabelMap map = new LabelMap(List.of("cat", "dog"));
    assertEquals(2, map.size());
    assertEquals(1, map.indexOf("dog"));
    assertEquals(-1, map.indexOf("cow"));
  }

  @Test
  void laterChangesOfTheListDoNotCount() {
    List<String> names = new ArrayList<>(List.of("cat"));
    LabelMap map = new LabelMap(names);
    names.add("dog");
    assertEquals(1, map.size());
  }

  @Test
  void blankAndRepeatedNamesAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> new LabelMap(List.of("cat", " ")));
    IllegalArgumentException twice =
        assertThrows(
            IllegalArgumentException.class, () -> new LabelMap(List.of("cat", "dog", "cat")));
    assertTrue(twice.getMessage().contains("'cat' stands twice"), twice.getMessage());
  }

  @Test
  void aMessageShowsFiveClassesAndACount() {
    LabelMap five = new LabelMap(List.of("a", "b", "c", "d", "e"));
    assertEquals("[a, b, c, d, e]", five.describe());
    LabelMap six = new LabelMap(List.of("a", "b", "c", "d", "e", "f"));
    assertEquals("[a, b, c, d, e, ... 6 in all]", six.describe());
  }
}
