package arcface4j.engine;

import org.bytedeco.dnnl.global.dnnl;

/**
 * The instructions that oneDNN uses on this processor.
 *
 * @param bits {@code dnnl_cpu_isa_t}, in which each set contains the bits of those below it
 */
record InstructionSet(int bits) {

  private static final int SSE41 = 0x1;
  private static final int AVX2 = 0x7;
  private static final int AVX512 = 0x27;
  private static final int AVX512_BF16 = 0xe7;
  private static final int AMX = 0xfef;

  static InstructionSet inEffect() {
    return new InstructionSet(dnnl.dnnl_get_effective_cpu_isa());
  }

  boolean hasAvx2() {
    return contains(AVX2);
  }

  /** Whether AVX2 is the widest that the processor has. */
  boolean endsAtAvx2() {
    return hasAvx2() && !hasAvx512();
  }

  boolean hasAvx512() {
    return contains(AVX512);
  }

  /** Whether bfloat16 runs in hardware. */
  boolean hasBf16() {
    return contains(AVX512_BF16);
  }

  boolean hasAmx() {
    return contains(AMX);
  }

  boolean supports(Precision precision) {
    return precision == Precision.F32 || hasBf16();
  }

  /**
   * Throws unless the precision runs in hardware.
   *
   * @throws EngineException naming the instructions that are missing
   */
  void require(Precision precision) {
    if (!supports(precision)) {
      throw new EngineException(
          "bf16 needs a processor with AVX512-BF16 or AMX; this one has "
              + this
              + "; use --precision f32");
    }
  }

  private boolean contains(int set) {
    return (bits & set) == set;
  }

  @Override
  public String toString() {
    if (hasAmx()) {
      return "AMX";
    }
    if (hasBf16()) {
      return "AVX512-BF16";
    }
    if (hasAvx512()) {
      return "AVX512";
    }
    return hasAvx2() ? "AVX2" : contains(SSE41) ? "SSE4.1" : "none";
  }
}
