package arcface4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import arcface4j.testing.ChildJvm;
import java.io.PrintWriter;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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

  /** Two classes and two methods, so there are as many tests at least. */
  private static final int SELECTED = 4;

  private static final Pattern TOLD =
      Pattern.compile("threads 2, failed 0, succeeded (?<succeeded>\\d+), found (?<found>\\d+)");

  /** Runs the tests and prints how many failed, succeeded and were found. */
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
          "%nthreads %s, failed %d, succeeded %d, found %d%n",
          System.getenv("OMP_NUM_THREADS"),
          summary.getTotalFailureCount(),
          summary.getTestsSucceededCount(),
          summary.getTestsFoundCount());
    }
  }

  @Test
  void engineAndTrainingPassOnTwoThreads() throws Exception {
    try (ChildJvm child = ChildJvm.start(THREADS, Child.class)) {
      String last = child.remaining().stream().reduce("", (before, line) -> line);
      Matcher told = TOLD.matcher(last);
      assertTrue(told.matches(), last + "; " + child.errors());
      assertEquals(told.group("found"), told.group("succeeded"), child.errors());
      assertTrue(Integer.parseInt(told.group("found")) >= SELECTED, last);
    }
  }
}
