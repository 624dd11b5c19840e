package arcface4j.bench;

import arcface4j.model.EmbeddingNetwork;

/** Batches embedded from pixels that are ready; no head runs. */
final class NetworkInference implements Workload {

  private final EmbeddingNetwork network;
  private final float[] images;
  private final int batch;

  /**
   * @param images [N, C, H, W], normalised
   * @param batch N
   */
  NetworkInference(EmbeddingNetwork network, float[] images, int batch) {
    this.network = network;
    this.images = images;
    this.batch = batch;
  }

  @Override
  public void step() {
    network.embed(images, batch, network.spec().imageSize());
  }

  @Override
  public void resetTimes() {
    network.resetProfile();
  }

  @Override
  public StepTimes times() {
    return NetworkTimes.of(network.profile());
  }

  @Override
  public void close() {
    network.close();
  }
}
