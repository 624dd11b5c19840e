package arcface4j.image;

/**
 * What the header of a picture says.
 *
 * @param width stored columns
 * @param height stored rows
 * @param orientation EXIF's, 1 to 8; 1 where nothing is said
 * @param profile whether it carries an ICC profile
 */
public record ImageInfo(
    ImageFormat format, int width, int height, int orientation, boolean profile) {}
