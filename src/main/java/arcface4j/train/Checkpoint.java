package arcface4j.train;

import arcface4j.model.AveragedWeights;
import arcface4j.model.Compute;
import arcface4j.model.EmbeddingNetwork;
import arcface4j.model.TrainingRule;
import arcface4j.npy.ElementType;
import arcface4j.npy.NpyArray;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.codec.digest.DigestUtils;
import org.nd4j.linalg.learning.config.NoOp;

/**
 * A run as it lies in a file: model, options, progress, and the arrays of parameters, optimiser and
 * the epoch under way. Randomness needs no state of its own: all of it is a function of the seed,
 * the epoch and the place in the data.
 */
public final class Checkpoint {

  static final String PRECISION = "precision";

  private static final String PARAMETERS = "parameters/";
  private static final String HEAD = "head.";
  private static final String MOMENTUM = "optimizer/momentum";

  /** The weights themselves, where {@link #PARAMETERS} are their moving average. */
  private static final String WEIGHTS = "optimizer/weights";

  private static final String LABELS = "epoch/labels";
  private static final String WITH_MARGIN = "epoch/predicted_with_margin";
  private static final String MARGIN_FREE = "epoch/predicted_margin_free";

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build();

  private final CheckpointFile file;
  private final ModelDescription model;
  private final TrainOptions options;
  private final DataFingerprint data;
  private final Progress progress;
  private final String precision;

  private Checkpoint(
      CheckpointFile file,
      ModelDescription model,
      TrainOptions options,
      DataFingerprint data,
      Progress progress,
      String precision) {
    this.file = file;
    this.model = model;
    this.options = options;
    this.data = data;
    this.progress = progress;
    this.precision = precision;
  }

  /**
   * Writes the state of a run whole or not at all.
   *
   * @param weights what training goes on with where the network has the moving average; else empty
   */
  static void save(
      Path target,
      ModelDescription model,
      TrainOptions options,
      DataFingerprint data,
      Progress progress,
      EmbeddingNetwork network,
      Optional<float[]> weights,
      EpochTotals totals)
      throws CheckpointException {
    ObjectNode content = JSON.createObjectNode();
    content.set("model", JSON.valueToTree(model));
    content.set("options", JSON.valueToTree(options));
    content.set("data", JSON.valueToTree(data));
    content.set("progress", JSON.valueToTree(progress));
    content.put(PRECISION, network.compute().precisionLabel());
    Map<String, NpyArray> arrays = new LinkedHashMap<>();
    for (String name : network.parameters().names()) {
      arrays.put(PARAMETERS + name, network.parameters().get(name));
    }
    network.updaterState().ifPresent(state -> arrays.put(MOMENTUM, state));
    weights.ifPresent(values -> arrays.put(WEIGHTS, NpyArray.of(values, values.length)));
    arrays.put(LABELS, array(totals.labels()));
    arrays.put(WITH_MARGIN, array(totals.predictedWithMargin()));
    arrays.put(MARGIN_FREE, array(totals.predictedMarginFree()));
    CheckpointWriter.write(target, content, arrays);
  }

  private static NpyArray array(int[] values) {
    return NpyArray.of(Arrays.stream(values).asLongStream().toArray(), values.length);
  }

  /**
   * Reads a checkpoint whole or refuses it.
   *
   * @throws CheckpointException if the file is missing, damaged, or of another program
   */
  public static Checkpoint load(Path path) throws CheckpointException {
    CheckpointFile file = CheckpointFile.read(path);
    JsonNode content = EarlierRelease.completed(file.content());
    Checkpoint checkpoint =
        new Checkpoint(
            file,
            part(path, content, "model", ModelDescription.class),
            part(path, content, "options", TrainOptions.class),
            part(path, content, "data", DataFingerprint.class),
            part(path, content, "progress", Progress.class),
            part(path, content, PRECISION, String.class));
    checkpoint.requireItsNetwork();
    return checkpoint;
  }

  /** Before a network is made, which takes what memory the description asks for. */
  private void requireItsNetwork() throws CheckpointException {
    double described = model.parameters();
    long stored =
        file.arrays().entrySet().stream()
            .filter(array -> array.getKey().startsWith(PARAMETERS))
            .mapToLong(array -> array.getValue().length())
            .sum();
    if (stored != described) {
      throw new CheckpointException(
          file.file(),
          "it holds %d parameters; the network it describes has %.0f".formatted(stored, described));
    }
  }

  private static <T> T part(Path file, JsonNode content, String name, Class<T> type)
      throws CheckpointException {
    try {
      T part = JSON.treeToValue(content.path(name), type);
      if (part != null) {
        return part;
      }
    } catch (JsonProcessingException e) {
      throw new CheckpointException(file, name + ": " + e.getOriginalMessage(), e);
    }
    throw new CheckpointException(file, "it has no part '" + name + "'");
  }

  public ModelDescription model() {
    return model;
  }

  public TrainOptions options() {
    return options;
  }

  /** The images it was trained on. */
  public DataFingerprint data() {
    return data;
  }

  /** What it was trained in: {@code f32} or {@code bf16}. */
  public String precision() {
    return precision;
  }

  /** Epochs completed. */
  public int epoch() {
    return progress.epoch();
  }

  /**
   * What tells embeddings of this model from those of another: SHA-256 in hexadecimal over the
   * backbone, its parameters, the normalisation and the preprocessing. The head does not count, nor
   * anything else that leaves the embeddings as they are.
   */
  public String fingerprint() {
    MessageDigest sha256 = DigestUtils.getSha256Digest();
    try (OutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), sha256)) {
      out.write(JSON.writeValueAsBytes(model.network()));
      out.write(JSON.writeValueAsBytes(model.normalization()));
      out.write(model.preprocessing().identity().getBytes(StandardCharsets.UTF_8));
      for (Map.Entry<String, NpyArray> array : file.arrays().entrySet()) {
        String name = array.getKey();
        if (name.startsWith(PARAMETERS) && !name.startsWith(PARAMETERS + HEAD)) {
          out.write(name.getBytes(StandardCharsets.UTF_8));
          array.getValue().write(out);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("nothing is written to a file here", e);
    }
    return HexFormat.of().formatHex(sha256.digest());
  }

  /**
   * What was stored in the model after its training.
   *
   * @throws CheckpointException if it is damaged
   */
  public ModelAdditions additions() throws CheckpointException {
    return ModelAdditions.read(file, model.network().embeddingWidth());
  }

  /** Writes this checkpoint again with other additions, whole or not at all. */
  public void write(Path target, ModelAdditions additions) throws CheckpointException {
    additions.write(file, target);
  }

  Progress progress() {
    return progress;
  }

  /**
   * The network as it was saved, for inference: it has no optimiser.
   *
   * @param compute who computes the layers
   * @throws CheckpointException if the arrays are not those of the described network
   */
  public EmbeddingNetwork network(Compute compute) throws CheckpointException {
    EmbeddingNetwork network =
        EmbeddingNetwork.create(
            model.network(),
            model.head(),
            model.labels().size(),
            new TrainingRule(new NoOp(), options.optimizer().decay()),
            compute,
            options.seed());
    restore(network);
    return network;
  }

  /**
   * Gives a network of the same description the saved parameters, optimiser if it has one, and
   * step, which its margin depends on.
   */
  void restore(EmbeddingNetwork network) throws CheckpointException {
    for (String name : network.parameters().names()) {
      int[] shape = network.parameters().shape(name);
      network.parameters().set(name, file.array(PARAMETERS + name, ElementType.FLOAT, shape));
    }
    if (network.updaterState().isPresent()) {
      int length = network.updaterState().get().length();
      network.setUpdaterState(file.array(MOMENTUM, ElementType.FLOAT, length));
    }
    network.setStep(progress.step());
  }

  /**
   * Gives a restored network its own weights back, and the average to their average.
   *
   * @param average of the network
   */
  void restoreWeights(EmbeddingNetwork network, AveragedWeights average)
      throws CheckpointException {
    int length = Math.toIntExact(network.graph().numParams());
    average.setOthers(file.array(WEIGHTS, ElementType.FLOAT, length).floats());
    average.exchange();
  }

  /** The epoch under way when the run was saved. */
  EpochTotals totals() throws CheckpointException {
    NpyArray labels = file.arrays().get(LABELS);
    int length = labels == null ? 0 : labels.length();
    return new EpochTotals(
        progress.batches(),
        progress.lossSum(),
        progress.weightedLossSum(),
        file.array(LABELS, ElementType.LONG, length).ints(),
        file.array(WITH_MARGIN, ElementType.LONG, length).ints(),
        file.array(MARGIN_FREE, ElementType.LONG, length).ints());
  }
}
