package arcface4j.engine;

import org.bytedeco.dnnl.dnnl_memory;
import org.bytedeco.dnnl.global.dnnl;

/**
 * A tensor of a program: in its arena while it lives, or in the caller's memory.
 *
 * <p>A value that shares another one's memory is that value overwritten or seen in another shape.
 */
final class Value {

  /** Who owns the memory, which also tells what kind of reorder moves it. */
  enum Owner {
    /** The program's arena. */
    ARENA,
    /** The arena, and it lives as long as the program. */
    ARENA_FOR_EVER,
    /** The caller's parameters or their gradients. */
    PARAMETERS,
    /** The caller's images, features or their gradients. */
    BORDER
  }

  private final Descriptor descriptor;
  private final Owner owner;
  private final Value storage;
  private final long offset;
  private int first = Integer.MAX_VALUE;
  private int last = -1;
  private dnnl_memory memory;
  private long address;

  Value(Descriptor descriptor, Owner owner) {
    this.descriptor = descriptor;
    this.owner = owner;
    this.storage = this;
    this.offset = 0;
  }

  private Value(Value other, Descriptor descriptor, long offset) {
    this.descriptor = descriptor;
    owner = other.owner;
    storage = other.storage;
    this.offset = other.offset + offset;
  }

  /**
   * Another value in this one's place: the same numbers seen otherwise, or new ones over them.
   *
   * @param offset bytes from this value's beginning
   */
  Value inPlace(Descriptor descriptor, long offset) {
    return new Value(this, descriptor, offset);
  }

  Descriptor descriptor() {
    return descriptor;
  }

  Owner owner() {
    return owner;
  }

  boolean inArena() {
    return owner == Owner.ARENA || owner == Owner.ARENA_FOR_EVER;
  }

  /** Notes that a step reads or writes the value. */
  void usedBy(int step) {
    storage.first = Math.min(storage.first, step);
    storage.last = Math.max(storage.last, step);
  }

  /** What the arena must give, for a value that owns its storage and is used. */
  ArenaPlan.Need need(int steps) {
    return owner == Owner.ARENA_FOR_EVER
        ? new ArenaPlan.Need(descriptor.bytes(), 0, steps)
        : new ArenaPlan.Need(descriptor.bytes(), first, last);
  }

  boolean ownsStorage() {
    return storage == this;
  }

  boolean used() {
    return storage.last >= 0;
  }

  void attach(dnnl_memory memory) {
    this.memory = memory;
  }

  dnnl_memory memory() {
    return memory;
  }

  /** Where the value lies from now on. */
  void moveTo(long address) {
    this.address = address;
    if (memory != null) {
      Status.check(
          dnnl.dnnl_memory_set_data_handle(memory, new NativeAddress(address)), () -> "a memory");
    }
  }

  long address() {
    return storage.address + offset;
  }
}
