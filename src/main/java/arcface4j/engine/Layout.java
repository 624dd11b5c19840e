package arcface4j.engine;

import org.bytedeco.dnnl.global.dnnl;

/** How activations [N, C, H, W] lie in memory. */
public enum Layout {
  /** Channels last. */
  NHWC,
  /** Channels in blocks of one vector register. */
  BLOCKED;

  /**
   * The faster layout. Measured over the convolutions of ResNet18 at batch 128
   * (docs/performance.md): AMX kernels read channels last; the float32 kernels of AVX-512 are 10 to
   * 15 % faster in blocks.
   */
  static Layout bestFor(Precision precision, InstructionSet instructions) {
    return precision == Precision.BF16 && instructions.hasAmx() ? NHWC : BLOCKED;
  }

  /** oneDNN's {@code dnnl_format_tag_t}. */
  int tag(InstructionSet instructions) {
    if (this == NHWC) {
      return dnnl.dnnl_nhwc;
    }
    return instructions.hasAvx512() ? dnnl.dnnl_nChw16c : dnnl.dnnl_nChw8c;
  }
}
