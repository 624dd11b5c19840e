package arcface4j.model;

import arcface4j.engine.StepProfile;
import java.util.Optional;

/**
 * Where the time of a network's steps went.
 *
 * @param backbone by the fast engine's phases; empty where ND4J's graph runs the whole step
 * @param headNanos the head, its loss and its gradients, in nanoseconds; 0 where the graph runs
 *     them in training
 * @param updaterNanos from gradients to changed parameters, in nanoseconds
 */
public record NetworkProfile(Optional<StepProfile> backbone, long headNanos, long updaterNanos) {}
