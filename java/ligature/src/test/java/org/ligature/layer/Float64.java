package org.ligature.layer;

import org.ligature.chunk.ChunkBatch;
import org.ligature.chunk.Pattern;
import org.ligature.codec.Unit;

/**
 * The oracle: embedding and attention in float64, by the plain loops of their definition. Slow and
 * obvious; every engine answers to it. A mask is {@code keep[query][key]}.
 */
final class Float64 {
  private Float64() {}

  /** Every pair asked one by one. */
  static boolean[][] keep(ChunkBatch batch, Pattern pattern) {
    boolean[][] keep = new boolean[batch.numChunks()][batch.numChunks()];
    for (int q = 0; q < keep.length; q++) {
      for (int k = 0; k < keep.length; k++) {
        keep[q][k] = pattern.keeps(batch, q, k);
      }
    }
    return keep;
  }

  /** table [glyphs, dim] to out [numChunks, dim]. */
  static double[] embed(ChunkBatch batch, float[] table, int dim, boolean mean) {
    int[] units = batch.units();
    double[] out = new double[batch.numChunks() * dim];
    for (int c = 0; c < batch.numChunks(); c++) {
      double weight = mean ? 1.0 / (batch.chunkEnd(c) - batch.chunkStart(c)) : 1;
      for (int u = batch.chunkStart(c); u < batch.chunkEnd(c); u++) {
        for (int d = 0; d < dim; d++) {
          out[c * dim + d] += weight * table[Unit.glyph(units[u]) * dim + d];
        }
      }
    }
    return out;
  }

  /** dout [numChunks, dim] to dtable [glyphs, dim]. */
  static double[] embedBackward(ChunkBatch batch, float[] dout, int dim, int glyphs, boolean mean) {
    int[] units = batch.units();
    double[] dtable = new double[glyphs * dim];
    for (int c = 0; c < batch.numChunks(); c++) {
      double weight = mean ? 1.0 / (batch.chunkEnd(c) - batch.chunkStart(c)) : 1;
      for (int u = batch.chunkStart(c); u < batch.chunkEnd(c); u++) {
        for (int d = 0; d < dim; d++) {
          dtable[Unit.glyph(units[u]) * dim + d] += weight * dout[c * dim + d];
        }
      }
    }
    return dtable;
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
