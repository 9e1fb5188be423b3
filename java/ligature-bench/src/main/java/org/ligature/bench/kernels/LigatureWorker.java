package org.ligature.bench.kernels;

import java.io.IOException;
import org.ligature.tensor.Device;

/** Our kernels as a worker of a comparison; {@code -Dorg.ligature.engine=NAME} forces an engine. */
public final class LigatureWorker implements Peer {
  private LigatureWorker() {}

  /** Serves standard input, as {@link Worker} says. */
  public static void main(String[] args) throws IOException {
    Worker.serve(new LigatureWorker());
  }

  @Override
  public String version() {
    try (Device device = LigatureCase.device(1)) {
      return "Ligature, engine " + device.engine();
    }
  }

  @Override
  public Case prepare(Settings settings) {
    return switch (settings.word("op", "")) {
      case "attn" -> new LigatureAttention(settings);
      case "emb" -> new LigatureEmbedding(settings);
      default -> throw new UnsupportedOperationException("no case " + settings);
    };
  }
}
