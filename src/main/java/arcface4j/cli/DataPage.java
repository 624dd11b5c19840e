package arcface4j.cli;

import arcface4j.app.inspect.ClassCount;
import arcface4j.app.inspect.ClassFindings;
import arcface4j.app.inspect.CountSummary;
import arcface4j.app.inspect.DataFindings;
import arcface4j.app.inspect.DuplicateGroup;
import arcface4j.app.inspect.Member;
import arcface4j.app.inspect.PictureFindings;
import arcface4j.app.inspect.PictureSize;
import arcface4j.app.inspect.UnreadableFile;
import arcface4j.data.ImageFile;
import arcface4j.data.ImageFiles;
import arcface4j.data.LabelMap;
import arcface4j.data.Split;
import arcface4j.image.Preprocessing;
import arcface4j.io.FileName;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The findings of {@code data}, for a person. */
final class DataPage {

  static final String NOTHING_WRONG = "nothing wrong found";

  private static final int SHOWN = 5;
  private static final int MOST_CLASSES = 20;
  private static final int LONGEST_BAR = 40;

  private final DataFindings findings;
  private final StringBuilder text = new StringBuilder();

  DataPage(DataFindings findings) {
    this.findings = findings;
  }

  String text() {
    line("%s", findings.listing().describe());
    splits(findings.classes());
    classes(findings.classes());
    pictures(findings.pictures());
    unreadable("broken", UnreadableFile.Kind.BROKEN);
    unreadable("of formats that are not read here", UnreadableFile.Kind.OTHER_FORMAT);
    duplicates("files with the same bytes", findings.copies());
    duplicates("files that look the same", findings.alike());
    faults(findings.faults());
    return text.toString().stripTrailing();
  }

  private void splits(ClassFindings classes) {
    line("");
    line(
        "%-14s %9s %9s %9s %9s %9s", "split", "images", "classes", "smallest", "median", "largest");
    for (Split split : Split.values()) {
      split(name(split), classes.in(split), classes.unlabelled().getOrDefault(split, 0));
    }
    split(
        classes.hasSplits() ? "in no split" : "all",
        classes.inNoSplit(),
        classes.unlabelledUnsplit());
  }

  private void split(String name, CountSummary counts, int unlabelled) {
    if (counts.images() > 0) {
      line(
          "%-14s %9d %9d %9d %9d %9d",
          name,
          counts.images(),
          counts.classes(),
          counts.smallest(),
          counts.median(),
          counts.largest());
    }
    if (unlabelled > 0) {
      line("%-14s %9d %9s", name, unlabelled, "none");
    }
  }

  private void classes(ClassFindings classes) {
    histogram(classes.training());
    named("classes that training has not", classes.unseen());
    named("classes that training alone has", classes.onlyTraining());
    if (classes.classes().isEmpty()) {
      return;
    }
    line("");
    if (classes.classes().size() > MOST_CLASSES) {
      line("The counts of %d classes are in --json.", classes.classes().size());
      return;
    }
    line("%-24s %9s %9s %9s %9s", "class", "train", "val", "test", "no split");
    for (ClassCount count : classes.classes()) {
      line(
          "%-24s %9d %9d %9d %9d",
          shown(count.name()),
          count.in(Split.TRAIN),
          count.in(Split.VALIDATION),
          count.in(Split.TEST),
          count.unsplit());
    }
  }

  private void histogram(CountSummary counts) {
    if (counts.classes() < 2) {
      return;
    }
    line("");
    line("%-14s %9s", "training images", "classes");
    List<CountSummary.Bin> bins = counts.histogram();
    int most = bins.stream().mapToInt(CountSummary.Bin::classes).max().orElse(1);
    for (CountSummary.Bin bin : bins) {
      String range =
          bin.least() == bin.most() ? "" + bin.least() : bin.least() + " to " + bin.most();
      int length = (bin.classes() * LONGEST_BAR + most - 1) / most;
      line("%-14s %9d %s", range, bin.classes(), "#".repeat(length));
    }
  }

  private void named(String what, List<String> names) {
    if (!names.isEmpty()) {
      line("");
      line("%s: %s", what, shown(LabelMap.describe(names)));
    }
  }

  private void pictures(PictureFindings pictures) {
    line("");
    String formats =
        pictures.formats().entrySet().stream()
            .map(format -> format.getValue() + " " + format.getKey())
            .collect(Collectors.joining(", "));
    line("%d pictures%s", pictures.count(), formats.isEmpty() ? "" : ": " + formats);
    if (pictures.count() == 0) {
      return;
    }
    Preprocessing training = findings.training();
    line(
        "width x height: smallest %s, median %s, largest %s",
        size(pictures.sizes().firstKey()),
        size(pictures.median()),
        size(pictures.sizes().lastKey()));
    String wanted = training.width() + " x " + training.height();
    line("%d must grow to become %s", pictures.smallerThan(training), wanted);
    line(
        "%d are of another shape than %s: they %s",
        pictures.ofOtherShapeThan(training),
        wanted,
        switch (training.fit()) {
          case CROP -> "are cut";
          case RESIZE -> "are stretched";
          case PAD -> "get black beside them";
        });
    line("%d are turned by EXIF, %d have an ICC profile", pictures.turned(), pictures.profiled());
  }

  private static String size(PictureSize size) {
    return size.width() + " x " + size.height();
  }

  private void unreadable(String what, UnreadableFile.Kind kind) {
    List<UnreadableFile> files = findings.unreadable(kind);
    if (!files.isEmpty()) {
      line("");
      line("%d %s %s", files.size(), files.size() == 1 ? "file" : "files", what);
      few(files.stream().map(file -> name(file.file()) + ": " + file.reason()));
      more(files.size());
    }
  }

  private void duplicates(String what, List<DuplicateGroup> groups) {
    if (groups.isEmpty()) {
      return;
    }
    List<DuplicateGroup> splits = groups.stream().filter(DuplicateGroup::isAcrossSplits).toList();
    List<DuplicateGroup> classes = groups.stream().filter(DuplicateGroup::isAcrossClasses).toList();
    List<DuplicateGroup> within = groups.stream().filter(DuplicateGroup::isWithinClass).toList();
    line("");
    line(
        "%s: %d group%s of %d files",
        what,
        groups.size(),
        groups.size() == 1 ? "" : "s",
        groups.stream().mapToInt(group -> group.members().size()).sum());
    groups("in several splits", splits);
    groups("in several classes", classes);
    groups(
        findings.listing().hasSplits()
            ? "in one class of one split"
            : "in one class, which a split at random may part",
        within);
  }

  private void groups(String where, List<DuplicateGroup> groups) {
    if (!groups.isEmpty()) {
      line("%s: %d", where, groups.size());
      few(groups.stream().map(this::members));
      more(groups.size());
    }
  }

  private String members(DuplicateGroup group) {
    String shown =
        group.members().stream().limit(SHOWN).map(this::member).collect(Collectors.joining(", "));
    int more = group.members().size() - SHOWN;
    return more > 0 ? shown + " and " + more + " more" : shown;
  }

  private String member(Member member) {
    return name(member.file()) + member.split().map(split -> " (" + name(split) + ")").orElse("");
  }

  private void few(Stream<String> lines) {
    lines.limit(SHOWN).forEach(each -> line("  %s", each));
  }

  private void more(int count) {
    if (count > SHOWN) {
      line("  and %d more, in --json", count - SHOWN);
    }
  }

  private void faults(List<String> faults) {
    line("");
    if (faults.isEmpty()) {
      line("%s", NOTHING_WRONG);
      return;
    }
    line("wrong:");
    faults.forEach(fault -> line("  %s", shown(fault)));
  }

  static String name(Split split) {
    return split == Split.VALIDATION ? "val" : split.name().toLowerCase(Locale.ROOT);
  }

  private static String name(ImageFile file) {
    return shown(ImageFiles.name(file.path()));
  }

  /** Names may have ends of lines in them. */
  private static String shown(String name) {
    return FileName.inOneLine(name);
  }

  private void line(String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
