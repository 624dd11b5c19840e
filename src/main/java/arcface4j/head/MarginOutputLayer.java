package arcface4j.head;

import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.samediff.SDLayerParams;
import org.deeplearning4j.nn.conf.layers.samediff.SameDiffOutputLayer;
import org.deeplearning4j.nn.weights.WeightInit;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A margin head as DL4J's layer configuration: features [N, D] in, logits without margin [N, C]
 * out; trained with one-hot labels [N, C]. Its parameters are {@code W} [C * K, D], row class * K +
 * centre, and for softmax {@code b} [1, C].
 *
 * <p>DL4J writes it as JSON under its class name and reads it through the empty constructor and the
 * setters.
 */
public final class MarginOutputLayer extends SameDiffOutputLayer {

  private static final long serialVersionUID = 1L;
  private static final double DISTANCE = 0.1; // of a centre from where all of them start

  private MarginHead head;
  private int features;
  private int classes;

  /** For DL4J, which fills in the rest. */
  public MarginOutputLayer() {}

  /**
   * A head over D features and C classes.
   *
   * @throws IllegalArgumentException if either is not above 0
   */
  public MarginOutputLayer(MarginHead head, int features, int classes) {
    if (features < 1 || classes < 1) {
      throw new IllegalArgumentException(
          "a head of " + features + " features and " + classes + " classes; both must be above 0");
    }
    this.head = Objects.requireNonNull(head, "head");
    this.features = features;
    this.classes = classes;
  }

  public MarginHead getHead() {
    return head;
  }

  public void setHead(MarginHead head) {
    this.head = head;
  }

  /** D. */
  public int getFeatures() {
    return features;
  }

  public void setFeatures(int features) {
    this.features = features;
  }

  /** C. */
  public int getClasses() {
    return classes;
  }

  public void setClasses(int classes) {
    this.classes = classes;
  }

  @Override
  public void defineParameters(SDLayerParams params) {
    params.addWeightParam(MarginGraph.WEIGHT, rows(), features);
    if (head.kind() == HeadKind.SOFTMAX) {
      params.addBiasParam(MarginGraph.BIAS, 1, classes);
    }
  }

  private int rows() {
    return Math.multiplyExact(classes, head.centres().perClass());
  }

  /** The centres as {@link CentreStart} has them; the bias starts at 0. */
  @Override
  public void initializeParameters(Map<String, INDArray> params) {
    INDArray weight = params.get(MarginGraph.WEIGHT);
    switch (head.centres().start()) {
      case XAVIER -> initWeights(features, rows(), WeightInit.XAVIER_UNIFORM, weight);
      case TOGETHER -> startTogether(weight);
    }
    if (params.containsKey(MarginGraph.BIAS)) {
      params.get(MarginGraph.BIAS).assign(0.0);
    }
  }

  private void startTogether(INDArray weight) {
    initWeights(features, rows(), WeightInit.NORMAL, weight); // deviation 1 / sqrt(D)
    weight.muli(DISTANCE).addi(1 / Math.sqrt(features));
  }

  @Override
  public SDVariable defineLayer(
      SameDiff graph, SDVariable input, SDVariable labels, Map<String, SDVariable> parameters) {
    return new MarginGraph(graph, head, classes, input.dataType())
        .define(input, labels, parameters);
  }

  @Override
  public String activationsVertexName() {
    return MarginGraph.LOGITS;
  }

  @Override
  public InputType getOutputType(int layerIndex, InputType inputType) {
    return InputType.feedForward(classes);
  }

  @Override
  public void setNIn(InputType inputType, boolean override) {
    long given = inputType.arrayElementsPerExample();
    if (given != features) {
      throw new IllegalArgumentException(
          "the head takes " + features + " features, the network gives " + given);
    }
  }

  @Override
  public Layer instantiate(
      NeuralNetConfiguration conf,
      Collection<TrainingListener> listeners,
      int index,
      INDArray parameters,
      boolean initialize,
      DataType dataType) {
    MarginLayer layer = new MarginLayer(conf, dataType);
    layer.setIndex(index);
    layer.setParamsViewArray(parameters);
    layer.setParamTable(initializer().init(conf, parameters, initialize));
    layer.setConf(conf);
    return layer;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MarginOutputLayer that
        && super.equals(that)
        && Objects.equals(head, that.head)
        && features == that.features
        && classes == that.classes;
  }

  @Override
  public int hashCode() {
    return Objects.hash(super.hashCode(), head, features, classes);
  }
}
