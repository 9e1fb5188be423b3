package org.ligature.tensor;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.ShortBuffer;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.Pointer;
import org.ligature.internal.CudaKernels;
import org.ligature.internal.Handle;
import org.ligature.internal.Handles;
import org.ligature.internal.Natives;

/**
 * Where tensors live and layers run: the CPU, with an engine (a set of kernels for one instruction
 * set) and a pool of threads, or a CUDA device. Whoever opens a device closes it. Thread-safe; many
 * threads may share one.
 *
 * <p>The same inputs give the same bits on one engine, whatever the number of threads.
 *
 * <p>Every method that opens a device throws {@link UnsatisfiedLinkError} where the native library
 * cannot be loaded, with what was tried, why it failed and what to do.
 */
public final class Device implements AutoCloseable {
  /** The system property that names the engine of {@link #best}, such as {@code scalar}. */
  public static final String ENGINE_PROPERTY = "org.ligature.engine";

  /** The system property that sets the number of threads of {@link #best}. */
  public static final String THREADS_PROPERTY = "org.ligature.threads";

  private static final int MAX_THREADS = 1024;

  static {
    Handles.giveAccess(Device.class, device -> device.handle);
  }

  private static final String CUDA_ENGINE = "cuda";

  private final Handle handle;
  private final String name;
  private final String engine;
  private final int numThreads;
  private final String reason;

  private Device(long context, String name, String engine, int numThreads, String reason) {
    this.handle = new Handle("device", context, Natives::lig_context_destroy);
    this.name = name;
    this.engine = engine;
    this.numThreads = numThreads;
    this.reason = reason;
  }

  private static Device cpu(String engine, int numThreads, String why) {
    long[] context = new long[1];
    Natives.check(Natives.lig_context_create(context, engineIndex(engine), numThreads));
    String name = engine + ", " + numThreads + (numThreads == 1 ? " thread" : " threads");
    return new Device(context[0], name, engine, numThreads, "the CPU, " + engine + ": " + why);
  }

  /**
   * The best device of this machine for layers: its fastest CPU engine, with one thread for each
   * available processor. {@link #ENGINE_PROPERTY} and {@link #THREADS_PROPERTY} override either. A
   * CUDA device is not chosen, as layers do not run there yet.
   *
   * @throws IllegalArgumentException if a property names an engine that this machine cannot run, or
   *     is not a number of threads
   */
  public static Device best() {
    Natives.verify();
    String forced = System.getProperty(ENGINE_PROPERTY);
    int threads = threadsProperty();
    if (forced != null) {
      return cpu(forced, threads, ENGINE_PROPERTY + " asks for it");
    }
    String fastest = engines().get(engines().size() - 1);
    return cpu(fastest, threads, "the fastest engine here; layers do not run on CUDA devices yet");
  }

  /**
   * A CPU device.
   *
   * @param engine one of {@link #engines}
   * @param numThreads 1 to 1024, the calling thread included
   * @throws IllegalArgumentException if either is out of range
   */
  public static Device cpu(String engine, int numThreads) {
    Natives.verify();
    if (numThreads < 1 || numThreads > MAX_THREADS) {
      throw new IllegalArgumentException(
          "numThreads is " + numThreads + ", not 1 to " + MAX_THREADS);
    }
    return cpu(engine, numThreads, "the caller asked for it");
  }

  /**
   * A CUDA device of compute capability 8.0 or newer; a driver is all that the machine needs. Its
   * tensors live in its own memory: {@link Tensor#set}, {@link Tensor#copyTo} and the like copy and
   * wait, {@link Tensor#fill} is enqueued. Layers do not run there yet, and nothing can be wrapped.
   *
   * <p>The device is tried with a small kernel before this returns. It shares the primary context
   * of its device with other CUDA libraries of the process.
   *
   * @param index of the device, from 0 to {@link #cudaCount} - 1, in the driver's order
   * @throws UnsupportedOperationException with the reason where it cannot be used: no kernels in
   *     this build, no driver, no device, too old a device or driver, a kernel that fails
   * @throws IllegalArgumentException if there is no device of that index
   */
  public static Device cuda(int index) {
    Natives.verify();
    long context = CudaKernels.openContext(index);
    String name = Natives.cudaName(context);
    return new Device(context, name, CUDA_ENGINE, 1, name + ": the caller asked for it");
  }

  /** The number of CUDA devices, usable or not; 0 where there is no driver. */
  public static int cudaCount() {
    Natives.verify();
    int[] count = new int[1];
    return Natives.lig_cuda_device_count(count) == 0 ? count[0] : 0;
  }

  /**
   * For a log or a person: which device {@link #cuda cuda(0)} is, or why there is none. To know, it
   * is opened, and closed again.
   */
  public static String cudaReason() {
    try (Device first = cuda(0)) {
      return first.name + " holds tensors; layers do not run on CUDA devices yet";
    } catch (UnsupportedOperationException e) {
      return e.getMessage();
    }
  }

  /**
   * The engines that this machine can run, slowest first: {@code scalar} always, then on x86-64
   * {@code avx2}, {@code avx512} and {@code avx512bf16}, on 64-bit ARM {@code neon}.
   */
  public static List<String> engines() {
    Natives.verify();
    List<String> names = new ArrayList<>();
    for (int i = 0; i < Natives.lig_engine_count(); i++) {
      if (Natives.lig_engine_supported(i) == 1) {
        names.add(Natives.engineName(i));
      }
    }
    return List.copyOf(names);
  }

  private static int engineIndex(String engine) {
    if (engines().contains(engine)) {
      for (int i = 0; i < Natives.lig_engine_count(); i++) {
        if (Natives.engineName(i).equals(engine)) {
          return i;
        }
      }
    }
    throw new IllegalArgumentException(
        "no engine \"" + engine + "\" on this machine, which has " + engines());
  }

  private static int threadsProperty() {
    String text = System.getProperty(THREADS_PROPERTY);
    int threads = text == null ? Runtime.getRuntime().availableProcessors() : parse(text);
    if (threads < 1 || (text != null && threads > MAX_THREADS)) {
      throw new IllegalArgumentException(
          THREADS_PROPERTY + " is \"" + text + "\", not 1 to " + MAX_THREADS);
    }
    return Math.min(threads, MAX_THREADS);
  }

  private static int parse(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  /** The engine's name; {@code cuda} for a CUDA device. */
  public String engine() {
    return engine;
  }

  /** Threads of a call, the calling one included; 1 for a CUDA device. */
  public int numThreads() {
    return numThreads;
  }

  /** Why this device was chosen, for a log or a person. */
  public String reason() {
    return reason;
  }

  /**
   * A new tensor of zeros, outside the Java heap, 64-byte aligned. The caller closes it.
   *
   * @param shape sizes of the dimensions, each at least 0
   * @throws IllegalArgumentException if a size is negative or the whole is too large
   * @throws OutOfMemoryError if the system, or the CUDA device, has no such memory
   */
  public Tensor tensor(DType dtype, long... shape) {
    long context = handle.acquire();
    try {
      long bytes = Tensor.bytes(dtype, shape);
      return isCuda() ? cudaTensor(context, bytes, dtype, shape) : hostTensor(bytes, dtype, shape);
    } finally {
      handle.release();
    }
  }

  private Tensor hostTensor(long bytes, DType dtype, long... shape) {
    long[] memory = new long[1];
    Natives.check(Natives.lig_memory_create(memory, bytes));
    Handle own = new Handle("tensor", memory[0], Natives::lig_memory_destroy);
    return new Tensor(this, dtype, shape, own, Memory.HOST, false);
  }

  private Tensor cudaTensor(long context, long bytes, DType dtype, long... shape) {
    long[] memory = new long[1];
    Natives.check(Natives.lig_cuda_memory_create(context, memory, bytes));
    long block = memory[0];
    long address = Natives.lig_cuda_memory_address(block);
    Handle own = new Handle("tensor", address, ignored -> Natives.lig_cuda_memory_destroy(block));
    return new Tensor(this, dtype, shape, own, new Memory.Cuda(block), false);
  }

  private boolean isCuda() {
    return engine.equals(CUDA_ENGINE);
  }

  /**
   * A new tensor with the given elements, row-major. The caller closes it.
   *
   * @throws IllegalArgumentException if the shape does not hold exactly {@code elements.length}
   */
  public Tensor tensor(float[] elements, long... shape) {
    Tensor tensor = tensor(DType.F32, shape);
    try {
      tensor.set(elements);
      return tensor;
    } catch (RuntimeException e) {
      tensor.close();
      throw e;
    }
  }

  /**
   * An F32 tensor over a direct buffer's elements from position to limit, without a copy: both see
   * the same memory. The tensor keeps the buffer alive; closing it leaves the buffer as it is. A
   * read-only buffer gives a tensor that cannot be an output. Where the buffer is of an arena, the
   * tensor's use is refused with an IllegalStateException once that is closed; it must not be
   * closed while a call runs.
   *
   * @throws IllegalArgumentException if the buffer is not direct, not of native byte order, not
   *     aligned to its elements, or does not have exactly the shape's number of elements
   * @throws UnsupportedOperationException on a CUDA device, as from every method named wrap
   */
  public Tensor wrap(FloatBuffer buffer, long... shape) {
    return wrap(ForeignMemory.of(buffer), DType.F32, shape);
  }

  /**
   * {@link #wrap(FloatBuffer, long...)} for a BF16 tensor: each short is the bits of an element.
   */
  public Tensor wrap(ShortBuffer buffer, long... shape) {
    return wrap(ForeignMemory.of(buffer), DType.BF16, shape);
  }

  /**
   * {@link #wrap(FloatBuffer, long...)} for bytes of any dtype, such as a mapped file. The bytes
   * from position to limit must be exactly those of the shape's elements, and begin at an address
   * that is a multiple of an element's bytes. The byte order must be set to the native one, though
   * single bytes have none: who reads the buffer as floats then reads what the tensor holds.
   */
  public Tensor wrap(ByteBuffer buffer, DType dtype, long... shape) {
    return wrap(ForeignMemory.of(buffer), dtype, shape);
  }

  /**
   * A tensor over what a JavaCPP pointer points to from position to limit, without a copy, as the
   * JavaCPP bindings of PyTorch or ND4J give one: a {@code FloatPointer} for F32, a {@code
   * ShortPointer} for the bits of BF16, a {@code BytePointer} or a plain {@code Pointer}, which
   * count bytes, for either. A pointer that does not know how much it points to, such as the result
   * of a native function, is told by its {@code capacity(long)}. JavaCPP keeps the counts where a
   * pointer of one class is made of another's, though its elements are larger or smaller.
   *
   * <p>The tensor keeps the pointer alive; closing the tensor leaves the memory as it is. Once the
   * pointer was deallocated every use of the tensor is refused with an IllegalStateException. What
   * cannot be seen from here is the memory being freed while a call runs, or through another object
   * than this pointer: that ends the JVM, as it does for JavaCPP itself.
   *
   * @throws IllegalArgumentException if the pointer is null inside or deallocated, is of a class
   *     that does not hold the dtype, is not aligned to its elements, or does not have exactly the
   *     shape's number of elements
   */
  public Tensor wrap(Pointer pointer, DType dtype, long... shape) {
    return wrap(ForeignMemory.of(pointer, dtype), dtype, shape);
  }

  /**
   * A tensor over memory of which only the address is known. This is the one unsafe door of the
   * library: that the elements are there, and stay there until the tensor is closed, is the
   * caller's word, and where it is wrong the JVM ends or data is spoilt. What can be checked is:
   * the address is not null, negative or unaligned, and the elements end before 2^63.
   *
   * @param address of the first element
   * @param keepAlive what owns the memory, kept reachable until the tensor is closed or collected;
   *     null where nothing on the Java heap does
   * @throws IllegalArgumentException if a check fails
   */
  public Tensor wrapAddress(long address, DType dtype, Object keepAlive, long... shape) {
    return wrap(ForeignMemory.of(address, dtype, keepAlive, shape), dtype, shape);
  }

  private Tensor wrap(ForeignMemory memory, DType dtype, long... shape) {
    handle.acquire();
    try {
      if (isCuda()) {
        throw new UnsupportedOperationException(
            "memory of the host cannot be a tensor of "
                + name
                + "; make one with tensor(dtype, shape) and copy into it with set");
      }
      return memory.tensor(this, dtype, shape);
    } finally {
      handle.release();
    }
  }

  /**
   * Waits until all that was enqueued is done. The CPU enqueues nothing.
   *
   * @throws IllegalStateException if closed, or if what was enqueued has failed
   */
  public void synchronize() {
    long context = handle.acquire();
    try {
      if (isCuda()) {
        Natives.check(Natives.lig_cuda_synchronize(context));
      }
    } finally {
      handle.release();
    }
  }

  /**
   * Stops the threads, or waits for what was enqueued. Plans of this device cannot run afterwards;
   * tensors stay readable, and a CUDA device stays in use until the last of them is closed.
   *
   * @throws IllegalStateException while a call runs
   */
  @Override
  public void close() {
    handle.close();
  }

  @Override
  public String toString() {
    return "Device[" + name + "]";
  }
}
