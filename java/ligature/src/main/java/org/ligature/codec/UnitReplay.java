package org.ligature.codec;

import java.io.IOException;
import java.util.function.ObjLongConsumer;

/**
 * The training text once more, as units of a draft lexicon: for whoever chooses by what stands
 * beside what, and so needs the lexicon before the text.
 */
interface UnitReplay {
  /**
   * Gives every text that was added, in parts of whole sentences; no part is empty. With a part
   * comes its weight: how many times each of its units counts, at least 1. Word lists are no texts
   * and do not come.
   *
   * <p>The sentences are the same whatever the number of threads and the order of the texts. The
   * parts come in no particular order, and perhaps from several threads, but one at a time, each
   * after the other: what is learned from them must not depend on their order, nor on which
   * sentences stood in one part.
   *
   * <p>May be called again, with another lexicon.
   *
   * @throws IOException where a text cannot be read again, or is not what it was when it was added
   * @throws java.util.concurrent.CancellationException where the training was cancelled
   */
  void replay(Lexicon lexicon, ObjLongConsumer<Glyphs> sink) throws IOException;
}
