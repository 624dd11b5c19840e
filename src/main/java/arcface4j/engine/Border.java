package arcface4j.engine;

import java.util.function.Supplier;

/** Checks of addresses that come from callers. */
final class Border {

  private Border() {}

  /** Throws unless the address can hold float32 numbers. */
  static void requireAddress(long address, Supplier<String> what) {
    if (address == 0 || address % Float.BYTES != 0) {
      throw new IllegalArgumentException(
          "the address of %s is 0x%x; it must be a multiple of 4 and not 0"
              .formatted(what.get(), address));
    }
  }
}
