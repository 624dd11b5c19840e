package arcface4j.api;

import arcface4j.backend.Backend;
import arcface4j.backend.BackendKind;
import arcface4j.data.ImageDecoder;
import arcface4j.data.ImageSet;
import arcface4j.data.LabelMap;
import arcface4j.data.Normalization;
import arcface4j.engine.Precision;
import arcface4j.model.Compute;
import arcface4j.model.EmbeddingNetwork;
import arcface4j.model.EngineChoice;
import arcface4j.model.ResNetSpec;
import arcface4j.train.Checkpoint;
import arcface4j.train.EmbeddedImages;
import arcface4j.train.Inference;
import arcface4j.train.ModelDescription;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * A trained model in memory: images in, embeddings of length one out. Any number of threads may use
 * it; one at a time computes. Pictures are cut, resized and normalised as in training.
 */
public final class EmbeddingModel implements AutoCloseable {

  private static final int BATCH = 64;

  private final ModelDescription model;
  private final String fingerprint;
  private final Compute own;
  private final Backend backend;
  private EmbeddingNetwork network; // null once closed; guarded by this

  /**
   * @param own is closed with the model
   */
  private EmbeddingModel(
      ModelDescription model,
      String fingerprint,
      EmbeddingNetwork network,
      Compute own,
      Backend backend) {
    this.model = model;
    this.fingerprint = fingerprint;
    this.network = network;
    this.own = own;
    this.backend = backend;
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
    boolean onBoard = BackendKind.onBoard() == BackendKind.CPU;
    Compute own = Compute.of(EngineChoice.AUTO, Precision.F32, onBoard, line -> {});
    return of(checkpoint, own, own);
  }

  /** The same, computed as asked; the caller closes what computes. */
  public static EmbeddingModel of(Checkpoint checkpoint, Compute compute) throws IOException {
    return of(checkpoint, compute, Compute.ND4J);
  }

  private static EmbeddingModel of(Checkpoint checkpoint, Compute compute, Compute own)
      throws IOException {
    Backend backend = Backend.detect();
    backend.load();
    return new EmbeddingModel(
        checkpoint.model(), checkpoint.fingerprint(), checkpoint.network(compute), own, backend);
  }

  /** D: the width of an embedding. */
  public int width() {
    return network().embeddingWidth();
  }

  /** S: pictures are cut to squares and resized to S x S pixels. */
  public int imageSize() {
    return network().imageSize();
  }

  /** The names of the K classes it was trained on. */
  public LabelMap labels() {
    return model.labels();
  }

  /** Tells its embeddings from those of another model; 64 hexadecimal digits. */
  public String fingerprint() {
    return fingerprint;
  }

  private ResNetSpec network() {
    return model.network();
  }

  /**
   * Embeds a picture of any size.
   *
   * @return [D], of length one
   * @throws IllegalStateException if the model is closed
   */
  public float[] embed(BufferedImage image) {
    return embed(List.of(image)).get(0);
  }

  /**
   * Embeds pictures of any sizes, in their order.
   *
   * @return N times [D], each of length one
   * @throws IllegalStateException if the model is closed
   */
  public List<float[]> embed(List<BufferedImage> images) {
    List<float[]> rows = new ArrayList<>();
    for (int from = 0; from < images.size(); from += BATCH) {
      List<byte[]> planes = new ArrayList<>();
      for (BufferedImage image : images.subList(from, Math.min(images.size(), from + BATCH))) {
        planes.add(ImageDecoder.planes(image, imageSize()));
      }
      float[] values = embedPlanes(planes, false).unit();
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
   * @throws IllegalStateException if the model is closed
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
   * @param planes N times [3, S, S] as {@link ImageDecoder} makes them
   * @param withMirrored whether features are the mean over each image and its mirror image
   */
  public EmbeddedBatch embedPlanes(List<byte[]> planes, boolean withMirrored) {
    Normalization normalization = model.normalization();
    int values = planes.get(0).length;
    float[] batch = new float[planes.size() * values];
    for (int i = 0; i < planes.size(); i++) {
      normalization.apply(planes.get(i), batch, i * values);
    }
    synchronized (this) {
      return new EmbeddedBatch(open().embed(batch, planes.size(), withMirrored), width());
    }
  }

  /**
   * Margin-free logits of the classes it was trained on.
   *
   * @param embedded N images
   * @return [N, K]
   */
  public synchronized float[] logits(EmbeddedBatch embedded) {
    return open().logits(embedded.features()).values();
  }

  /**
   * Embeds a data set, reading ahead while it computes.
   *
   * @param batchSize images at a time
   * @param withMirrored as above
   * @param progress hears the number of images done
   */
  public synchronized EmbeddedImages embed(
      ImageSet images, int batchSize, boolean withMirrored, IntConsumer progress) {
    return new Inference(open(), model.normalization(), batchSize, withMirrored)
        .embed(images, progress);
  }

  private EmbeddingNetwork open() {
    if (network == null) {
      throw new IllegalStateException("the model is closed");
    }
    backend.useOwnProcessors(); // any thread may be calling
    return network;
  }

  /** Lets the weights go; the model cannot be used any more. */
  @Override
  public synchronized void close() {
    if (network != null) {
      network.close();
      own.close();
      network = null;
    }
  }
}
