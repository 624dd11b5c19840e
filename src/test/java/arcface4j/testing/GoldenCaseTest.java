package arcface4j.testing;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tests that walk the cases must have some to walk. */
@Tag("golden")
class GoldenCaseTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "margin/",
        "resnet-small",
        "resnet18",
        "sgd/",
        "schedule/",
        "augment/automatic",
        "augment/images",
        "augment/magnitudes",
        "augment/operation",
        "augment/rectangles",
        "transforms/augment",
        "transforms/normalize",
        "metrics/report",
        "metrics/retrieval",
        "metrics/verification"
      })
  void thisRepositoryHasCasesOfEveryKind(String kind) {
    assumeTrue(
        System.getProperty("golden.dir", "").isEmpty(), "golden.dir may hold some kinds alone");
    assertFalse(cases(kind).isEmpty());
  }

  @Test
  void theChosenFolderHasCases() {
    assertFalse(cases("").isEmpty());
  }

  private static List<GoldenCase> cases(String prefix) {
    List<GoldenCase> cases = GoldenCase.under(prefix);
    return cases.isEmpty() ? GoldenCase.expectedUnder(prefix) : cases;
  }
}
