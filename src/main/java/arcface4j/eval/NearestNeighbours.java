package arcface4j.eval;

/**
 * The labels of the K nearest references of one query, nearest first; of equal scores the smaller
 * label comes first, so that the order of the references does not matter. Scratch memory of one
 * thread.
 */
final class NearestNeighbours {

  private final float[] nearest; // [K], falling
  private final int[] neighbours; // [K] labels
  private int count;

  NearestNeighbours(int capacity) {
    this.nearest = new float[capacity];
    this.neighbours = new int[capacity];
  }

  /** Finds the nearest among [G] references, leaving out {@code self} unless it is -1. */
  void find(float[] scores, int[] labels, int self) {
    count = 0;
    add(scores, labels, self);
  }

  /** Goes on with [G] further references. */
  void add(float[] scores, int[] labels, int self) {
    float worst = count < nearest.length ? Float.NEGATIVE_INFINITY : nearest[count - 1];
    for (int j = 0; j < scores.length; j++) {
      if (scores[j] >= worst && j != self) {
        insert(scores[j], labels[j]);
        worst = count < nearest.length ? Float.NEGATIVE_INFINITY : nearest[count - 1];
      }
    }
  }

  private void insert(float score, int label) {
    int i = count;
    while (i > 0 && comesBefore(score, label, i - 1)) {
      i--;
    }
    if (i == nearest.length) {
      return;
    }
    count = Math.min(count + 1, nearest.length);
    System.arraycopy(nearest, i, nearest, i + 1, count - 1 - i);
    System.arraycopy(neighbours, i, neighbours, i + 1, count - 1 - i);
    nearest[i] = score;
    neighbours[i] = label;
  }

  private boolean comesBefore(float score, int label, int i) {
    return score > nearest[i] || (score == nearest[i] && label < neighbours[i]);
  }

  /** How many were found, K at most. */
  int count() {
    return count;
  }

  /** The i-th nearest reference's label. */
  int label(int i) {
    return neighbours[i];
  }

  /** The i-th nearest reference's score. */
  float score(int i) {
    return nearest[i];
  }

  /** The label with most votes among the first {@code k}, one vote each. */
  int vote(int k, VoteTie tie) {
    int winner = neighbours[0];
    int most = votes(k, winner);
    for (int i = 1; i < k; i++) {
      int votes = votes(k, neighbours[i]);
      boolean winsTie = tie == VoteTie.SMALLEST_LABEL && neighbours[i] < winner;
      if (votes > most || (votes == most && winsTie)) {
        winner = neighbours[i];
        most = votes;
      }
    }
    return winner;
  }

  private int votes(int k, int label) {
    int votes = 0;
    for (int i = 0; i < k; i++) {
      votes += neighbours[i] == label ? 1 : 0;
    }
    return votes;
  }
}
