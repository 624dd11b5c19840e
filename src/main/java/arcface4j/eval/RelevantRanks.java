package arcface4j.eval;

import java.util.Arrays;

/**
 * The ranks of one query's relevant references (those with its label) among all references, without
 * sorting the others: they are only counted. Scratch memory of one thread.
 *
 * <p>Order: by falling score; of equal scores the references with another label come first, so that
 * a tie never helps, and the order of the references does not matter.
 */
final class RelevantRanks {

  private static final int BUCKETS_PER_RELEVANT = 4;

  private float[] relevant = new float[16]; // [R_q], ascending
  private int[] beatenBy =
      new int[17]; // [R_q + 1]: others that beat exactly this many relevant ones
  private int[] start = new int[65]; // [buckets + 1]: relevant scores in lower buckets
  private int[] ranks = new int[16]; // [R_q], counted from 1, ascending
  private int count; // R_q
  private float lowest;
  private float highest;
  private float bucketsPerUnit;
  private int buckets;

  /**
   * Ranks the references that have the query's label.
   *
   * @param scores [G]
   * @param labels [G]
   * @param self index of the query among the references, or -1
   */
  void rank(float[] scores, int[] labels, int label, int self) {
    collect(scores, labels, label, self);
    if (count > 0) {
      fillBuckets();
      countOthers(scores, labels, label);
      toRanks();
    }
  }

  /** R_q. */
  int count() {
    return count;
  }

  /** Rank of the i-th relevant reference, both counted: rank from 1, i from 0, nearest first. */
  int rank(int i) {
    return ranks[i];
  }

  private void collect(float[] scores, int[] labels, int label, int self) {
    count = 0;
    for (int j = 0; j < scores.length; j++) {
      if (labels[j] == label && j != self) {
        if (count == relevant.length) {
          relevant = Arrays.copyOf(relevant, 2 * count);
        }
        relevant[count++] = scores[j];
      }
    }
    Arrays.sort(relevant, 0, count);
  }

  private void fillBuckets() {
    lowest = relevant[0];
    highest = relevant[count - 1];
    buckets = BUCKETS_PER_RELEVANT * count;
    bucketsPerUnit = buckets / (highest - lowest);
    if (start.length <= buckets) {
      start = new int[2 * buckets];
    }
    Arrays.fill(start, 0, buckets + 1, 0);
    for (int i = 0; i < count; i++) {
      start[bucket(relevant[i]) + 1]++;
    }
    for (int b = 0; b < buckets; b++) {
      start[b + 1] += start[b];
    }
  }

  // Never falls as the score rises, rounding included, so lower buckets hold lower scores only.
  private int bucket(float score) {
    return Math.min((int) ((score - lowest) * bucketsPerUnit), buckets - 1);
  }

  private void countOthers(float[] scores, int[] labels, int label) {
    if (beatenBy.length <= count) {
      beatenBy = new int[2 * count];
    }
    Arrays.fill(beatenBy, 0, count + 1, 0);
    for (int j = 0; j < scores.length; j++) {
      if (scores[j] >= lowest && labels[j] != label) {
        beatenBy[atMost(scores[j])]++;
      }
    }
  }

  /** How many relevant scores are at most this one. */
  private int atMost(float score) {
    if (score >= highest) {
      return count;
    }
    int i = start[bucket(score)];
    while (relevant[i] <= score) {
      i++;
    }
    return i;
  }

  private void toRanks() {
    if (ranks.length < count) {
      ranks = new int[2 * count];
    }
    int beaten = 0;
    for (int i = 0; i < count; i++) {
      beaten += beatenBy[count - i];
      ranks[i] = i + 1 + beaten;
    }
  }
}
