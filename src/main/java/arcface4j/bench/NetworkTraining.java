package arcface4j.bench;

import arcface4j.data.Batch;
import arcface4j.data.BatchStream;
import arcface4j.model.EmbeddingNetwork;
import java.io.IOException;

/** Whole training steps, as {@code train} takes them: augmented images, head, updater. */
final class NetworkTraining implements Workload {

  private final EmbeddingNetwork network;
  private final BatchStream<Batch> batches;
  private long inputNanos;

  /**
   * @param batches enough for every step
   */
  NetworkTraining(EmbeddingNetwork network, BatchStream<Batch> batches) {
    this.network = network;
    this.batches = batches;
  }

  @Override
  public void step() throws IOException {
    long start = System.nanoTime();
    Batch batch = batches.next();
    inputNanos += System.nanoTime() - start;
    network.train(batch.images(), batch.height(), batch.labels());
  }

  @Override
  public void resetTimes() {
    network.resetProfile();
    inputNanos = 0;
  }

  @Override
  public StepTimes times() {
    return NetworkTimes.of(network.profile()).add(StepPart.INPUT, inputNanos);
  }

  @Override
  public void close() {
    batches.close();
    network.close();
  }
}
