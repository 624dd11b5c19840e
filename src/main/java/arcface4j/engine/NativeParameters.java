package arcface4j.engine;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A memory for all parameters of a network that belongs to this object; zero at first. */
public final class NativeParameters implements ParameterMemory, AutoCloseable {

  private final Map<String, NativeFloats> tensors = new LinkedHashMap<>();

  public NativeParameters(NetworkSpec spec) {
    List<ParameterSpec> wanted = spec.parameters();
    wanted.forEach(p -> tensors.put(p.name(), new NativeFloats(Math.toIntExact(p.length()))));
  }

  @Override
  public long address(String name) {
    return tensor(name).address();
  }

  @Override
  public long length(String name) {
    return tensor(name).length();
  }

  /** Overwrites one tensor. */
  public void put(String name, float... values) {
    tensor(name).put(values);
  }

  /** A copy of one tensor. */
  public float[] get(String name) {
    return tensor(name).get();
  }

  private NativeFloats tensor(String name) {
    NativeFloats tensor = tensors.get(name);
    if (tensor == null) {
      throw new IllegalArgumentException(
          "no parameter " + name + "; there are " + tensors.keySet());
    }
    return tensor;
  }

  @Override
  public void close() {
    tensors.values().forEach(NativeFloats::close);
  }
}
