package arcface4j.train;

/**
 * From which cosine on two images count as one class.
 *
 * @param threshold two images with this cosine or a larger one are taken for the same
 * @param wantedFalseAcceptRate the rate that was asked for
 * @param falseAcceptRate share of different pairs that the threshold accepts
 * @param trueAcceptRate share of same pairs that it accepts
 * @param pairs pairs it was fitted on
 * @param images where they came from
 */
public record Calibration(
    double threshold,
    double wantedFalseAcceptRate,
    double falseAcceptRate,
    double trueAcceptRate,
    long pairs,
    String images) {}
