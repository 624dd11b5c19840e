package arcface4j.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class OperationsTest {

  /** 3 x 3 over 5 x 5 with stride 2 gives 3 x 3 pixels; the images have no gradient. */
  @Test
  void countsTheProductsOfConvolutionsAndOfTheLinearLayer() {
    NetworkSpec spec =
        new NetworkSpec(
            new Shape(3, 5, 5),
            List.of(
                new LayerSpec.Convolution("first", NetworkSpec.IMAGES, 4, 3, 2, 1),
                new LayerSpec.Norm("norm", "first", true),
                new LayerSpec.Convolution("second", "norm", 6, 1, 1, 0),
                new LayerSpec.GlobalPool("pool", "second"),
                new LayerSpec.Linear("linear", "pool", 7)));
    double first = 9 * 4 * 3 * 9;
    double second = 9 * 6 * 4;
    double linear = 6 * 7;
    Operations operations = Operations.of(spec);
    assertEquals(2 * (first + second + linear), operations.forward());
    assertEquals(2 * (2 * first + 3 * second + 3 * linear), operations.training());
  }
}
