package org.ligature.bench.kernels;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.ligature.tensor.DType;
import org.ligature.tensor.Device;

/** One of our kernels with its inputs; closes what it keeps. */
abstract class LigatureCase implements Peer.Case {
  private final List<AutoCloseable> open = new ArrayList<>();
  final Device device;

  LigatureCase(Settings settings) {
    device = keep(device(settings.number("t", 1)));
  }

  /** The engine that the JVM was started with, or this machine's fastest. */
  static Device device(int threads) {
    List<String> engines = Device.engines();
    String engine = System.getProperty(Device.ENGINE_PROPERTY, engines.get(engines.size() - 1));
    return Device.cpu(engine, threads);
  }

  static DType dtype(Settings settings) {
    return DType.valueOf(settings.word("dtype", "f32").toUpperCase(Locale.ROOT));
  }

  <T extends AutoCloseable> T keep(T resource) {
    open.add(resource);
    return resource;
  }

  @Override
  public void close() {
    Collections.reverse(open);
    try {
      for (AutoCloseable resource : open) {
        resource.close();
      }
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
