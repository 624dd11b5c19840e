package arcface4j.model;

import org.nd4j.linalg.learning.config.IUpdater;

/**
 * How a network's parameters change in training.
 *
 * @param updater what turns a gradient into a step
 * @param decay added to the gradient before the updater sees it
 */
public record TrainingRule(IUpdater updater, WeightDecay decay) {}
