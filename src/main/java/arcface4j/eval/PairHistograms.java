package arcface4j.eval;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Counts the cosines of all pairs in bins, so that 50 million pairs need no list.
 *
 * <p>Bins over [-1, 1]: 2^20 (1.9e-6 wide) for all pairs, {@link NarrowingBins} for the pairs of
 * each class's queries and of each of up to 100 random groups of queries, which make the ten folds
 * and the bootstrap samples. A threshold lies on the edge of a bin; pairs of one bin are tied, so
 * AUC is off by at most half the share of (same, different) couples that share a bin.
 *
 * <p>Where queries and references are the same images, each pair is met from both its ends with the
 * same score: groups count it once from each, the rest once.
 */
final class PairHistograms {

  static final int BINS = 1 << 20;

  private static final int COARSE_BINS = NarrowingBins.COUNT;
  private static final String COARSE = "bins of a thousandth of 1 - cosine";
  private static final int GROUPS = 100;
  private static final int MOST_CLASSES = 1024; // 185 MB of histograms

  private final Protocol protocol;
  private final EvaluationOptions options;
  private final int[] classes; // [C], ascending, of the queries
  private final int[] groups; // [Q]
  private final long[][] byClass; // [C, 2 * coarse]: different, same
  private final long[][] byGroup; // [groups, 2 * coarse]: different, same
  private final double[] coarseThresholds = NarrowingBins.thresholds();

  PairHistograms(Protocol protocol, EvaluationOptions options) {
    this.protocol = protocol;
    this.options = options;
    this.classes = protocol.queries().classes();
    int size = protocol.queries().size();
    this.groups = deal(size, Math.min(GROUPS, size), new Random(options.seed()));
    this.byClass = new long[classes.length > MOST_CLASSES ? 0 : classes.length][2 * COARSE_BINS];
    this.byGroup = new long[Math.min(GROUPS, size)][2 * COARSE_BINS];
  }

  /** Deals the queries into groups of equal size (give or take one), in random order. */
  static int[] deal(int size, int groups, Random random) {
    int[] dealt = new int[size];
    for (int i = 0; i < size; i++) {
      int j = random.nextInt(i + 1); // Fisher and Yates, inside out
      dealt[i] = dealt[j];
      dealt[j] = i % groups;
    }
    return dealt;
  }

  /** Counts for one thread. */
  final class Counter implements SimilarityRows.Visitor {
    private final long[] all = new long[2 * BINS]; // different, same
    private final int[] row = new int[2 * COARSE_BINS]; // of one query

    @Override
    public void visit(int query, float[] scores) {
      int label = protocol.queries().label(query);
      int[] labels = protocol.references().labels();
      int self = protocol.leavesSelfOut() ? query : -1;
      Arrays.fill(row, 0);
      for (int j = 0; j < scores.length; j++) {
        if (j != self) {
          int bin = ScoreHistogram.bin(scores[j], BINS);
          boolean same = labels[j] == label;
          all[same ? BINS + bin : bin]++;
          int coarse = NarrowingBins.of(bin);
          row[same ? COARSE_BINS + coarse : coarse]++;
        }
      }
      addTo(byGroup[groups[query]]);
      if (byClass.length > 0) {
        addTo(byClass[Arrays.binarySearch(classes, label)]);
      }
    }

    private void addTo(long[] counts) {
      synchronized (counts) {
        for (int b = 0; b < row.length; b++) {
          counts[b] += row[b];
        }
      }
    }
  }

  /** The measures, once every query was visited. */
  VerificationReport report(List<Counter> counters) {
    long[] all = all(counters);
    RocCurve roc =
        RocCurve.of(
            ScoreHistogram.ofCosines(
                Arrays.copyOfRange(all, BINS, 2 * BINS), Arrays.copyOf(all, BINS)));
    String protocolText = protocol.description() + ", all pairs in bins of 1.9e-6";
    boolean ofOneSet = protocol.leavesSelfOut();
    String drawnUnit = ofOneSet ? " groups of images" : " groups of queries, references kept";
    return new VerificationReport(
        roc,
        options.falseAcceptRates(),
        protocolText,
        folds(roc, protocol.description() + ", queries in 10 folds, " + COARSE),
        perClass(),
        new VerificationReport.Resampler(
            byGroup.length + drawnUnit + ", " + COARSE,
            drawn(ones()),
            random -> drawn(times(random)),
            ofOneSet ? 2 : 1));
  }

  private long[] all(List<Counter> counters) {
    long[] all = new long[2 * BINS];
    for (Counter counter : counters) {
      for (int b = 0; b < all.length; b++) {
        all[b] += counter.all[b];
      }
    }
    for (int b = 0; protocol.leavesSelfOut() && b < all.length; b++) {
      all[b] /= 2; // met from both ends
    }
    return all;
  }

  private ScoreHistogram histogram(long[] coarse) {
    return new ScoreHistogram(
        coarseThresholds,
        Arrays.copyOfRange(coarse, COARSE_BINS, 2 * COARSE_BINS),
        Arrays.copyOf(coarse, COARSE_BINS));
  }

  private List<Measure> folds(RocCurve roc, String text) {
    long pairs = roc.same() + roc.different();
    if (roc.same() == 0 || roc.different() == 0) {
      return VerificationReport.noFolds(pairs, text, RocMeasures.missing(roc));
    }
    if (byGroup.length < FoldAccuracy.FOLDS) {
      return VerificationReport.noFolds(
          pairs, text, byGroup.length + " queries do not fill 10 folds");
    }
    ScoreHistogram[] folds = new ScoreHistogram[FoldAccuracy.FOLDS];
    for (int fold = 0; fold < folds.length; fold++) {
      long[] sum = new long[2 * COARSE_BINS];
      for (int group = fold; group < byGroup.length; group += folds.length) {
        add(sum, byGroup[group], 1);
      }
      folds[fold] = histogram(sum);
    }
    FoldAccuracy accuracy =
        FoldAccuracy.of(
            folds[0].thresholds(),
            Arrays.stream(folds).map(ScoreHistogram::same).toArray(long[][]::new),
            Arrays.stream(folds).map(ScoreHistogram::different).toArray(long[][]::new),
            ThresholdRule.LARGEST_SCORE);
    return VerificationReport.folds(accuracy, pairs, text);
  }

  private static void add(long[] sum, long[] counts, int times) {
    for (int b = 0; b < sum.length; b++) {
      sum[b] += times * counts[b];
    }
  }

  private SortedMap<Integer, List<Measure>> perClass() {
    SortedMap<Integer, List<Measure>> measures = new TreeMap<>();
    String text = protocol.description() + ", queries of one class, " + COARSE;
    for (int c = 0; c < byClass.length; c++) {
      RocCurve roc = RocCurve.of(histogram(onceEach(byClass[c])));
      measures.put(classes[c], RocMeasures.of(roc, options.falseAcceptRates(), text));
    }
    return measures;
  }

  /** A pair of one class is met from both ends where queries are references, others from one. */
  private long[] onceEach(long[] counts) {
    long[] once = counts.clone();
    for (int b = COARSE_BINS; protocol.leavesSelfOut() && b < once.length; b++) {
      once[b] /= 2;
    }
    return once;
  }

  private int[] ones() {
    int[] ones = new int[byGroup.length];
    Arrays.fill(ones, 1);
    return ones;
  }

  /** How often each group is drawn. */
  private int[] times(Random random) {
    int[] times = new int[byGroup.length];
    for (int i = 0; i < times.length; i++) {
      times[random.nextInt(times.length)]++;
    }
    return times;
  }

  private ScoreHistogram drawn(int[] times) {
    long[] sum = new long[2 * COARSE_BINS];
    for (int group = 0; group < times.length; group++) {
      if (times[group] > 0) {
        add(sum, byGroup[group], times[group]);
      }
    }
    return histogram(sum);
  }
}
