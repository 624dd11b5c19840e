/**
 * A convolutional network's forward and backward pass on oneDNN: the fast kernels of the processor.
 *
 * <p>A {@link arcface4j.engine.NetworkSpec} describes the network; a {@link
 * arcface4j.engine.TrainingProgram} or {@link arcface4j.engine.InferenceProgram} is that network
 * for one batch size, with every primitive, memory object and scratchpad made once. A program is
 * written down as a {@link arcface4j.engine.Recipe} (steps and the values they touch), then {@link
 * arcface4j.engine.ArenaPlan} gives values that never live at the same time the same memory.
 * Weights and their gradients stay in the caller's memory as float32, {@code oihw}.
 *
 * <p>Letters: N images, C channels in, K channels out, H rows, W columns, R kernel size, D
 * features.
 *
 * <p>Ground floor: imports nothing of ours, and is the only package with {@code org.bytedeco.dnnl}.
 */
package arcface4j.engine;
