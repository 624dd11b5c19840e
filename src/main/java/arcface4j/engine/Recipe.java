package arcface4j.engine;

import arcface4j.engine.Step.Argument;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.dnnl.global.dnnl;

/**
 * A program before it has memory: its steps in order and the values they touch. Kernels write their
 * steps down here.
 */
final class Recipe implements AutoCloseable {

  private final Onednn onednn;
  private final int batch;
  private final ProgramOptions options;
  private final Layout layout;
  private final Handles handles = new Handles();
  private final List<Step> steps = new ArrayList<>();
  private final List<Value> values = new ArrayList<>();
  private final Map<PrimitiveDescription, dnnl_primitive> primitives = new IdentityHashMap<>();

  /** Of layers that are wide enough for any layout. */
  Recipe(Onednn onednn, int batch, ProgramOptions options) {
    this(onednn, batch, options, Integer.MAX_VALUE);
  }

  /**
   * @param narrowest the fewest channels of a layer
   */
  Recipe(Onednn onednn, int batch, ProgramOptions options, int narrowest) {
    if (batch < 1) {
      throw new IllegalArgumentException("batch " + batch + " is not positive");
    }
    onednn.require(options.precision());
    this.onednn = onednn;
    this.batch = batch;
    this.options = options;
    layout =
        options.layout() != null
            ? options.layout()
            : onednn.bestLayout(options.precision(), batch, narrowest);
  }

  Onednn onednn() {
    return onednn;
  }

  int batch() {
    return batch;
  }

  Precision precision() {
    return options.precision();
  }

  ProgramOptions options() {
    return options;
  }

  Layout layout() {
    return layout;
  }

  Handles handles() {
    return handles;
  }

  List<Step> steps() {
    return steps;
  }

  List<Value> values() {
    return values;
  }

  // Descriptors

  /** An activation [N, C, H, W] in the program's layout and precision. */
  Descriptor activation(Shape shape) {
    return activation(shape, layout);
  }

  /** The same in a layout of the caller's choice. */
  Descriptor activation(Shape shape, Layout other) {
    return tagged(precision(), other.tag(onednn.instructions()), shape.batched(batch));
  }

  /** Four dimensions in the program's layout. */
  Descriptor inLayout(Precision precision, long... dimensions) {
    return tagged(precision, layout.tag(onednn.instructions()), dimensions);
  }

  /** Dimensions in a layout of oneDNN's, {@code dnnl_format_tag_t}. */
  Descriptor tagged(Precision precision, int tag, long... dimensions) {
    dnnl_memory_desc handle = new dnnl_memory_desc();
    int status =
        dnnl.dnnl_memory_desc_create_with_tag(
            handle, dimensions.length, dimensions, precision.code(), tag);
    Status.check(status, () -> "a tensor of shape " + Arrays.toString(dimensions));
    return descriptor(handle);
  }

  /** Weights or a row of numbers in float32, dimensions in C order. */
  Descriptor plain(long... dimensions) {
    return tagged(Precision.F32, PLAIN_TAGS[dimensions.length], dimensions);
  }

  /** A matrix, one row behind the other. */
  Descriptor matrix(Precision precision, long rows, long columns) {
    return tagged(precision, dnnl.dnnl_ab, rows, columns);
  }

  /** Dimensions with the distance in numbers from one index to the next. */
  Descriptor strided(Precision precision, long[] dimensions, long[] strides) {
    dnnl_memory_desc handle = new dnnl_memory_desc();
    int status =
        dnnl.dnnl_memory_desc_create_with_strides(
            handle, dimensions.length, dimensions, precision.code(), strides);
    Status.check(status, () -> "a tensor of shape " + Arrays.toString(dimensions));
    return descriptor(handle);
  }

  /** The same numbers with the first two dimensions exchanged. */
  Descriptor exchanged(Descriptor descriptor) {
    dnnl_memory_desc handle = new dnnl_memory_desc();
    int status =
        dnnl.dnnl_memory_desc_permute_axes(handle, descriptor.handle(), new int[] {1, 0, 2, 3});
    Status.check(status, () -> "a tensor whose first two dimensions are exchanged");
    return descriptor(handle);
  }

  /** The kernel chooses the layout. */
  Descriptor anyLayout(Precision precision, long... dimensions) {
    return tagged(precision, dnnl.dnnl_format_tag_any, dimensions);
  }

  private static final int[] PLAIN_TAGS = {
    dnnl.dnnl_format_tag_undef, dnnl.dnnl_a, dnnl.dnnl_ab, dnnl.dnnl_abc, dnnl.dnnl_abcd
  };

  /** Takes over a handle. */
  Descriptor descriptor(dnnl_memory_desc handle) {
    handles.own(handle, dnnl::dnnl_memory_desc_destroy);
    return new Descriptor(handle, dnnl.dnnl_memory_desc_get_size(handle));
  }

  // Values

  Value value(Descriptor descriptor) {
    return value(descriptor, Value.Owner.ARENA);
  }

  Value value(Descriptor descriptor, Value.Owner owner) {
    return register(new Value(descriptor, owner));
  }

  /** A value written over another one, which nothing reads afterwards. */
  Value overwrite(Value value) {
    return view(value, value.descriptor(), 0);
  }

  /** Numbers of a value in the arena, from an offset in bytes on, with other dimensions. */
  Value view(Value value, Descriptor descriptor, long offset) {
    return register(value.inPlace(descriptor, offset));
  }

  private Value register(Value value) {
    values.add(value);
    return value;
  }

  // Steps

  /**
   * Describes an operation.
   *
   * @param create calls oneDNN's {@code ..._primitive_desc_create} and returns its status
   */
  PrimitiveDescription describe(
      String what,
      Attributes attributes,
      BiFunction<dnnl_primitive_desc, Attributes, Integer> create) {
    dnnl_primitive_desc handle = new dnnl_primitive_desc();
    String named = what + " (batch " + batch + ", " + precision() + ")";
    try (attributes) {
      Status.check(create.apply(handle, attributes), () -> named);
    }
    handles.own(handle, dnnl::dnnl_primitive_desc_destroy);
    return new PrimitiveDescription(this, handle, named);
  }

  /** The primitive of a description, made once for all steps that run it. */
  dnnl_primitive primitive(PrimitiveDescription description) {
    return primitives.computeIfAbsent(description, this::newPrimitive);
  }

  private dnnl_primitive newPrimitive(PrimitiveDescription description) {
    dnnl_primitive primitive = new dnnl_primitive();
    Status.check(dnnl.dnnl_primitive_create(primitive, description.handle()), description::what);
    handles.own(primitive, dnnl::dnnl_primitive_destroy);
    return primitive;
  }

  /** Adds a primitive; its scratch memory is added to the arguments. */
  void add(Phase phase, PrimitiveDescription description, Argument... arguments) {
    Value scratch = value(description.scratchpad());
    List<Argument> all = new ArrayList<>(List.of(arguments));
    if (scratch.descriptor().bytes() > 0) {
      all.add(new Argument(dnnl.DNNL_ARG_SCRATCHPAD, scratch));
    }
    all.forEach(argument -> use(argument.value()));
    steps.add(new PrimitiveStep(phase, description, all));
  }

  /** Adds a primitive of one input and returns its output. */
  Value apply(Phase phase, PrimitiveDescription description, Value input, Descriptor destination) {
    Value output = value(destination);
    add(
        phase,
        description,
        new Argument(dnnl.DNNL_ARG_SRC, input),
        new Argument(dnnl.DNNL_ARG_DST, output));
    return output;
  }

  /** Adds a computation in Java over the addresses of the values. */
  void addJava(Phase phase, Runnable computation, Value... values) {
    List.of(values).forEach(this::use);
    steps.add(new JavaStep(phase, computation));
  }

  /** By the step that is added next. */
  private void use(Value value) {
    value.usedBy(steps.size());
  }

  /** The number of steps so far. */
  int mark() {
    return steps.size();
  }

  @Override
  public void close() {
    handles.close();
  }
}
