package arcface4j.engine;

import java.util.Locale;
import org.bytedeco.dnnl.global.dnnl;

/** A function of each number by itself, between two layers. */
public enum Activation {
  /** max(x, 0). */
  RELU,

  /**
   * x / 2 (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3))): Hendrycks and Gimpel, 2016, <a
   * href="https://arxiv.org/abs/1606.08415">arXiv:1606.08415</a>, section 2.
   */
  GELU;

  /** oneDNN's {@code dnnl_alg_kind_t}; asking for it loads the library. */
  int code() {
    return this == RELU ? dnnl.dnnl_eltwise_relu : dnnl.dnnl_eltwise_gelu_tanh;
  }

  /** The name on the command line and in names of layers. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
