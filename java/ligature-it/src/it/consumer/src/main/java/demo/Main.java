package demo;

import org.bytedeco.javacpp.FloatPointer;
import org.ligature.chunk.ChunkBatch;
import org.ligature.chunk.ChunkSplitter;
import org.ligature.chunk.Pattern;
import org.ligature.codec.GlyphCodec;
import org.ligature.codec.Glyphs;
import org.ligature.layer.AttentionPlan;
import org.ligature.layer.ChunkAttention;
import org.ligature.tensor.DType;
import org.ligature.tensor.Device;
import org.ligature.tensor.Tensor;

/** Text to attended chunks with nothing but the one dependency. */
public final class Main {
  public static void main(String[] args) {
    GlyphCodec codec =
        GlyphCodec.trainer().add("The quick brown fox jumps over the lazy dog.").train();
    Glyphs text = codec.encode("The quick brown fox jumps over");
    ChunkBatch batch = ChunkBatch.of(text, ChunkSplitter.fixed(2));
    long n = batch.numChunks();
    try (Device device = Device.best();
        AttentionPlan attend = ChunkAttention.of(1, 4).plan(device, batch, Pattern.all());
        Tensor q = device.tensor(DType.F32, n, 1, 4);
        Tensor v = device.tensor(DType.F32, n, 1, 4);
        Tensor out = device.tensor(DType.F32, n, 1, 4);
        Tensor lse = device.tensor(DType.F32, n, 1)) {
      v.fill(3);
      attend.forward(out, lse, q, q, v);
      if (n != 3 || attend.mask().keptPairs() != 9 || out.toArray()[11] != 3) {
        throw new AssertionError(n + " chunks, " + out.toArray()[11]);
      }
      try (FloatPointer pointer = new FloatPointer(1f, 2, 3);
          Tensor shared = device.wrap(pointer, DType.F32, 3)) {
        shared.rows(1, 2).fill(5);
        if (pointer.get(1) != 5) {
          throw new AssertionError("a pointer's memory is not shared: " + pointer.get(1));
        }
      }
      System.out.println("consumer: 3 chunks, 9 pairs on " + device);
    }
  }
}
