package arcface4j.train;

import arcface4j.model.EmbeddingNetwork;

/** Measures the network after an epoch; comes from outside, because training knows no measures. */
public interface EpochEvaluation {
  EpochScores evaluate(EmbeddingNetwork network);
}
