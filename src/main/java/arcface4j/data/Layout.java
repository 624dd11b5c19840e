package arcface4j.data;

/** How the folders of images are read. */
public enum Layout {
  /** Folders named as splits are splits where there are two of them; the next level is classes. */
  AUTO,
  /** Every folder is a class, whatever its name; all below it belongs to it. */
  CLASSES,
  /** As {@link #AUTO}, but a class is the whole way of folders to its images: animals/cat. */
  NESTED
}
