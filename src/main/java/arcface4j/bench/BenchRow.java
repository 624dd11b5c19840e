package arcface4j.bench;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;

/**
 * What one case measured, with its names in JSON.
 *
 * @param engine see {@link BenchEngine}
 * @param precision {@code f32} or {@code bf16}
 * @param phase see {@link BenchPhase}
 * @param batch images in a step, N
 * @param threads of OpenMP
 * @param classes of the head, K; 0 where none runs
 * @param steps how many were measured
 * @param medianSeconds of a step
 * @param minSeconds of a step
 * @param maxSeconds of a step
 * @param imagesPerSecond N over the median
 * @param peakResidentMb most resident memory of the row's process, in 10^6 bytes; null where the
 *     system does not tell
 * @param peakShare part of the machine's measured arithmetic peak that convolutions and linear
 *     layer reach over the whole step; null where oneDNN is not there to measure the peak
 * @param peakGflops that peak in 10^9 operations a second, in the row's precision and threads,
 *     measured before and behind the steps; null as above
 * @param shares parts of the step's time by {@link StepPart}; the parts of ND4J's graph are not
 *     counted and stand under {@code other}
 */
public record BenchRow(
    @JsonProperty("engine") String engine,
    @JsonProperty("precision") String precision,
    @JsonProperty("phase") String phase,
    @JsonProperty("batch") int batch,
    @JsonProperty("threads") int threads,
    @JsonProperty("classes") int classes,
    @JsonProperty("steps") int steps,
    @JsonProperty("median_s") double medianSeconds,
    @JsonProperty("min_s") double minSeconds,
    @JsonProperty("max_s") double maxSeconds,
    @JsonProperty("img_per_s") double imagesPerSecond,
    @JsonProperty("peak_rss_mb") Double peakResidentMb,
    @JsonProperty("peak_share") Double peakShare,
    @JsonProperty("peak_gflops") Double peakGflops,
    @JsonProperty("shares") Map<String, Double> shares) {}
