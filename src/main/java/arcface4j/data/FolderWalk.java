package arcface4j.data;

import arcface4j.io.DataException;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

/**
 * Finds the images at any depth of a folder, in one pass that opens none whose ending says what it
 * is.
 */
final class FolderWalk extends SimpleFileVisitor<Path> {

  private final Path root;
  private final Collection<Path> without;
  private final List<Found> found = new ArrayList<>();
  private final PassedOver passedOver = new PassedOver();

  private FolderWalk(Path root, Collection<Path> without) {
    this.root = root;
    this.without = without;
  }

  /**
   * An image below the folder.
   *
   * @param path below the folder's own
   * @param bytes its length; -1 for a link that leads nowhere
   */
  record Found(Path path, long bytes) {}

  /**
   * What is in a folder.
   *
   * @param images in no order
   */
  record Result(List<Found> images, PassedOver passedOver) {}

  /**
   * Walks through a folder and the links in it, but not through some folders. A link that is named
   * as an image and leads nowhere is among the images: it is a broken one, not one that is not
   * there.
   *
   * @throws DataException if a folder cannot be read or another link leads nowhere
   */
  static Result through(Path root, Collection<Path> without) throws DataException {
    FolderWalk walk = new FolderWalk(root, without);
    try {
      Files.walkFileTree(root, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, walk);
    } catch (DataException e) {
      throw e;
    } catch (IOException e) {
      throw DataException.at(root, "the folder cannot be read", e);
    }
    return new Result(walk.found, walk.passedOver);
  }

  @Override
  public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
    if (without.contains(folder)) {
      return FileVisitResult.SKIP_SUBTREE;
    }
    Optional<String> reason = folder.equals(root) ? Optional.empty() : PassedOver.byName(folder);
    reason.ifPresent(passedOver::count);
    return reason.isPresent() ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
    Optional<String> reason = PassedOver.byName(file);
    if (reason.isPresent()) {
      passedOver.count(reason.get());
    } else if (attributes.isSymbolicLink()) { // it leads nowhere, or the walk would follow it
      if (!ImageFiles.isNamedAsImage(file)) {
        throw DataException.at(file, "the link leads nowhere; mount what it names or remove it");
      }
      found.add(new Found(file, -1));
    } else if (attributes.isRegularFile() && ImageFiles.isImage(file)) {
      found.add(new Found(file, attributes.size()));
    } else {
      passedOver.countFile(file);
    }
    return FileVisitResult.CONTINUE;
  }
}
