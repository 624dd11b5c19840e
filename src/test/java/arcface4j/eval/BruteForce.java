package arcface4j.eval;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** The definitions written out the slow and obvious way: whole rankings, whole lists of pairs. */
final class BruteForce {

  private BruteForce() {}

  /** A reference as one query sees it. */
  record Seen(float score, int label, int index) {}

  /** Scores and marks of a list of pairs. */
  record Pairs(double[] scores, boolean[] same) {
    private static Pairs of(List<Double> scores, List<Boolean> same) {
      boolean[] marks = new boolean[same.size()];
      for (int i = 0; i < marks.length; i++) {
        marks[i] = same.get(i);
      }
      return new Pairs(scores.stream().mapToDouble(s -> s).toArray(), marks);
    }

    ScoredPairs scored() {
      return ScoredPairs.of(scores, same);
    }

    RocCurve roc() {
      return scored().roc();
    }
  }

  /** One cosine, added up in the order that the class comment of Panels promises. */
  static float cosine(EmbeddingSet a, int i, EmbeddingSet b, int j) {
    float sum = 0;
    for (int d = 0; d < a.width(); d += 4) {
      sum +=
          (product(a, i, b, j, d) + product(a, i, b, j, d + 1))
              + (product(a, i, b, j, d + 2) + product(a, i, b, j, d + 3));
    }
    return sum;
  }

  private static float product(EmbeddingSet a, int i, EmbeddingSet b, int j, int d) {
    int width = a.width();
    return d < width ? a.values()[i * width + d] * b.values()[j * width + d] : 0;
  }

  /** The references of one query without itself, in no order. */
  static List<Seen> seen(Protocol protocol, int query) {
    List<Seen> seen = new ArrayList<>();
    for (int j = 0; j < protocol.references().size(); j++) {
      if (!protocol.leavesSelfOut() || j != query) {
        float score = cosine(protocol.queries(), query, protocol.references(), j);
        seen.add(new Seen(score, protocol.references().label(j), j));
      }
    }
    return seen;
  }

  /** Recall@K, R-precision, MAP@R, MAP and MRR of one query; null for a lone one. */
  static Map<String, Double> ranked(Protocol protocol, int query, List<Integer> recallAt) {
    int label = protocol.queries().label(query);
    List<Seen> ranking = seen(protocol, query);
    ranking.sort(
        Comparator.<Seen>comparingDouble(s -> -s.score()).thenComparing(s -> s.label() == label));
    int relevant = (int) ranking.stream().filter(s -> s.label() == label).count();
    if (relevant == 0) {
      return null;
    }
    Map<String, Double> values = new LinkedHashMap<>();
    for (int k : recallAt) {
      values.put("Recall@" + k, hits(ranking, label, k) > 0 ? 1.0 : 0.0);
    }
    values.put("R-precision", hits(ranking, label, relevant) / (double) relevant);
    values.put("MAP@R", precisions(ranking, label, relevant) / relevant);
    values.put("MAP", precisions(ranking, label, ranking.size()) / relevant);
    int first = 1;
    while (hits(ranking, label, first) == 0) {
      first++;
    }
    values.put("MRR", 1.0 / first);
    return values;
  }

  private static int hits(List<Seen> ranking, int label, int k) {
    return (int) ranking.stream().limit(k).filter(s -> s.label() == label).count();
  }

  private static double precisions(List<Seen> ranking, int label, int depth) {
    double sum = 0;
    for (int i = 1; i <= depth; i++) {
      if (ranking.get(i - 1).label() == label) {
        sum += hits(ranking, label, i) / (double) i;
      }
    }
    return sum;
  }

  /** The vote of the k nearest. */
  static int vote(Protocol protocol, int query, int k, VoteTie tie) {
    List<Seen> nearest = seen(protocol, query);
    nearest.sort(Comparator.<Seen>comparingDouble(s -> -s.score()).thenComparing(Seen::label));
    nearest = nearest.subList(0, k);
    Map<Integer, Integer> votes = new HashMap<>();
    nearest.forEach(s -> votes.merge(s.label(), 1, Integer::sum));
    int most = Collections.max(votes.values());
    if (tie == VoteTie.SMALLEST_LABEL) {
      return votes.keySet().stream().filter(l -> votes.get(l) == most).min(Integer::compare).get();
    }
    return nearest.stream().filter(s -> votes.get(s.label()) == most).findFirst().get().label();
  }

  /** The label of the nearest centre of all references but the query; null if there is none. */
  static Integer nearestCentre(Protocol protocol, int query) {
    Integer best = null;
    double bestCosine = Double.NEGATIVE_INFINITY;
    for (int label : protocol.references().classes()) {
      double cosine = centreCosine(protocol, query, label);
      if (cosine > bestCosine) {
        best = label;
        bestCosine = cosine;
      }
    }
    return best;
  }

  private static double centreCosine(Protocol protocol, int query, int label) {
    int width = protocol.queries().width();
    double[] sum = new double[width];
    for (Seen s : seen(protocol, query)) {
      for (int d = 0; s.label() == label && d < width; d++) {
        sum[d] += protocol.references().values()[s.index() * width + d];
      }
    }
    double dot = 0;
    for (int d = 0; d < width; d++) {
      dot += sum[d] * protocol.queries().values()[query * width + d];
    }
    return dot / Math.sqrt(Arrays.stream(sum).map(v -> v * v).sum());
  }

  /** The same pairs with each score rounded down to a multiple of 2^-19, the width of a bin. */
  static Pairs binned(Pairs pairs) {
    double[] rounded =
        Arrays.stream(pairs.scores())
            .map(score -> Math.min(Math.floor((score + 1) * 524288), 1048575) / 524288 - 1)
            .map(score -> Math.max(score, -1))
            .toArray();
    return new Pairs(rounded, pairs.same());
  }

  /** Every pair once: i before j where the images are compared with each other. */
  static Pairs pairs(Protocol protocol) {
    List<Double> scores = new ArrayList<>();
    List<Boolean> same = new ArrayList<>();
    for (int i = 0; i < protocol.queries().size(); i++) {
      for (Seen s : seen(protocol, i)) {
        if (!protocol.leavesSelfOut() || s.index() > i) {
          scores.add((double) s.score());
          same.add(s.label() == protocol.queries().label(i));
        }
      }
    }
    return Pairs.of(scores, same);
  }

  /** The {@link #pairs} of one set's images, each as often as its two images are drawn. */
  static Pairs drawn(Pairs pairs, int images, Random random) {
    int[] times = new int[images];
    random.ints(images, 0, images).forEach(image -> times[image]++);
    List<Double> scores = new ArrayList<>();
    List<Boolean> same = new ArrayList<>();
    int pair = 0;
    for (int i = 0; i < images; i++) {
      for (int j = i + 1; j < images; j++, pair++) {
        scores.addAll(Collections.nCopies(times[i] * times[j], pairs.scores()[pair]));
        same.addAll(Collections.nCopies(times[i] * times[j], pairs.same()[pair]));
      }
    }
    return Pairs.of(scores, same);
  }

  /** What these queries meet, in their order, each score as the lowest of its narrowing bin. */
  static Pairs coarsePairs(Protocol protocol, int[] queries) {
    List<Double> scores = new ArrayList<>();
    List<Boolean> same = new ArrayList<>();
    for (int query : queries) {
      for (Seen seen : seen(protocol, query)) {
        scores.add(lowestOfBin(seen.score()));
        same.add(seen.label() == protocol.queries().label(query));
      }
    }
    return Pairs.of(scores, same);
  }

  /** Steps of 2^-19 from 1 down, of which eleven binary digits are kept. */
  private static double lowestOfBin(double score) {
    double steps = 1048575 - Math.max(0, Math.min(Math.floor((score + 1) * 524288), 1048575));
    double width = 1;
    while (steps >= 2048 * width) {
      width *= 2;
    }
    double furthest = Math.floor(steps / width) * width + width - 1;
    return (1048575 - furthest) / 524288 - 1;
  }

  /** The share of (same, different) couples in which the same pair scores higher; ties one half. */
  static double area(double[] scores, boolean[] same) {
    double wins = 0;
    double couples = 0;
    for (int i = 0; i < scores.length; i++) {
      for (int j = 0; j < scores.length; j++) {
        if (same[i] && !same[j]) {
          wins += scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0;
          couples++;
        }
      }
    }
    return wins / couples;
  }

  /** The largest TAR of any threshold whose FAR does not exceed the target, tried one by one. */
  static double trueAcceptRateAt(double[] scores, boolean[] same, double target) {
    double best = 0;
    for (double threshold : scores) {
      if (rate(scores, same, false, threshold) <= target) {
        best = Math.max(best, rate(scores, same, true, threshold));
      }
    }
    return best;
  }

  /** Share of the pairs of one kind that are accepted. */
  static double rate(double[] scores, boolean[] same, boolean kind, double threshold) {
    double all = 0;
    double accepted = 0;
    for (int i = 0; i < scores.length; i++) {
      if (same[i] == kind) {
        all++;
        accepted += scores[i] >= threshold ? 1 : 0;
      }
    }
    return accepted / all;
  }
}
