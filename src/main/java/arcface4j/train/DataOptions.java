package arcface4j.train;

import arcface4j.data.Augmentation;
import arcface4j.data.ImageSizes;

/**
 * Which images are trained on and how they are changed.
 *
 * @param source where they come from
 * @param validation share of the training set that is held out to choose the best epoch by; 0 for
 *     none
 * @param augmentation of the training images
 * @param sizes of the training images over the run
 */
public record DataOptions(
    DataSource source, double validation, Augmentation augmentation, ImageSizes sizes) {}
