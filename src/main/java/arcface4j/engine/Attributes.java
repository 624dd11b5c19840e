package arcface4j.engine;

import org.bytedeco.dnnl.dnnl_post_ops;
import org.bytedeco.dnnl.dnnl_primitive_attr;
import org.bytedeco.dnnl.global.dnnl;

/** What a primitive does beyond its operation; scratch memory always comes from the program. */
final class Attributes implements AutoCloseable {

  private final Handles handles = new Handles();
  private final dnnl_primitive_attr attributes = new dnnl_primitive_attr();

  private Attributes() {
    Status.check(dnnl.dnnl_primitive_attr_create(attributes), () -> "attributes");
    handles.own(attributes, dnnl::dnnl_primitive_attr_destroy);
    int status =
        dnnl.dnnl_primitive_attr_set_scratchpad_mode(attributes, dnnl.dnnl_scratchpad_mode_user);
    Status.check(status, () -> "attributes");
  }

  /** Nothing beyond the operation. */
  static Attributes plain() {
    return new Attributes();
  }

  /**
   * The result is added to what the destination holds ({@code sum}), then activated.
   *
   * @param activation or null
   */
  static Attributes after(boolean sum, Activation activation) {
    Attributes attributes = new Attributes();
    dnnl_post_ops operations = new dnnl_post_ops();
    Status.check(dnnl.dnnl_post_ops_create(operations), () -> "post-operations");
    attributes.handles.own(operations, dnnl::dnnl_post_ops_destroy);
    attributes.append(operations, sum, activation);
    return attributes;
  }

  private void append(dnnl_post_ops operations, boolean sum, Activation activation) {
    if (sum) {
      int status = dnnl.dnnl_post_ops_append_sum(operations, 1, 0, dnnl.dnnl_data_type_undef);
      Status.check(status, () -> "a sum behind an operation");
    }
    if (activation != null) {
      int status = dnnl.dnnl_post_ops_append_eltwise(operations, activation.code(), 0, 0);
      Status.check(status, () -> activation + " behind an operation");
    }
    Status.check(
        dnnl.dnnl_primitive_attr_set_post_ops(attributes, operations), () -> "post-operations");
  }

  dnnl_primitive_attr handle() {
    return attributes;
  }

  @Override
  public void close() {
    handles.close();
  }
}
