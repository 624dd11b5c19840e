package arcface4j.app.inspect;

import arcface4j.data.Split;
import arcface4j.io.FileName;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/**
 * The classes of a place by name.
 *
 * @param classes sorted by name
 * @param unlabelled images of no class, by split; those in no split are not among them
 * @param unlabelledUnsplit images of no class in no split
 */
public record ClassFindings(
    List<ClassCount> classes, Map<Split, Integer> unlabelled, int unlabelledUnsplit) {

  static ClassFindings of(List<Member> members) {
    SortedMap<String, List<Integer>> counts = new TreeMap<>(); // by name: each split, then none
    for (Member member : members) {
      List<Integer> count =
          counts.computeIfAbsent(
              member.file().label(), name -> new ArrayList<>(List.of(0, 0, 0, 0)));
      int part = member.split().map(Split::ordinal).orElse(Split.values().length);
      count.set(part, count.get(part) + 1);
    }
    List<Integer> none = counts.getOrDefault("", List.of(0, 0, 0, 0));
    counts.remove("");
    List<ClassCount> classes = new ArrayList<>();
    counts.forEach(
        (name, count) ->
            classes.add(new ClassCount(name, bySplit(count), count.get(Split.values().length))));
    return new ClassFindings(classes, bySplit(none), none.get(Split.values().length));
  }

  private static Map<Split, Integer> bySplit(List<Integer> counts) {
    Map<Split, Integer> bySplit = new EnumMap<>(Split.class);
    for (Split split : Split.values()) {
      if (counts.get(split.ordinal()) > 0) {
        bySplit.put(split, counts.get(split.ordinal()));
      }
    }
    return bySplit;
  }

  /** Whether the place says which images are for what. */
  public boolean hasSplits() {
    return !unlabelled.isEmpty() || classes.stream().anyMatch(each -> !each.bySplit().isEmpty());
  }

  /** Counts of the classes that a split has. */
  public CountSummary in(Split split) {
    return summary(count -> count.in(split));
  }

  /** Counts of the classes that have images in no split. */
  public CountSummary inNoSplit() {
    return summary(ClassCount::unsplit);
  }

  private CountSummary summary(ToIntFunction<ClassCount> count) {
    return CountSummary.of(classes.stream().mapToInt(count).filter(each -> each > 0).toArray());
  }

  /** Counts of what is learned from: the training images, or all where none are named so. */
  public CountSummary training() {
    return summary(this::trainingImages);
  }

  /** Of a place without splits all images are, since it is divided within each class. */
  private int trainingImages(ClassCount count) {
    return hasTraining() ? count.in(Split.TRAIN) : count.total();
  }

  private boolean hasTraining() {
    return classes.stream().anyMatch(count -> count.in(Split.TRAIN) > 0);
  }

  /** Classes that only validation or test have, where there is training. */
  public List<String> unseen() {
    Set<String> trained = forms(count -> trainingImages(count) > 0);
    return classes.stream()
        .filter(count -> measured(count) > 0)
        .map(ClassCount::name)
        .filter(name -> !trained.contains(FileName.composed(name)))
        .toList();
  }

  /** Classes that neither validation nor test has, where there is one of them. */
  public List<String> onlyTraining() {
    Set<String> measured = forms(count -> measured(count) > 0);
    return classes.stream()
        .filter(count -> !measured.isEmpty() && count.in(Split.TRAIN) > 0)
        .map(ClassCount::name)
        .filter(name -> !measured.contains(FileName.composed(name)))
        .toList();
  }

  private static int measured(ClassCount count) {
    return count.in(Split.VALIDATION) + count.in(Split.TEST);
  }

  private Set<String> forms(Predicate<ClassCount> chosen) {
    return classes.stream()
        .filter(chosen)
        .map(count -> FileName.composed(count.name()))
        .collect(Collectors.toSet());
  }

  /**
   * Classes of one image: to learn from, or of an unseen class in a split, where it has no other to
   * be found by.
   */
  public List<String> single() {
    Set<String> unseen = new HashSet<>(unseen());
    return classes.stream()
        .filter(
            count ->
                trainingImages(count) == 1
                    || unseen.contains(count.name())
                        && (count.in(Split.VALIDATION) == 1 || count.in(Split.TEST) == 1))
        .map(ClassCount::name)
        .toList();
  }

  /** Names that a person takes for one, in groups of two and more. */
  public List<List<String>> nearNames() {
    return NearNames.among(classes.stream().map(ClassCount::name).toList());
  }

  /** Images that training refuses since they have no class. */
  public int unlabelledForTraining() {
    return hasSplits()
        ? unlabelled.values().stream().mapToInt(count -> count).sum()
        : unlabelledUnsplit;
  }
}
