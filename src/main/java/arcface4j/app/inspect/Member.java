package arcface4j.app.inspect;

import arcface4j.data.ImageFile;
import arcface4j.data.ImageListing;
import arcface4j.data.Split;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A listed file and what it is for.
 *
 * @param split empty where the place does not say it
 */
public record Member(ImageFile file, Optional<Split> split) {

  /** All files of a place, split by split. */
  static List<Member> of(ImageListing listing) {
    List<Member> members = new ArrayList<>();
    for (Split split : Split.values()) {
      Optional<Split> named = Optional.of(split);
      listing.of(split).forEach(file -> members.add(new Member(file, named)));
    }
    listing.unsplit().forEach(file -> members.add(new Member(file, Optional.empty())));
    return members;
  }
}
