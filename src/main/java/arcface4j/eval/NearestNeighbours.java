package arcface4j.eval;

/**
 * The K nearest references of one query, nearest first, each by an id: its label where neighbours
 * vote, its row's number where they are searched for. Of equal scores the smaller id comes first,
 * so that the order of the references does not matter. Scratch memory of one thread.
 */
final class NearestNeighbours {

  private final float[] nearest; // [K], falling
  private final int[] ids; // [K]
  private int count;

  NearestNeighbours(int capacity) {
    this.nearest = new float[capacity];
    this.ids = new int[capacity];
  }

  /** Finds the nearest among [G] references, leaving out {@code self} unless it is -1. */
  void find(float[] scores, int[] referenceIds, int self) {
    count = 0;
    add(scores, referenceIds, self);
  }

  /** Goes on with [G] further references. */
  void add(float[] scores, int[] referenceIds, int self) {
    float worst = count < nearest.length ? Float.NEGATIVE_INFINITY : nearest[count - 1];
    for (int j = 0; j < scores.length; j++) {
      if (scores[j] >= worst && j != self) {
        insert(scores[j], referenceIds[j]);
        worst = count < nearest.length ? Float.NEGATIVE_INFINITY : nearest[count - 1];
      }
    }
  }

  private void insert(float score, int id) {
    int i = count;
    while (i > 0 && comesBefore(score, id, i - 1)) {
      i--;
    }
    if (i == nearest.length) {
      return;
    }
    count = Math.min(count + 1, nearest.length);
    System.arraycopy(nearest, i, nearest, i + 1, count - 1 - i);
    System.arraycopy(ids, i, ids, i + 1, count - 1 - i);
    nearest[i] = score;
    ids[i] = id;
  }

  private boolean comesBefore(float score, int id, int i) {
    return score > nearest[i] || (score == nearest[i] && id < ids[i]);
  }

  /** How many were found, K at most. */
  int count() {
    return count;
  }

  /** The i-th nearest reference's id. */
  int id(int i) {
    return ids[i];
  }

  /** The i-th nearest reference's score. */
  float score(int i) {
    return nearest[i];
  }

  /** The label with most votes among the first {@code k}, one vote each; the ids are labels. */
  int vote(int k, VoteTie tie) {
    int winner = ids[0];
    int most = votes(k, winner);
    for (int i = 1; i < k; i++) {
      int votes = votes(k, ids[i]);
      boolean winsTie = tie == VoteTie.SMALLEST_LABEL && ids[i] < winner;
      if (votes > most || (votes == most && winsTie)) {
        winner = ids[i];
        most = votes;
      }
    }
    return winner;
  }

  private int votes(int k, int label) {
    int votes = 0;
    for (int i = 0; i < k; i++) {
      votes += ids[i] == label ? 1 : 0;
    }
    return votes;
  }
}
