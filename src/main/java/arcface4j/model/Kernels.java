package arcface4j.model;

import arcface4j.engine.StepProfile;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Who computes a step: both leave the same numbers in the graph's vectors. */
sealed interface Kernels extends AutoCloseable permits GraphKernels, OnednnKernels {

  /**
   * Forward and backward: afterwards the graph's gradient vector holds every gradient summed over
   * the batch and the changes of the running statistics, and the head what the batch gave.
   *
   * @param images [N, C, H, W]
   * @param oneHot [N, K]
   */
  void computeGradients(INDArray images, INDArray oneHot);

  /**
   * Features in inference mode.
   *
   * @param images [N, C, H, W]
   * @return [N, D], outside of any workspace
   */
  INDArray features(INDArray images);

  /** Hears that parameters have changed. */
  void parametersChanged();

  /** Where the time of the backbone went, as in {@link EmbeddingNetwork#profile}, if counted. */
  Optional<StepProfile> profile();

  /** Counts from zero. */
  void resetProfile();

  /** Frees native memory; a second call does nothing. */
  @Override
  void close();
}
