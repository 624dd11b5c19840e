package arcface4j.app.inspect;

import java.util.List;

/**
 * Files that show the same picture.
 *
 * @param members two or more, in the order of the place
 */
public record DuplicateGroup(List<Member> members) {

  /** Whether one is for training and another for testing, say: what is measured is remembered. */
  public boolean isAcrossSplits() {
    return members.stream().map(Member::split).distinct().count() > 1;
  }

  /** Whether one picture has two classes. */
  public boolean isAcrossClasses() {
    return members.stream().map(member -> member.file().label()).distinct().count() > 1;
  }

  /** Whether it only counts more than others. */
  public boolean isWithinClass() {
    return !isAcrossSplits() && !isAcrossClasses();
  }
}
