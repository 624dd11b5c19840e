package arcface4j.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A parameter or running statistic, and where it lies in the graph's flat vectors.
 *
 * @param vertex whose it is
 * @param key DeepLearning4J's name of it in the vertex
 * @param value in DeepLearning4J's shape
 * @param offset of its first number
 */
record FlatParameter(GraphVertex vertex, String key, INDArray value, long offset) {

  /** All of a graph in the order of its vectors. */
  static List<FlatParameter> of(ComputationGraph graph) {
    List<FlatParameter> all = new ArrayList<>();
    long offset = 0;
    for (int index : graph.topologicalSortOrder()) {
      GraphVertex vertex = graph.getVertices()[index];
      for (Map.Entry<String, INDArray> entry : vertex.paramTable(false).entrySet()) {
        all.add(new FlatParameter(vertex, entry.getKey(), entry.getValue(), offset));
        offset += entry.getValue().length();
      }
    }
    return all;
  }

  /** How many numbers it has. */
  int length() {
    return Math.toIntExact(value.length());
  }
}
