package arcface4j.train;

import arcface4j.data.ImageSet;

/**
 * Which images a run is trained on, to be known again when it is resumed.
 *
 * @param images how many; the order of an epoch is a function of it
 * @param hash as {@link ImageSet#fingerprint()} gives it
 */
public record DataFingerprint(int images, String hash) {

  public static DataFingerprint of(ImageSet images) {
    return new DataFingerprint(images.size(), images.fingerprint());
  }

  /** Whether a set is the one that was trained on. */
  public boolean isOf(ImageSet set) {
    return images == set.size() && set.hasFingerprint(hash);
  }
}
