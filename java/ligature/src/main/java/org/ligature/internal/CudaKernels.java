package org.ligature.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * The kernels for CUDA devices: one fatbin in the jar for all platforms, as device code does not
 * depend on the host.
 */
public final class CudaKernels {
  private static final String FATBIN = "cuda/ligature.fatbin";

  private CudaKernels() {}

  /**
   * Opens a context of a CUDA device.
   *
   * @return its address, for {@code lig_context_destroy}
   * @throws UnsupportedOperationException with the reason where the device cannot be used
   * @throws IllegalArgumentException if there is no such device
   */
  public static long openContext(int device) {
    byte[] fatbin = read();
    long[] context = new long[1];
    Natives.check(Natives.lig_cuda_context_create(context, device, fatbin, fatbin.length));
    return context[0];
  }

  private static byte[] read() {
    try (InputStream in = CudaKernels.class.getResourceAsStream(FATBIN)) {
      if (in == null) {
        throw new UnsupportedOperationException(
            "this build of Ligature has no CUDA kernels: it was built where there was no nvcc");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("the CUDA kernels of the jar cannot be read", e);
    }
  }
}
