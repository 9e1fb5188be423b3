package org.ligature.bench.kernels;

import java.util.ArrayList;
import java.util.List;

/** What is measured: lists of cases. */
enum Suite {
  /** Forward, fp32. */
  ATTENTION,
  /** Forward and backward, fp32. */
  BACKWARD,
  /** Forward, bf16. */
  BF16,
  /** Bags of rows of a table. */
  EMBEDDING;

  /**
   * Its cases.
   *
   * @param quick whether they shall be small: to see that all works, not to learn anything
   */
  List<Settings> cases(int threads, boolean quick) {
    List<String> lines = new ArrayList<>();
    int chunks = quick ? 512 : 2048;
    switch (this) {
      case ATTENTION -> {
        for (int n = chunks; n <= 2 * chunks; n *= 2) {
          for (String mask : List.of("none", "causal", "bs25", "bs10")) {
            lines.add(attention("fwd", n, 64, mask, "f32"));
          }
        }
        for (String mask : List.of("none", "causal", "bs25")) {
          lines.add(attention("fwd", chunks, 128, mask, "f32"));
        }
      }
      case BACKWARD -> {
        lines.add(attention("train", chunks, 64, "causal", "f32"));
        lines.add(attention("train", chunks, 64, "bs25", "f32"));
        lines.add(attention("train", chunks, 128, "causal", "f32"));
      }
      case BF16 -> {
        for (String mask : List.of("none", "causal", "bs25")) {
          lines.add(attention("fwd", chunks, 64, mask, "bf16"));
        }
      }
      case EMBEDDING -> {
        int rows = quick ? 50_000 : 250_000;
        lines.add(embedding("fwd", rows, "sum", "f32"));
        lines.add(embedding("fwd", rows, "mean", "f32"));
        lines.add(embedding("fwd", rows, "sum", "bf16"));
        lines.add(embedding("train", rows, "sum", "f32"));
        lines.add(embedding("trainsparse", rows, "sum", "f32"));
      }
    }
    return lines.stream().map(line -> Settings.parse(line + " t=" + threads)).toList();
  }

  private static String attention(String dir, int chunks, int dim, String mask, String dtype) {
    return "op=attn dir="
        + dir
        + " b=1 h=8 n="
        + chunks
        + " d="
        + dim
        + " mask="
        + mask
        + " dtype="
        + dtype;
  }

  private static String embedding(String dir, int rows, String mode, String dtype) {
    return "op=emb dir="
        + dir
        + " V="
        + rows
        + " d=512 ids="
        + rows * 2 / 5
        + " mode="
        + mode
        + " dtype="
        + dtype;
  }

  /** What the table calls a case. */
  static String title(Settings settings) {
    String dtype = settings.word("dtype", "f32").equals("bf16") ? "bf16" : "fp32";
    String dir =
        switch (settings.word("dir", "fwd")) {
          case "train" ->
              settings.word("op", "").equals("emb") ? ", step, dense" : ", and backward";
          case "trainsparse" -> ", step, sparse";
          default -> "";
        };
    if (settings.word("op", "").equals("emb")) {
      return dtype + " " + settings.word("mode", "sum") + dir;
    }
    String mask = settings.word("mask", "none");
    String kept =
        mask.equals("none")
            ? "dense"
            : mask.equals("causal") ? mask : mask.substring(2) + " % of tiles";
    int dim = settings.number("d", 64);
    return dtype
        + " "
        + kept
        + " "
        + settings.word("n", "")
        + (dim == 64 ? "" : ", headDim " + dim)
        + dir;
  }
}
