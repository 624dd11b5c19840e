package arcface4j.peers;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import onnx.Onnx.AttributeProto;
import onnx.Onnx.AttributeProto.AttributeType;
import onnx.Onnx.GraphProto;
import onnx.Onnx.ModelProto;
import onnx.Onnx.NodeProto;
import onnx.Onnx.OperatorSetIdProto;
import onnx.Onnx.TensorProto;
import onnx.Onnx.TensorShapeProto;
import onnx.Onnx.TypeProto;
import onnx.Onnx.ValueInfoProto;
import org.nd4j.shade.protobuf.ByteString;

/**
 * ResNet18 in its CIFAR form as an ONNX model: images [N, 3, 32, 32] to features [N, 512], with
 * random weights and batch norms for the runtime to fold.
 */
final class OnnxNetwork {

  static final String INPUT = "images";

  private static final String OUTPUT = "features";
  private static final int[] WIDTHS = {64, 128, 256, 512};
  private static final int SIZE = 32;
  private static final int IR_VERSION = 8;
  private static final int OPERATORS = 13;

  private final GraphProto.Builder graph = GraphProto.newBuilder().setName("resnet18");
  private final Random random = new Random(1);

  private OnnxNetwork() {}

  /** The model in ONNX's file format. */
  static byte[] write() {
    GraphProto graph = new OnnxNetwork().graph();
    return ModelProto.newBuilder()
        .setIrVersion(IR_VERSION)
        .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPERATORS))
        .setGraph(graph)
        .build()
        .toByteArray();
  }

  private GraphProto graph() {
    String last = relu(norm(convolution("stem", 3, WIDTHS[0], 3, 1, INPUT), WIDTHS[0]));
    int from = WIDTHS[0];
    for (int stage = 0; stage < WIDTHS.length; stage++) {
      last = block("stage" + stage + "a", from, WIDTHS[stage], stage == 0 ? 1 : 2, last);
      last = block("stage" + stage + "b", WIDTHS[stage], WIDTHS[stage], 1, last);
      from = WIDTHS[stage];
    }
    String pooled = node("GlobalAveragePool", "pooled", last);
    graph.addNode(
        NodeProto.newBuilder().setOpType("Flatten").addInput(pooled).addOutput(OUTPUT));
    graph.addInput(value(INPUT, 3, SIZE, SIZE)).addOutput(value(OUTPUT, from));
    return graph.build();
  }

  private String block(String name, int from, int to, int stride, String input) {
    String inner = relu(norm(convolution(name + "1", from, to, 3, stride, input), to));
    String outer = norm(convolution(name + "2", to, to, 3, 1, inner), to);
    boolean projects = stride != 1 || from != to;
    String other =
        projects ? norm(convolution(name + "s", from, to, 1, stride, input), to) : input;
    return relu(node("Add", name + ".add", outer, other));
  }

  private String convolution(
      String name, int from, int to, int kernel, int stride, String input) {
    double deviation = Math.sqrt(2.0 / (from * kernel * kernel));
    float[] weights = new float[to * from * kernel * kernel];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) (deviation * random.nextGaussian());
    }
    int pad = kernel / 2;
    graph.addNode(
        NodeProto.newBuilder()
            .setOpType("Conv")
            .addInput(input)
            .addInput(tensor(name + ".weight", weights, to, from, kernel, kernel))
            .addOutput(name)
            .addAttribute(integers("kernel_shape", kernel, kernel))
            .addAttribute(integers("strides", stride, stride))
            .addAttribute(integers("pads", pad, pad, pad, pad)));
    return name;
  }

  private String norm(String input, int channels) {
    String name = input + ".norm";
    return node(
        "BatchNormalization",
        name,
        input,
        tensor(name + ".scale", filled(channels, 1), channels),
        tensor(name + ".shift", filled(channels, 0), channels),
        tensor(name + ".mean", filled(channels, 0), channels),
        tensor(name + ".variance", filled(channels, 1), channels));
  }

  private String relu(String input) {
    return node("Relu", input + ".relu", input);
  }

  private String node(String operator, String name, String... inputs) {
    graph.addNode(
        NodeProto.newBuilder()
            .setOpType(operator)
            .addAllInput(Arrays.asList(inputs))
            .addOutput(name));
    return name;
  }

  private static float[] filled(int length, float value) {
    float[] values = new float[length];
    Arrays.fill(values, value);
    return values;
  }

  private String tensor(String name, float[] values, long... shape) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    TensorProto.Builder tensor =
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(TensorProto.DataType.FLOAT_VALUE)
            .setRawData(ByteString.copyFrom(bytes));
    Arrays.stream(shape).forEach(tensor::addDims);
    graph.addInitializer(tensor);
    return name;
  }

  private static AttributeProto integers(String name, long... values) {
    AttributeProto.Builder attribute =
        AttributeProto.newBuilder().setName(name).setType(AttributeType.INTS);
    Arrays.stream(values).forEach(attribute::addInts);
    return attribute.build();
  }

  /** A float32 tensor of any number of rows. */
  private static ValueInfoProto value(String name, long... shape) {
    TensorShapeProto.Builder dimensions = TensorShapeProto.newBuilder();
    dimensions.addDimBuilder().setDimParam("N");
    Arrays.stream(shape).forEach(size -> dimensions.addDimBuilder().setDimValue(size));
    TypeProto.Tensor type =
        TypeProto.Tensor.newBuilder()
            .setElemType(TensorProto.DataType.FLOAT_VALUE)
            .setShape(dimensions)
            .build();
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(type))
        .build();
  }
}
