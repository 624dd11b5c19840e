package arcface4j.app.inspect;

import arcface4j.data.LabelMap;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Says what of the findings would spoil a training, or what is measured after it. */
final class DataFaults {

  private final DataFindings findings;
  private final List<String> faults = new ArrayList<>();

  private DataFaults(DataFindings findings) {
    this.findings = findings;
  }

  static List<String> of(DataFindings findings) {
    DataFaults faults = new DataFaults(findings);
    faults.ofFiles();
    faults.ofClasses();
    faults.ofDuplicates("with the same bytes", findings.copies());
    faults.ofDuplicates("that look the same", findings.alike());
    return faults.faults;
  }

  private void ofFiles() {
    add(
        findings.unreadable(UnreadableFile.Kind.BROKEN).size(),
        "broken file",
        "; train refuses such, or leaves them out with --skip-broken");
    add(
        findings.unreadable(UnreadableFile.Kind.OTHER_FORMAT).size(),
        "file",
        " of a format that is not read here");
  }

  private void ofClasses() {
    ClassFindings classes = findings.classes();
    int trained = classes.training().classes();
    if (trained == 1) {
      faults.add("one class only: nothing to tell it from");
    }
    add(classes.unlabelledForTraining(), "image", " without a class");
    add(findings.listing().emptyClasses().size(), "class folder", " without an image");
    List<String> single = classes.single();
    if (!single.isEmpty()) {
      faults.add("of one image alone: " + LabelMap.describe(single));
    }
    if (!classes.nearNames().isEmpty()) {
      faults.add(
          "nearly the same names: "
              + LabelMap.describe(
                  classes.nearNames().stream()
                      .map(names -> names.stream().collect(Collectors.joining("' and '", "'", "'")))
                      .toList()));
    }
  }

  private void ofDuplicates(String what, List<DuplicateGroup> groups) {
    String each = " of files " + what;
    add(count(groups, DuplicateGroup::isAcrossSplits), "group", each + " in several splits");
    add(count(groups, DuplicateGroup::isAcrossClasses), "group", each + " in several classes");
  }

  private static int count(List<DuplicateGroup> groups, Predicate<DuplicateGroup> chosen) {
    return (int) groups.stream().filter(chosen).count();
  }

  private void add(int count, String what, String more) {
    if (count > 0) {
      faults.add("%d %s%s%s".formatted(count, what, count == 1 ? "" : "s", more));
    }
  }
}
