package arcface4j.api;

import arcface4j.backend.Backend;
import arcface4j.backend.BackendKind;
import arcface4j.data.BrokenImages;
import arcface4j.data.LabelMap;
import arcface4j.data.PlaneBatch;
import arcface4j.engine.Precision;
import arcface4j.image.ImageDecoder;
import arcface4j.image.Preprocessing;
import arcface4j.model.Compute;
import arcface4j.model.EmbeddingNetwork;
import arcface4j.model.EngineChoice;
import arcface4j.train.Checkpoint;
import arcface4j.train.Inference;
import arcface4j.train.ModelDescription;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A trained model in memory: images in, embeddings of length one out. Pictures are read, fitted and
 * normalised as in training.
 *
 * <p>Any number of threads may use it; a thread of the model's own computes, for one call after the
 * other. A caller that is interrupted gets its result all the same and stays interrupted. The fast
 * engine builds a program for each number of images and keeps two, so lists of always the same
 * length are fastest.
 */
public final class EmbeddingModel implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(EmbeddingModel.class);
  private static final int BATCH = 64;

  private final ModelDescription model;
  private final String fingerprint;
  private final EmbeddingNetwork network;
  private final Compute own;
  private final ComputeThread thread;

  /**
   * @param network is touched by the thread alone
   * @param own is closed with the model
   */
  private EmbeddingModel(
      ModelDescription model,
      String fingerprint,
      EmbeddingNetwork network,
      Compute own,
      ComputeThread thread) {
    this.model = model;
    this.fingerprint = fingerprint;
    this.network = network;
    this.own = own;
    this.thread = thread;
  }

  /**
   * Reads a checkpoint.
   *
   * @throws IOException if the file is missing, damaged or of another program; one line says which
   */
  public static EmbeddingModel load(Path checkpoint) throws IOException {
    return of(Checkpoint.load(checkpoint));
  }

  /** The model of a checkpoint that was read, on the fast engine where it runs. */
  public static EmbeddingModel of(Checkpoint checkpoint) throws IOException {
    boolean hasOnednn = BackendKind.onBoard().hasOnednn();
    Compute own = Compute.of(EngineChoice.AUTO, Precision.F32, hasOnednn, note -> {}, LOG::warn);
    return of(checkpoint, own, own);
  }

  /** The same, computed as asked; the caller closes what computes. */
  public static EmbeddingModel of(Checkpoint checkpoint, Compute compute) throws IOException {
    return of(checkpoint, compute, Compute.ND4J);
  }

  /** The same; what computes is closed with the model. */
  public static EmbeddingModel owning(Checkpoint checkpoint, Compute compute) throws IOException {
    return of(checkpoint, compute, compute);
  }

  private static EmbeddingModel of(Checkpoint checkpoint, Compute compute, Compute own)
      throws IOException {
    ComputeThread thread = new ComputeThread();
    try {
      EmbeddingNetwork network = thread.run(() -> network(checkpoint, compute));
      return new EmbeddingModel(checkpoint.model(), checkpoint.fingerprint(), network, own, thread);
    } catch (IOException | RuntimeException | Error e) {
      thread.end(own::close);
      throw e;
    }
  }

  private static EmbeddingNetwork network(Checkpoint checkpoint, Compute compute)
      throws IOException {
    Backend.detect().load();
    return checkpoint.network(compute);
  }

  /** D: the width of an embedding. */
  public int width() {
    return model.network().embeddingWidth();
  }

  /** What makes the network's pixels of a picture. */
  public Preprocessing preprocessing() {
    return model.preprocessing();
  }

  /** The names of the K classes it was trained on. */
  public LabelMap labels() {
    return model.labels();
  }

  /** Tells its embeddings from those of another model; 64 hexadecimal digits. */
  public String fingerprint() {
    return fingerprint;
  }

  /**
   * Embeds a picture of any size.
   *
   * @return [D], of length one
   * @throws IllegalStateException as {@link #embed(List)}
   */
  public float[] embed(BufferedImage image) {
    return embed(List.of(image)).get(0);
  }

  /**
   * Embeds pictures of any sizes, in their order.
   *
   * @return N times [D], each of length one
   * @throws IllegalStateException if the model is closed, or what it makes of a picture has no
   *     direction, being zero or not finite; the message has its place in the list, from 0
   */
  public List<float[]> embed(List<BufferedImage> images) {
    List<float[]> rows = new ArrayList<>();
    for (int from = 0; from < images.size(); from += BATCH) {
      int first = from;
      List<byte[]> planes = new ArrayList<>();
      for (BufferedImage image : images.subList(from, Math.min(images.size(), from + BATCH))) {
        planes.add(ImageDecoder.planes(image, preprocessing()));
      }
      float[] values = embedPlanes(planes).unit(row -> "image " + (first + row));
      for (int i = 0; i < planes.size(); i++) {
        rows.add(Arrays.copyOfRange(values, i * width(), (i + 1) * width()));
      }
    }
    return rows;
  }

  /**
   * Compares two pictures.
   *
   * @return the cosine of their embeddings, from -1 to 1; 1 for equal pictures
   * @throws IllegalStateException as {@link #embed(List)}
   */
  public double compare(BufferedImage one, BufferedImage other) {
    List<float[]> rows = embed(List.of(one, other));
    return cosine(rows.get(0), rows.get(1));
  }

  /** The cosine of two embeddings [D] of length one. */
  public static double cosine(float[] one, float[] other) {
    if (one.length != other.length) {
      throw new IllegalArgumentException(
          "embeddings of width %d and %d; both must come from one model"
              .formatted(one.length, other.length));
    }
    double sum = 0;
    for (int d = 0; d < one.length; d++) {
      sum += (double) one[d] * other[d];
    }
    return Math.max(-1, Math.min(1, sum));
  }

  /**
   * Embeds a batch of decoded images.
   *
   * @param planes N times [3, H, W] as {@link ImageDecoder} makes them
   * @throws IllegalArgumentException if there are none, they differ in size, or all together do not
   *     fit into one Java array
   * @throws IllegalStateException if the model is closed
   */
  private EmbeddedBatch embedPlanes(List<byte[]> planes) {
    float[] batch = new PlaneBatch(List.of(), planes, List.of()).normalised(model.normalization());
    return embed(batch, planes.size(), preprocessing().height(), false);
  }

  private EmbeddedBatch embed(float[] images, int size, int height, boolean withMirrored) {
    return new EmbeddedBatch(
        thread.run(() -> network.embed(images, size, height, withMirrored)), width());
  }

  /**
   * The way from a set of images to features.
   *
   * @param batchSize images at a time
   * @param withMirrored whether features are the mean over each image and its mirror image
   * @param broken what becomes of an image that cannot be read
   */
  public Inference inference(int batchSize, boolean withMirrored, BrokenImages broken) {
    return new Inference(new OnThread(), model.normalization(), batchSize, withMirrored, broken);
  }

  private final class OnThread implements Inference.Embedder {
    @Override
    public int width() {
      return EmbeddingModel.this.width();
    }

    @Override
    public float[] embed(float[] images, int size, int height, boolean withMirrored) {
      return EmbeddingModel.this.embed(images, size, height, withMirrored).features();
    }
  }

  /**
   * Margin-free logits of the classes it was trained on.
   *
   * @param embedded N images
   * @return [N, K]
   * @throws IllegalArgumentException if they were embedded by a model of another width
   * @throws IllegalStateException if the model is closed
   */
  public float[] logits(EmbeddedBatch embedded) {
    if (embedded.width() != width()) {
      throw new IllegalArgumentException(
          "embeddings of width %d and a model of %d; they must come from this model"
              .formatted(embedded.width(), width()));
    }
    return thread.run(() -> network.logits(embedded.features()).values());
  }

  /** Lets the weights go; the model cannot be used any more. A second call does nothing. */
  @Override
  public void close() {
    thread.end(this::free);
  }

  private void free() {
    network.close();
    own.close();
  }
}
