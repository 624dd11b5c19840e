package arcface4j.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import arcface4j.engine.ArenaPlan.Need;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ArenaPlanTest {

  @Test
  void valuesThatLiveTogetherNeverOverlap() {
    Random random = new Random(7);
    for (int round = 0; round < 200; round++) {
      List<Need> needs = randomNeeds(random, 1 + random.nextInt(60));
      ArenaPlan plan = new ArenaPlan(needs);
      for (int a = 0; a < needs.size(); a++) {
        assertEquals(0, plan.offset(a) % Arena.ALIGNMENT);
        assertTrue(plan.offset(a) + needs.get(a).bytes() <= plan.bytes());
        for (int b = 0; b < a; b++) {
          assertTrue(!needs.get(a).meets(needs.get(b)) || areApart(plan, needs, a, b));
        }
      }
    }
  }

  private static List<Need> randomNeeds(Random random, int count) {
    List<Need> needs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int first = random.nextInt(30);
      needs.add(new Need(random.nextInt(5000), first, first + random.nextInt(10)));
    }
    return needs;
  }

  private static boolean areApart(ArenaPlan plan, List<Need> needs, int a, int b) {
    return plan.offset(a) + needs.get(a).bytes() <= plan.offset(b)
        || plan.offset(b) + needs.get(b).bytes() <= plan.offset(a);
  }

  @Test
  void valuesThatFollowEachOtherShareMemory() {
    ArenaPlan plan =
        new ArenaPlan(List.of(new Need(640, 0, 1), new Need(640, 2, 3), new Need(320, 4, 9)));
    assertEquals(640, plan.bytes());
  }

  @Test
  void aValueReadWhileTheNextIsWrittenKeepsItsPlace() {
    ArenaPlan plan = new ArenaPlan(List.of(new Need(64, 0, 1), new Need(64, 1, 2)));
    assertEquals(128, plan.bytes());
  }
}
