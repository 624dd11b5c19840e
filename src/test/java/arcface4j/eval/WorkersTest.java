package arcface4j.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkersTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 100})
  void eachBlockIsDoneOnce(int threads) {
    List<BitSet> done = Workers.run(threads, 53, BitSet::new, BitSet::set);
    BitSet all = new BitSet();
    int blocks = 0;
    for (BitSet part : done) {
      all.or(part);
      blocks += part.cardinality();
    }
    assertEquals(53, blocks);
    assertEquals(53, all.nextClearBit(0));
    assertTrue(done.size() <= threads);
  }

  @Test
  void aFailureInAThreadReachesTheCaller() {
    ArithmeticException e =
        assertThrows(
            ArithmeticException.class,
            () ->
                Workers.run(
                    2,
                    9,
                    Object::new,
                    (scratch, block) -> {
                      if (block == 5) {
                        throw new ArithmeticException("block 5");
                      }
                    }));
    assertEquals("block 5", e.getMessage());
  }
}
