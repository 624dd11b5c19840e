package arcface4j.engine;

import java.util.Locale;
import org.bytedeco.dnnl.global.dnnl;

/**
 * The number format of activations and of their gradients. Master weights, statistics, weight
 * gradients and features are float32 in both.
 */
public enum Precision {
  F32(Float.BYTES),
  BF16(Short.BYTES);

  private final int bytes;

  Precision(int bytes) {
    this.bytes = bytes;
  }

  /** oneDNN's {@code dnnl_data_type_t}; asking for it loads the library. */
  int code() {
    return this == F32 ? dnnl.dnnl_f32 : dnnl.dnnl_bf16;
  }

  /** The name on the command line and in results. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Bytes of one number. */
  public int bytes() {
    return bytes;
  }
}
