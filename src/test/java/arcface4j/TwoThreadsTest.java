package arcface4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import arcface4j.testing.ChildJvm;
import java.io.PrintWriter;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/**
 * What could differ where the kernels run on two threads, in a JVM that has them: races in oneDNN,
 * and whether a seed makes a training repeatable. The other tests run on one.
 */
@Tag("slow")
class TwoThreadsTest {

  /** Passive: threads that wait in busy loops would need both cores for themselves. */
  private static final Map<String, String> THREADS =
      Map.of("OMP_NUM_THREADS", "2", "OMP_WAIT_POLICY", "PASSIVE");

  /** Runs the tests and prints how many passed. */
  static final class Child {
    public static void main(String[] arguments) {
      LauncherDiscoveryRequest tests =
          LauncherDiscoveryRequestBuilder.request()
              .selectors(
                  selectClass("arcface4j.engine.StridedWeightGradientTest"),
                  selectClass("arcface4j.engine.RandomNetworkTest"),
                  selectMethod(
                      "arcface4j.train.TrainerTest"
                          + "#theSameSeedGivesTheSameBytesAndAnotherSeedOthers"),
                  selectMethod("arcface4j.train.TrainerTest#aRunCanBeStoppedAtEveryStep"))
              .build();
      SummaryGeneratingListener listener = new SummaryGeneratingListener();
      LauncherFactory.create().execute(tests, listener);
      TestExecutionSummary summary = listener.getSummary();
      summary.printFailuresTo(new PrintWriter(System.err, true));
      System.out.printf(
          "%nthreads %s, passed %d of %d%n",
          System.getenv("OMP_NUM_THREADS"),
          summary.getTestsSucceededCount(),
          summary.getTestsFoundCount());
    }
  }

  @Test
  void engineAndTrainingPassOnTwoThreads() throws Exception {
    try (ChildJvm child = ChildJvm.start(THREADS, Child.class)) {
      String last = child.remaining().stream().reduce("", (before, line) -> line);
      assertEquals("threads 2, passed 4 of 4", last, child.errors());
    }
  }
}
