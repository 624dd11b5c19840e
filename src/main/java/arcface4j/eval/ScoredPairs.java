package arcface4j.eval;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** A list of pairs with their scores; everything is computed exactly. */
public final class ScoredPairs {

  private static final int GRID = 400; // distances 0 to 3.99 in steps of 0.01

  private final double[] scores; // [n], in the given order
  private final boolean[] same; // [n]
  private final double[] distinct; // [B], falling
  private final int[] bins; // [n]: place of each score in distinct

  private ScoredPairs(double[] scores, boolean[] same) {
    this.scores = scores;
    this.same = same;
    double[] rising = Arrays.stream(scores).map(score -> score + 0.0).sorted().distinct().toArray();
    this.distinct = new double[rising.length];
    for (int i = 0; i < rising.length; i++) {
      distinct[i] = rising[rising.length - 1 - i];
    }
    this.bins =
        Arrays.stream(scores)
            .mapToInt(score -> rising.length - 1 - Arrays.binarySearch(rising, score + 0.0))
            .toArray();
  }

  /**
   * Pairs in the order of their folds.
   *
   * @param scores [n], larger is more alike; the cosine for the distance grid
   * @param same [n], whether both images are of one class
   * @throws IllegalArgumentException if the lengths differ, there are no pairs, or a score is not
   *     finite
   */
  public static ScoredPairs of(double[] scores, boolean[] same) {
    if (scores.length != same.length) {
      throw new IllegalArgumentException(
          scores.length
              + " scores and "
              + same.length
              + " same/different marks; one each is needed");
    }
    if (scores.length == 0) {
      throw new IllegalArgumentException("0 pairs; at least one is needed");
    }
    for (int i = 0; i < scores.length; i++) {
      if (!Double.isFinite(scores[i])) {
        throw new IllegalArgumentException(
            "the score of pair " + i + " (counted from 0) is " + scores[i]);
      }
    }
    return new ScoredPairs(scores.clone(), same.clone());
  }

  /** Number of pairs. */
  public int size() {
    return scores.length;
  }

  public RocCurve roc() {
    return RocCurve.of(histogram(IntStream.range(0, size()).toArray()));
  }

  private ScoreHistogram histogram(int[] pairs) {
    long[] sameCounts = new long[distinct.length];
    long[] differentCounts = new long[distinct.length];
    for (int pair : pairs) {
      (same[pair] ? sameCounts : differentCounts)[bins[pair]]++;
    }
    return new ScoreHistogram(distinct, sameCounts, differentCounts);
  }

  /**
   * Accuracy of ten folds: the pairs in their order, in ten equal parts (the first n mod 10 parts
   * have one more), as {@code KFold(10, shuffle=False)}.
   *
   * @throws IllegalArgumentException if there are fewer than ten pairs
   */
  public FoldAccuracy folds(ThresholdRule rule) {
    if (size() < FoldAccuracy.FOLDS) {
      throw new IllegalArgumentException(size() + " pairs do not fill 10 folds");
    }
    boolean grid = rule == ThresholdRule.DISTANCE_GRID;
    int counted = grid ? GRID + 1 : distinct.length; // the last one: too far for the whole grid
    long[][] sameCounts = new long[FoldAccuracy.FOLDS][counted];
    long[][] differentCounts = new long[FoldAccuracy.FOLDS][counted];
    for (int i = 0; i < size(); i++) {
      int bin = grid ? gridBin(scores[i]) : bins[i];
      (same[i] ? sameCounts : differentCounts)[fold(i)][bin]++;
    }
    return FoldAccuracy.of(grid ? gridDistances() : distinct, sameCounts, differentCounts, rule);
  }

  /** The first step of the grid that accepts the score, or 400. */
  private static int gridBin(double score) {
    double distance = 2 - 2 * score;
    int step = (int) Math.max(0, Math.min(GRID, distance / 0.01 - 1));
    while (step < GRID && step * 0.01 <= distance) {
      step++;
    }
    return step;
  }

  private int fold(int pair) {
    int small = size() / FoldAccuracy.FOLDS;
    int larger = size() % FoldAccuracy.FOLDS;
    int inLarger = larger * (small + 1);
    return pair < inLarger ? pair / (small + 1) : larger + (pair - inLarger) / small;
  }

  private static double[] gridDistances() {
    return IntStream.range(0, GRID).mapToDouble(step -> step * 0.01).toArray();
  }

  /** The best accuracy of one threshold chosen on these very pairs: an oracle, biased high. */
  public Oracle oracle() {
    RocCurve roc = roc();
    int best = -1;
    for (int bin : bins) {
      best = best < 0 || roc.accuracy(bin + 1) > roc.accuracy(best + 1) ? bin : best;
    }
    return new Oracle(roc.accuracy(best + 1), distinct[best]);
  }

  /**
   * A threshold fitted on the tested pairs.
   *
   * @param accuracy share of pairs decided rightly
   * @param threshold of equally good scores the one that comes first in the list
   */
  public record Oracle(double accuracy, double threshold) {}

  /** AUC, EER, TAR at each target and the ten folds. */
  public VerificationReport report(List<Double> falseAcceptRates) {
    String protocol = "a list of scored pairs";
    RocCurve roc = roc();
    return new VerificationReport(
        roc, falseAcceptRates, protocol, folds(roc, protocol), new TreeMap<>(), resampler());
  }

  private List<Measure> folds(RocCurve roc, String protocol) {
    boolean tooFew = size() < FoldAccuracy.FOLDS;
    String reason = tooFew ? size() + " pairs do not fill 10 folds" : RocMeasures.missing(roc);
    return reason.isEmpty()
        ? VerificationReport.folds(folds(ThresholdRule.LARGEST_SCORE), size(), protocol)
        : VerificationReport.noFolds(size(), protocol, reason);
  }

  private VerificationReport.Resampler resampler() {
    int[] samePairs = IntStream.range(0, size()).filter(i -> same[i]).toArray();
    int[] differentPairs = IntStream.range(0, size()).filter(i -> !same[i]).toArray();
    return new VerificationReport.Resampler(
        "same and different pairs, each among themselves",
        histogram(IntStream.range(0, size()).toArray()),
        random ->
            histogram(
                IntStream.concat(draw(samePairs, random), draw(differentPairs, random)).toArray()),
        1);
  }

  private static IntStream draw(int[] pairs, Random random) {
    return IntStream.range(0, pairs.length).map(i -> pairs[random.nextInt(pairs.length)]);
  }
}
