package arcface4j.npy;

/** The element types that are read and written, with NumPy's name for each. Little-endian. */
public enum ElementType {
  FLOAT("<f4", 4),
  DOUBLE("<f8", 8),
  LONG("<i8", 8),
  UNSIGNED_BYTE("|u1", 1);

  private final String descriptor;
  private final int bytes;

  ElementType(String descriptor, int bytes) {
    this.descriptor = descriptor;
    this.bytes = bytes;
  }

  /** NumPy's {@code descr}, such as {@code <f4}. */
  public String descriptor() {
    return descriptor;
  }

  /** Bytes of one element. */
  public int bytes() {
    return bytes;
  }

  static ElementType of(String descriptor) throws NpyFormatException {
    for (ElementType type : values()) {
      if (type.descriptor.equals(descriptor)) {
        return type;
      }
    }
    throw new NpyFormatException(
        "element type '" + descriptor + "' is not one of <f4, <f8, <i8, |u1");
  }
}
