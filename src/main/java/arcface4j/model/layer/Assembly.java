package arcface4j.model.layer;

import java.util.Collection;
import java.util.Map;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.layers.BaseLayer;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What DeepLearning4J wants done to a layer before it is used. */
final class Assembly {

  private Assembly() {}

  static <L extends BaseLayer<?>> L assemble(
      L layer,
      NeuralNetConfiguration configuration,
      Collection<TrainingListener> listeners,
      int index,
      INDArray parametersView,
      boolean initialize) {
    Map<String, INDArray> parameters =
        configuration.getLayer().initializer().init(configuration, parametersView, initialize);
    layer.setListeners(listeners);
    layer.setIndex(index);
    layer.setParamsViewArray(parametersView);
    layer.setParamTable(parameters);
    layer.setConf(configuration);
    return layer;
  }
}
