package arcface4j.app.inspect;

import arcface4j.image.Fit;
import arcface4j.image.ImageFormat;
import arcface4j.image.ImageInfo;
import arcface4j.image.Preprocessing;
import java.util.EnumMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * What the pictures that can be read are.
 *
 * @param formats pictures of each, by content
 * @param sizes pictures of each size, the smallest first
 * @param turned pictures that EXIF turns
 * @param profiled pictures with an ICC profile
 */
public record PictureFindings(
    Map<ImageFormat, Integer> formats,
    NavigableMap<PictureSize, Integer> sizes,
    int turned,
    int profiled) {

  /** Pictures. */
  public int count() {
    return sizes.values().stream().mapToInt(count -> count).sum();
  }

  /** The size in the middle, of an even number the smaller one. */
  public PictureSize median() {
    int left = (count() - 1) / 2;
    for (Map.Entry<PictureSize, Integer> size : sizes.entrySet()) {
      left -= size.getValue();
      if (left < 0) {
        return size.getKey();
      }
    }
    throw new IllegalStateException("no picture has a size");
  }

  /** Pictures that must grow to become those of training. */
  public int smallerThan(Preprocessing training) {
    return countOf(
        size -> {
          boolean narrow = size.width() < training.width();
          boolean low = size.height() < training.height();
          // What is padded keeps its shape, and fits as soon as one side does.
          return training.fit() == Fit.PAD ? narrow && low : narrow || low;
        });
  }

  /** Pictures that are cut, stretched or padded to become those of training. */
  public int ofOtherShapeThan(Preprocessing training) {
    return countOf(
        size -> (long) size.width() * training.height() != (long) size.height() * training.width());
  }

  private int countOf(Predicate<PictureSize> chosen) {
    return sizes.entrySet().stream()
        .filter(size -> chosen.test(size.getKey()))
        .mapToInt(Map.Entry::getValue)
        .sum();
  }

  /** Counts picture after picture. */
  static final class Counter {

    private final Map<ImageFormat, Integer> formats = new EnumMap<>(ImageFormat.class);
    private final NavigableMap<PictureSize, Integer> sizes = new TreeMap<>();
    private int turned;
    private int profiled;

    void add(ImageInfo info) {
      formats.merge(info.format(), 1, Integer::sum);
      sizes.merge(PictureSize.of(info), 1, Integer::sum);
      turned += info.orientation() == 1 ? 0 : 1;
      profiled += info.profile() ? 1 : 0;
    }

    PictureFindings findings() {
      return new PictureFindings(formats, sizes, turned, profiled);
    }
  }
}
