package arcface4j.train;

import arcface4j.data.Augmentation;

/**
 * Which images are trained on and how they are changed.
 *
 * @param source where they come from
 * @param validation share of the training set that is held out to choose the best epoch by; 0 for
 *     none
 * @param augmentation of the training images
 */
public record DataOptions(DataSource source, double validation, Augmentation augmentation) {}
