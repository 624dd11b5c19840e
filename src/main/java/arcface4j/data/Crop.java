package arcface4j.data;

/**
 * Which part of a padded image is taken, and whether it is mirrored afterwards.
 *
 * @param top first row in the padded image
 * @param left first column in the padded image
 * @param flip whether left and right change places
 */
record Crop(int top, int left, boolean flip) {}
