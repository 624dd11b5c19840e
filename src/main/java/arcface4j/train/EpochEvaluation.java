package arcface4j.train;

import arcface4j.model.EmbeddingNetwork;
import java.io.IOException;

/** Measures the network after an epoch; comes from outside, because training knows no measures. */
public interface EpochEvaluation {

  /**
   * Measures.
   *
   * @param lastEpoch whether this was the run's last epoch
   * @throws IOException if an image cannot be read
   */
  EpochScores evaluate(EmbeddingNetwork network, boolean lastEpoch) throws IOException;
}
