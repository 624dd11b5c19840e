package arcface4j.engine;

import org.bytedeco.dnnl.global.dnnl;

/** How activations [N, C, H, W] lie in memory. */
public enum Layout {
  /** Channels last. */
  NHWC,
  /** Channels in blocks of one vector register. */
  BLOCKED;

  /** Channels of a block with AVX-512: the float32 numbers of its register. */
  static final int BLOCK = 16;

  /**
   * The faster layout. Measured over ResNet18 (docs/performance.md): AMX and AVX2 kernels read
   * channels last; with AVX-512 alone, blocks are up to 10 % faster at batch 128 and 8 % slower at
   * batch 1. Convolutions whose channels fill no block run on reference code there.
   *
   * @param narrowest the fewest channels of a layer
   */
  static Layout bestFor(
      Precision precision, int batch, int narrowest, InstructionSet instructions) {
    boolean blocks = instructions.hasAvx512() && batch > 1 && narrowest >= BLOCK;
    boolean amx = precision == Precision.BF16 && instructions.hasAmx();
    return blocks && !amx ? BLOCKED : NHWC;
  }

  /** oneDNN's {@code dnnl_format_tag_t}. */
  int tag(InstructionSet instructions) {
    if (this == NHWC) {
      return dnnl.dnnl_nhwc;
    }
    return instructions.hasAvx512() ? dnnl.dnnl_nChw16c : dnnl.dnnl_nChw8c;
  }
}
