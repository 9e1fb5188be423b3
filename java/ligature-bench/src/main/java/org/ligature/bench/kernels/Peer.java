package org.ligature.bench.kernels;

import java.util.List;

/** A library under test. It lives in a process of its own and is used by one thread. */
public interface Peer {
  /** Its name and version, and what else its speed depends on. */
  String version();

  /**
   * Makes the inputs of a case from {@link PeerInputs}.
   *
   * <ul>
   *   <li>{@code op=attn}: attention over b texts of n chunks, h heads of d, on t threads; mask
   *       none, causal, or bs25 (a quarter of the tiles); dtype f32 or bf16; dir fwd or train
   *       (forward and backward). q, k, v and the gradient are tensors 1 to 4, [b, h, n, d]; q
   *       three times larger.
   *   <li>{@code op=emb}: bags of ids of a table [V, d], tensor 11, mode sum or mean; dir fwd,
   *       train (a dense gradient of the table, made anew) or trainsparse (of the rows touched);
   *       the gradient of the bags is tensor 12.
   * </ul>
   *
   * @throws UnsupportedOperationException where the library has no such case; says why
   */
  Case prepare(Settings settings) throws Exception;

  /** One call of a library with its inputs, ready to be run again and again. */
  interface Case extends AutoCloseable {
    /** Runs it once; what it gives stays until the next run. */
    void run() throws Exception;

    /**
     * What the last run gave: the output, then gradients (of q, k, v; of the table; of touched rows
     * by ascending id).
     */
    List<float[]> results() throws Exception;

    @Override
    void close();
  }
}
