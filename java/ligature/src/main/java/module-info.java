/** Lets a model think in chunks of words instead of tokens. */
module org.ligature {
  requires transitive org.bytedeco.javacpp;
  requires it.unimi.dsi.fastutil.core;

  exports org.ligature.codec;
  exports org.ligature.chunk;
  exports org.ligature.tensor;
  exports org.ligature.layer;
}
