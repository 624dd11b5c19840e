/**
 * How fast this machine trains and embeds: {@code arcface bench}.
 *
 * <p>A {@link arcface4j.bench.BenchCase} says what is measured and a {@link
 * arcface4j.bench.BenchRow} what came out. Each case runs in a JVM of its own ({@link
 * arcface4j.bench.RowProcess}), for two reasons: the threads of OpenMP are set before a JVM starts,
 * and the peak of the resident memory is that of a whole process. There a {@link
 * arcface4j.bench.Workload} repeats its step under a stop watch.
 *
 * <p>Letters: N images in a batch, K classes.
 *
 * <p>Stands beside {@code api}, on {@code train}, and may import {@code model}, {@code engine},
 * {@code head}, {@code data} and {@code backend}; only {@code cli} may import it.
 */
package arcface4j.bench;
