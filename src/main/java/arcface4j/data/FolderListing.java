package arcface4j.data;

import arcface4j.io.DataException;
import arcface4j.io.FileName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Lists a folder as torchvision's {@code ImageFolder} does, one folder a class, with or without
 * folders for the splits above: {@code train/cat/1.jpg}, or {@code cat/1.jpg}.
 *
 * <p>Classes and files are sorted by name, so that labels never depend on the file system.
 */
final class FolderListing {

  private final Path root;
  private final Layout layout;
  private final PassedOver passedOver = new PassedOver();
  private final List<Path> emptyClasses = new ArrayList<>();
  private final List<String> remarks = new ArrayList<>();
  private boolean hasFoldersInClasses;

  private FolderListing(Path root, Layout layout) {
    this.root = root;
    this.layout = layout;
  }

  static ImageListing of(Path root, Layout layout) throws DataException {
    return new FolderListing(root, layout).list();
  }

  /** The splits that a folder has folders for. */
  static Set<Split> splits(Path root, Layout layout) throws DataException {
    return new FolderListing(root, layout).splitFolders(children(root)).keySet();
  }

  private ImageListing list() throws DataException {
    List<Path> children = children(root);
    Map<Split, Path> folders = splitFolders(children);
    Map<Split, List<ImageFile>> splits = new EnumMap<>(Split.class);
    for (Map.Entry<Split, Path> folder : folders.entrySet()) {
      splits.put(folder.getKey(), images(folder.getValue()));
    }
    List<ImageFile> unsplit = folders.isEmpty() ? images(root) : beside(folders);
    if (unsplit.isEmpty() && splits.values().stream().allMatch(List::isEmpty)) {
      throw DataException.at(root, "no image here" + remark(passedOver.describe()));
    }
    return new ImageListing(root, splits, unsplit, emptyClasses, passedOver.counts(), remarks());
  }

  /**
   * The folders that are splits: at least two, or all there are. Of one among others nobody knows
   * whether it is a class.
   */
  private Map<Split, Path> splitFolders(List<Path> children) throws DataException {
    if (layout == Layout.CLASSES) {
      return Map.of();
    }
    List<Path> folders =
        children.stream()
            .filter(child -> Files.isDirectory(child) && PassedOver.byName(child).isEmpty())
            .toList();
    Map<Split, Path> splits = new EnumMap<>(Split.class);
    for (Path folder : folders) {
      Optional<Split> split = Split.named(folder.getFileName().toString());
      Path other = split.isEmpty() ? null : splits.put(split.get(), folder);
      if (other != null) {
        throw DataException.at(
            root,
            "has %s/ and %s/ for one split; --layout classes takes both as classes"
                .formatted(other.getFileName(), folder.getFileName()));
      }
    }
    if (splits.size() == 1 && folders.size() > 1) {
      throw DataException.at(
          root,
          "has %s/ but no second split beside %d other folders; give train/ and test/, or --layout classes takes it as a class"
              .formatted(splits.values().iterator().next().getFileName(), folders.size() - 1));
    }
    return splits;
  }

  /** The images beside the folders of the splits. */
  private List<ImageFile> beside(Map<Split, Path> folders) throws DataException {
    List<ImageFile> images = images(root, folders.values());
    if (!images.isEmpty()) {
      remarks.add("; what is beside the splits is in none");
    }
    return images;
  }

  /** An image with what it is sorted by: its class, then its path below the class folder. */
  private record Sorted(String label, String path, ImageFile file) {}

  private List<ImageFile> images(Path folder) throws DataException {
    return images(folder, List.of());
  }

  private List<ImageFile> images(Path folder, Collection<Path> without) throws DataException {
    FolderWalk.Result walk = FolderWalk.through(folder, without);
    passedOver.add(walk.passedOver());
    List<Sorted> images = new ArrayList<>(walk.images().size());
    for (FolderWalk.Found found : walk.images()) {
      Path relative = folder.relativize(found.path());
      String label = label(relative);
      hasFoldersInClasses |= relative.getNameCount() > 2;
      images.add(
          new Sorted(
              label, ImageFiles.name(relative), new ImageFile(found.path(), label, found.bytes())));
    }
    images.sort(Comparator.comparing(Sorted::label).thenComparing(Sorted::path));
    if (without.isEmpty()) {
      findEmptyClasses(folder, images);
    }
    return images.stream().map(Sorted::file).toList();
  }

  private String label(Path relative) {
    int depth = relative.getNameCount();
    if (depth == 1) {
      return "";
    }
    return layout == Layout.NESTED
        ? ImageFiles.name(relative.subpath(0, depth - 1))
        : ImageFiles.name(relative.getName(0));
  }

  private void findEmptyClasses(Path folder, List<Sorted> images) throws DataException {
    Set<String> found = new HashSet<>();
    images.forEach(image -> found.add(ImageFiles.name(FileName.path(image.label()).getName(0))));
    for (Path child : children(folder)) {
      if (Files.isDirectory(child)
          && PassedOver.byName(child).isEmpty()
          && !found.contains(ImageFiles.name(child.getFileName()))) {
        emptyClasses.add(child);
      }
    }
  }

  private List<String> remarks() {
    remarks.add(remark(passedOver.describe()));
    if (hasFoldersInClasses && layout != Layout.NESTED) {
      remarks.add("; class folders hold folders, which --layout nested makes classes");
    }
    return remarks;
  }

  private static String remark(String text) {
    return text.isEmpty() ? "" : "; " + text;
  }

  private static List<Path> children(Path folder) throws DataException {
    try (Stream<Path> paths = Files.list(folder)) {
      return paths.sorted(Comparator.comparing(path -> path.getFileName().toString())).toList();
    } catch (IOException | UncheckedIOException e) {
      throw DataException.at(folder, "the folder cannot be read", e);
    }
  }
}
