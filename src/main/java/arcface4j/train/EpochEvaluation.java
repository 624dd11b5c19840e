package arcface4j.train;

import arcface4j.model.EmbeddingNetwork;

/** Measures the network after an epoch; comes from outside, because training knows no measures. */
public interface EpochEvaluation {

  /**
   * Measures.
   *
   * @param lastEpoch whether this was the run's last epoch
   */
  EpochScores evaluate(EmbeddingNetwork network, boolean lastEpoch);
}
