package arcface4j.engine;

import java.util.Arrays;
import java.util.List;
import org.bytedeco.dnnl.dnnl_memory;
import org.bytedeco.dnnl.dnnl_stream;
import org.bytedeco.dnnl.global.dnnl;

/** A recipe with memory: steps that can run, the arena they share, and their profile. */
final class Program implements AutoCloseable {

  private final Recipe recipe;
  private final List<Step> steps;
  private final long[] nanos = new long[Phase.values().length];
  private final long[] calls = new long[Phase.values().length];
  private boolean closed;

  /** Takes over the recipe; it is closed here even if this fails. */
  Program(Recipe recipe, String what) {
    this.recipe = recipe;
    steps = List.copyOf(recipe.steps());
    try {
      allocate(what);
      recipe.values().stream().filter(Value::used).forEach(this::attach);
      steps.forEach(step -> step.prepare(recipe));
    } catch (RuntimeException | Error e) {
      recipe.close();
      throw e;
    }
  }

  private void allocate(String what) {
    List<Value> placed =
        recipe.values().stream()
            .filter(value -> value.inArena() && value.ownsStorage() && value.used())
            .toList();
    ArenaPlan plan = new ArenaPlan(placed.stream().map(value -> value.need(steps.size())).toList());
    Arena block = new Arena(Math.max(1, plan.bytes()), () -> what);
    recipe.handles().own(block, Arena::close);
    for (int i = 0; i < placed.size(); i++) {
      placed.get(i).moveTo(block.address() + plan.offset(i));
    }
  }

  private void attach(Value value) {
    dnnl_memory memory = new dnnl_memory();
    int status =
        dnnl.dnnl_memory_create(
            memory,
            value.descriptor().handle(),
            recipe.onednn().engine(),
            new NativeAddress(value.address()));
    Status.check(status, () -> "a memory of " + value.descriptor().bytes() + " bytes");
    recipe.handles().own(memory, dnnl::dnnl_memory_destroy);
    value.attach(memory);
  }

  /** Runs steps [from, to). */
  void run(int from, int to) {
    requireOpen();
    dnnl_stream stream = recipe.onednn().stream();
    long before = System.nanoTime();
    for (Step step : steps.subList(from, to)) {
      step.run(stream);
      long now = System.nanoTime();
      nanos[step.phase().ordinal()] += now - before;
      calls[step.phase().ordinal()]++;
      before = now;
    }
    Status.check(dnnl.dnnl_stream_wait(stream), () -> "a step of the network");
  }

  void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the program was closed; make a new one");
    }
  }

  StepProfile profile() {
    return StepProfile.of(nanos, calls);
  }

  void resetProfile() {
    Arrays.fill(nanos, 0);
    Arrays.fill(calls, 0);
  }

  /** What each step does and with which implementation. */
  List<String> describe() {
    requireOpen();
    return steps.stream().map(Step::describe).toList();
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      recipe.close();
    }
  }
}
