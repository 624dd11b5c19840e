/**
 * What a training consists of beside the network: schedules of rates, the optimiser, checkpoints,
 * the folder and the record of a run, and the orderly stop.
 *
 * <p>May import {@code model}, {@code engine}, {@code head}, {@code data}, {@code backend} and
 * {@code npy}; evaluation comes in as a hook. A <em>step</em> is one update of the parameters and
 * counts from 0; an <em>epoch</em> is one pass over the training set and counts from 1 in file
 * names and tables.
 */
package arcface4j.train;
