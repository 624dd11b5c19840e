package arcface4j.model;

import arcface4j.engine.ParameterMemory;
import java.nio.FloatBuffer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * One of the graph's flat float32 vectors as the fast engine sees it: an address for each name.
 *
 * @param names where each parameter lies
 * @param vector the vector, which must not move
 */
record FlatMemory(NamedParameters names, INDArray vector) implements ParameterMemory {

  @Override
  public long address(String name) {
    // Not data().address(), which leaves out a view's offset.
    return vector.data().addressPointer().address() + names.offset(name) * Float.BYTES;
  }

  @Override
  public long length(String name) {
    return names.length(name);
  }

  /** The elements of one name, to read and write. */
  FloatBuffer elements(String name) {
    FloatBuffer all = vector.data().asNioFloat();
    return all.slice(Math.toIntExact(names.offset(name)), names.length(name));
  }
}
