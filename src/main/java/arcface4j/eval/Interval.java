package arcface4j.eval;

/**
 * A 95 % percentile interval of one measure from bootstrap samples.
 *
 * @param name the measure's name
 * @param low 2.5 % of the samples are lower; NaN if the measure is undefined
 * @param high 2.5 % of the samples are higher; NaN if the measure is undefined
 * @param samples samples in which the measure was defined
 * @param resampled what was drawn with replacement
 */
public record Interval(String name, double low, double high, int samples, String resampled) {}
