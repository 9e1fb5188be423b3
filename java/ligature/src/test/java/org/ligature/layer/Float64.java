package org.ligature.layer;

import org.ligature.chunk.ChunkBatch;
import org.ligature.chunk.Pattern;

/**
 * The oracle: embedding and attention in float64, by the plain loops of their definition. Slow and
 * obvious; every engine answers to it. A mask is {@code keep[query][key]}.
 */
final class Float64 {
  private Float64() {}

  /** Every pair asked one by one. */
  static boolean[][] keep(ChunkBatch queries, ChunkBatch keys, Pattern pattern) {
    boolean[][] keep = new boolean[queries.numChunks()][keys.numChunks()];
    for (int q = 0; q < keep.length; q++) {
      for (int k = 0; k < keep[q].length; k++) {
        keep[q][k] = pattern.keeps(queries, q, keys, k);
      }
    }
    return keep;
  }

  /** The weight of slot s of chunk c. */
  private static double weight(
      ChunkBatch batch, ChunkEmbedding embedding, float[] slotWeights, int c, int s) {
    return switch (embedding.pool()) {
      case SUM -> 1;
      case MEAN -> 1.0 / (batch.chunkEnd(c) - batch.chunkStart(c));
      case SLOTS -> slotWeights[slot(embedding, s)];
    };
  }

  private static int slot(ChunkEmbedding embedding, int s) {
    return Math.min(s, embedding.numSlots() - 1);
  }

  /** Embedding and its gradients, kept as fields. */
  static final class Embedding {
    final double[] out; // [numChunks, dim]
    final double[][] dtables; // of each table [rows, dim]
    final double[] dslots; // [numSlots]

    Embedding(
        ChunkBatch batch,
        ChunkEmbedding embedding,
        float[][] tables,
        float[] slotWeights,
        float[] dout,
        int dim) {
      int[] units = batch.units();
      out = new double[batch.numChunks() * dim];
      dtables = new double[tables.length][];
      dslots = new double[embedding.numSlots()];
      for (int t = 0; t < tables.length; t++) {
        dtables[t] = new double[tables[t].length];
        UnitField field = embedding.fields().get(t);
        for (int c = 0; c < batch.numChunks(); c++) {
          for (int s = 0; s < batch.chunkEnd(c) - batch.chunkStart(c); s++) {
            int unit = units[batch.chunkStart(c) + s];
            int row = (unit / (1 << field.shift())) % (1 << field.width());
            double weight = weight(batch, embedding, slotWeights, c, s);
            for (int d = 0; d < dim; d++) {
              out[c * dim + d] += weight * tables[t][row * dim + d];
              dtables[t][row * dim + d] += weight * dout[c * dim + d];
              if (dslots.length > 0) {
                dslots[slot(embedding, s)] += (double) dout[c * dim + d] * tables[t][row * dim + d];
              }
            }
          }
        }
      }
    }
  }

  /** Attention and its gradients, kept as fields. Arrays are NHD. */
  static final class Attention {
    final double[] out;
    final double[] lse;
    final double[] dq;
    final double[] dk;
    final double[] dv;

    Attention(
        boolean[][] keep,
        int heads,
        int kvHeads,
        int dim,
        double scale,
        float[] q,
        float[] k,
        float[] v,
        float[] dout) {
      int queries = keep.length;
      out = new double[q.length];
      lse = new double[queries * heads];
      dq = new double[q.length];
      dk = new double[k.length];
      dv = new double[k.length];
      for (int h = 0; h < heads; h++) {
        int kvHead = h / (heads / kvHeads);
        for (int i = 0; i < queries; i++) {
          int at = (i * heads + h) * dim;
          double[] p = new double[keep[i].length];
          double max = Double.NEGATIVE_INFINITY;
          for (int j = 0; j < p.length; j++) {
            p[j] =
                keep[i][j]
                    ? scale * dot(q, at, k, (j * kvHeads + kvHead) * dim, dim)
                    : Double.NEGATIVE_INFINITY;
            max = Math.max(max, p[j]);
          }
          double sum = 0;
          for (int j = 0; j < p.length; j++) {
            p[j] = keep[i][j] ? Math.exp(p[j] - max) : 0;
            sum += p[j];
          }
          lse[i * heads + h] = sum == 0 ? Double.NEGATIVE_INFINITY : max + Math.log(sum);
          double delta = 0;
          for (int j = 0; j < p.length; j++) {
            p[j] = keep[i][j] ? p[j] / sum : 0;
            for (int d = 0; d < dim && keep[i][j]; d++) {
              out[at + d] += p[j] * v[(j * kvHeads + kvHead) * dim + d];
            }
          }
          for (int d = 0; d < dim; d++) {
            delta += out[at + d] * dout[at + d];
          }
          for (int j = 0; j < p.length; j++) {
            if (!keep[i][j]) {
              continue;
            }
            int key = (j * kvHeads + kvHead) * dim;
            double ds = p[j] * (dot(dout, at, v, key, dim) - delta) * scale;
            for (int d = 0; d < dim; d++) {
              dv[key + d] += p[j] * dout[at + d];
              dq[at + d] += ds * k[key + d];
              dk[key + d] += ds * q[at + d];
            }
          }
        }
      }
    }

    private static double dot(float[] a, int aAt, float[] b, int bAt, int dim) {
      double sum = 0;
      for (int d = 0; d < dim; d++) {
        sum += (double) a[aAt + d] * b[bAt + d];
      }
      return sum;
    }
  }
}
