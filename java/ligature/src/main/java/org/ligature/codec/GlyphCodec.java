package org.ligature.codec;

import java.io.IOException;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.ligature.file.AtomicFile;

/**
 * Text to glyphs and back: {@code decode(encode(s)).equals(s)} for every String, lone surrogates
 * included. A codec is trained on text, or loaded from a lexicon file (see {@code CodecFile} for
 * the bytes). Immutable; any number of threads may share one.
 *
 * <p>How a text is encoded:
 *
 * <ol>
 *   <li>It is a row of words (runs of letters, with ' or U+2019 inside where a letter follows, or
 *       runs of digits) and of separators (all else). What a letter is and how case pairs go stands
 *       in the lexicon.
 *   <li>A word is looked up in lower case; the unit's letter case says whether it is as listed,
 *       Capitalised or ALL CAPS (two cased letters or more). A word of mixed case is looked up as
 *       it stands; one that is not listed is cut where its case changes, with the empty separator
 *       between (camel|Case, XML|Parser).
 *   <li>A word that is not listed is the longest listed word that it begins with, then the longest
 *       pieces, then bytes for a char that no piece has. Its case stands on each unit; of a
 *       capitalised word only on the first.
 *   <li>Between units that do not join (see {@link GlyphKind}) a space is implied. The commonest
 *       other separators, 15 at most, are named by the unit before them. Any other is a glyph, or
 *       the longest glyphs that it can be cut into, then bytes.
 *   <li>Bytes are those of UTF-8; a lone surrogate is three, as in WTF-8.
 *   <li>A sentence ends after a separator glyph, or a named one, that the lexicon flags: it holds .
 *       ! ? … 。 or a blank line. A sentence that has {@link #MAX_SENTENCE} units ends with its
 *       word.
 *   <li>Where the lexicon has phrases, they take the place of words that stand as listed in a
 *       sentence, so that as few units as possible are left. The first word may be capitalised, and
 *       the unit names what follows the last.
 * </ol>
 *
 * <p>No rule looks further than 256 chars, so a text of n chars takes time O(n), whatever it is.
 * More text behind a text can change its last word, the separator before that word and all behind
 * it; all other units stay, but for the separator that the last of them names. So the encoding of a
 * prefix can be kept. Under a lexicon with phrases, that holds of sentences as wholes: all units of
 * the sentences that those words stand in can change.
 *
 * <p>{@link #encode} gives a text as a value, {@link #encodeInto} its units in an array of the
 * caller, {@link #encodeAll(List, int)} many texts by several threads, and {@link #encoder()} takes
 * a text that arrives in parts: the units are the same. Lengths and offsets count UTF-16 chars, or
 * units where it says so. A null argument is a {@link NullPointerException}.
 */
public final class GlyphCodec {
  /** A sentence of so many units is ended, at the end of a word or separator. */
  public static final int MAX_SENTENCE = 1 << 16;

  private final Lexicon lexicon;
  private final byte[] identity;

  /** The codec of a lexicon whose identity is known; the array is given up. */
  GlyphCodec(Lexicon lexicon, byte[] identity) {
    this.lexicon = lexicon;
    this.identity = identity;
  }

  /** The codec of a lexicon that was just made. */
  static GlyphCodec of(Lexicon lexicon) {
    lexicon.wordTables().checkDistinct();
    return new GlyphCodec(lexicon, CodecFile.identity(CodecFile.write(lexicon)));
  }

  /** Makes a codec from text. */
  public static GlyphCodecTrainer trainer() {
    return new GlyphCodecTrainer();
  }

  /**
   * Loads a lexicon file. Lengths, checksums and sense are checked; the identity is taken from the
   * header, see {@link #verify}. What finds words is made by the first encoder.
   *
   * @throws MalformedFileException where the file is damaged or no lexicon, with the offset in
   *     bytes
   * @throws IOException where it cannot be read
   */
  public static GlyphCodec load(Path file) throws IOException {
    return CodecFile.load(file);
  }

  /**
   * Reads the bytes of a whole lexicon file, from position to limit; the buffer's state stays as it
   * is and nothing of it is kept.
   *
   * @throws MalformedFileException where the bytes are damaged or no lexicon, with the offset from
   *     the buffer's position
   */
  public static GlyphCodec read(ByteBuffer file) throws MalformedFileException {
    return CodecFile.read(file);
  }

  /**
   * Computes the {@link #identity} again from the lexicon. Damage is found by {@link #load}
   * already; this finds a file that was made to pass for another, and a word that is listed twice,
   * which encodes as the first. Takes a few times as long as loading.
   *
   * @throws MalformedFileException where the file that was read names another identity than its
   *     own, or lists a word twice
   */
  public void verify() throws MalformedFileException {
    try {
      lexicon.wordTables().checkDistinct();
    } catch (IllegalArgumentException e) {
      throw new MalformedFileException(e.getMessage(), CodecFile.IDENTITY_AT);
    }
    byte[] own = CodecFile.identity(toBytes());
    if (!Arrays.equals(own, identity)) {
      throw new MalformedFileException(
          "the lexicon is " + HexFormat.of().formatHex(own) + " and names itself " + identity(),
          CodecFile.IDENTITY_AT);
    }
  }

  /**
   * Writes the lexicon file, all or nothing, also where the process is killed: a file that was
   * there is replaced only when the new one is complete and on the disk. Where a symbolic link was
   * there, what it names is replaced.
   *
   * @throws IOException where it cannot be written; nothing is left beside the target then
   */
  public void save(Path file) throws IOException {
    try (AtomicFile out = AtomicFile.create(file)) {
      ByteBuffer bytes = ByteBuffer.wrap(toBytes());
      while (bytes.hasRemaining()) {
        out.channel().write(bytes);
      }
      out.finish();
    }
  }

  /**
   * Writes the lexicon as lines of text, a glyph a line in order of the ids: for people, and for
   * version control. {@link #readText} makes the same codec of it, of the same identity.
   *
   * @throws IllegalArgumentException where the letters are not those of Unicode 13, as a trained
   *     lexicon's always are
   */
  public void writeText(Appendable out) throws IOException {
    LexiconText.write(lexicon, out);
  }

  /**
   * The codec of a text that {@link #writeText} wrote.
   *
   * @throws IOException where it cannot be read, or a line is none of such a text, with its number
   */
  public static GlyphCodec readText(Reader text) throws IOException {
    return of(LexiconText.read(text));
  }

  /** The bytes that {@link #save} writes and {@link #read} takes. */
  public byte[] toBytes() {
    return CodecFile.write(lexicon);
  }

  /**
   * Encodes a whole text. It takes memory of about four bytes a unit beside the text; a text that
   * arrives in parts, or is too large for that, goes through {@link #encoder()}.
   */
  public Glyphs encode(CharSequence text) {
    return encode(text, Profile.ATTRIBUTE);
  }

  /** Encodes a whole text in a profile: {@code convert(encode(text), profile)}. */
  public Glyphs encode(CharSequence text, Profile profile) {
    return encoder(profile).accept(Objects.requireNonNull(text, "text").toString()).finish();
  }

  /**
   * Rewrites units in a profile; units that are of this profile already stay as they are. What
   * {@link #encode} gave converts there and back to the same units and sentence ends. Convert whole
   * texts: the last unit of a part does not know what stands behind it.
   *
   * @throws MalformedUnitsException where the units are not those of a text under this lexicon
   */
  public Glyphs convert(Glyphs text, Profile to) {
    return ProfileConverter.convert(lexicon, text, Objects.requireNonNull(to, "to"));
  }

  /**
   * Encodes a whole text into an array, see {@link GlyphEncoder#encodeInto}: a loop over many texts
   * keeps one {@link #encoder()} and calls it there, and so does one that wants a {@link Profile}.
   *
   * @return how many units the text has; where that is more than {@code units.length - at}, the
   *     array is full and the rest was only counted
   * @throws IndexOutOfBoundsException where {@code at} is not in [0, units.length]
   * @throws ArithmeticException where the text has 2^31 units or more
   */
  public int encodeInto(CharSequence text, int[] units, int at) {
    return encoder().encodeInto(text, units, at);
  }

  /**
   * The number of units of a whole text, {@code encode(text).length()}, in memory that does not
   * grow with it.
   */
  public long countUnits(CharSequence text) {
    return countUnits(text, Profile.ATTRIBUTE);
  }

  /** The number of units of a whole text in a profile, {@code encode(text, profile).length()}. */
  public long countUnits(CharSequence text, Profile profile) {
    return encoder(profile).encode(text, new int[0], 0);
  }

  /**
   * Encodes many texts on several threads; the result is the same for any number of them. Texts are
   * handed out one by one, so a batch of one large text uses one thread. While it runs, the batch
   * takes its memory twice.
   *
   * @param texts texts that no one changes meanwhile; each is read by one thread
   * @param threads threads at most, of which the caller's is one; the others end with the call
   * @throws IllegalArgumentException where {@code threads} is below 1; where a text cannot be read,
   *     with the index of the first such text and the cause; where there are more than 2^31 - 9
   *     units
   * @throws NullPointerException where a text is null, with its index
   */
  public GlyphBatch encodeAll(List<? extends CharSequence> texts, int threads) {
    return encodeAll(texts, Profile.ATTRIBUTE, threads);
  }

  /** Encodes many texts in a profile, else as {@link #encodeAll(List, int)}. */
  public GlyphBatch encodeAll(List<? extends CharSequence> texts, Profile profile, int threads) {
    Objects.requireNonNull(profile, "profile");
    if (threads < 1) {
      throw new IllegalArgumentException("threads is " + threads);
    }
    CharSequence[] all = texts.toArray(new CharSequence[0]);
    for (int t = 0; t < all.length; t++) {
      if (all[t] == null) {
        throw new NullPointerException("text " + t + " is null");
      }
    }
    return new BatchEncoder(text -> encode(text, profile), all).encode(threads);
  }

  /**
   * Decodes a whole text: the very String that was encoded.
   *
   * @throws MalformedUnitsException where the units are not those of a text under this lexicon
   */
  public String decode(Glyphs units) {
    StringBuilder text = new StringBuilder();
    UnitReader reader = new UnitReader(lexicon, text);
    for (int i = 0; i < units.length(); i++) {
      reader.read(units.unit(i));
    }
    reader.finish();
    return text.toString();
  }

  /**
   * Where each unit of a whole text stands in it, in chars and in bytes. Takes the time of {@link
   * #decode} and 12 bytes a unit.
   *
   * @throws MalformedUnitsException where the units are not those of a text under this lexicon
   * @throws IllegalArgumentException where the text has more than 2^31 - 1 chars
   */
  public GlyphOffsets offsets(Glyphs units) {
    return GlyphOffsets.of(lexicon, units);
  }

  /**
   * The first units of a text, {@code maxUnits} at most, cut between two words: as many as leave
   * each word whole (of letters or of digits, as encoding finds them) and each char. So decoding
   * gives a prefix of the text. Sentences end where they did, and the last one at the cut. Where
   * the first word alone is longer, nothing is left. To cut words as well, take {@link
   * Glyphs#slice}; where that cuts a char in bytes, what is left cannot be decoded.
   *
   * @throws IllegalArgumentException where {@code maxUnits} is negative
   * @throws MalformedUnitsException where the units up to the cut, or soon behind it, are not those
   *     of a text under this lexicon
   */
  public Glyphs truncate(Glyphs units, int maxUnits) {
    if (maxUnits < 0) {
      throw new IllegalArgumentException("maxUnits is " + maxUnits);
    }
    return units.length() <= maxUnits
        ? units
        : units.slice(0, new Truncation(lexicon, units, maxUnits).find());
  }

  /** A new encoder for a text that arrives in parts. */
  public GlyphEncoder encoder() {
    return encoder(Profile.ATTRIBUTE);
  }

  /** A new encoder, whose units are of this profile, for a text that arrives in parts. */
  public GlyphEncoder encoder(Profile profile) {
    return new GlyphEncoder(lexicon, profile);
  }

  /** A new decoder for units that arrive in parts; the text goes to {@code out}. */
  public GlyphDecoder decoder(Appendable out) {
    return new GlyphDecoder(lexicon, out);
  }

  Lexicon lexicon() {
    return lexicon;
  }

  /** Number of glyphs; ids are 0 to size - 1. */
  public int size() {
    return lexicon.size();
  }

  /**
   * What a glyph stands for.
   *
   * @throws IndexOutOfBoundsException where there is no such glyph
   */
  public GlyphKind kind(int glyph) {
    return lexicon.kind(Objects.checkIndex(glyph, lexicon.size()));
  }

  /**
   * The text of a glyph as the lexicon lists it; of a byte, its value as {@code <E2>}. For display:
   * only {@link #decode} knows where spaces stand.
   *
   * @throws IndexOutOfBoundsException where there is no such glyph
   */
  public String text(int glyph) {
    return kind(glyph) == GlyphKind.BYTE
        ? String.format("<%02X>", (int) lexicon.charAt(glyph, 0))
        : lexicon.text(glyph);
  }

  /**
   * The units as text that any channel carries: two Yi syllables a glyph, the row and the column,
   * of profile {@link Profile#FLAT}. No normal form of Unicode changes it.
   *
   * @throws MalformedUnitsException where the units are not those of a text under this lexicon
   */
  public String toPrintable(Glyphs text) {
    return PrintableForm.write(convert(text, Profile.FLAT));
  }

  /**
   * Reads what {@link #toPrintable} wrote: glyphs of profile {@link Profile#FLAT}, with a sentence
   * end behind each separator that ends one.
   *
   * @throws IllegalArgumentException where the text is no printable form, with the char and where
   *     it stands
   */
  public Glyphs fromPrintable(CharSequence text) {
    return PrintableForm.read(text, lexicon);
  }

  /**
   * The row of a glyph in the table of 512 x 512: with {@link #column} its pair code. Words of a
   * row stand beside the same words in text.
   *
   * @throws IndexOutOfBoundsException where there is no such glyph
   */
  public int row(int glyph) {
    return Objects.checkIndex(glyph, lexicon.size()) >>> Unit.COLUMN_BITS;
  }

  /**
   * The column of a glyph in the table of 512 x 512; the commonest word of a row comes first.
   *
   * @throws IndexOutOfBoundsException where there is no such glyph
   */
  public int column(int glyph) {
    return Objects.checkIndex(glyph, lexicon.size()) & Unit.SIDE - 1;
  }

  /**
   * The glyph of a pair code.
   *
   * @throws IndexOutOfBoundsException where row or column is not in [0, 512), or no glyph is there
   */
  public int glyph(int row, int column) {
    int glyph =
        Objects.checkIndex(row, Unit.SIDE) << Unit.COLUMN_BITS
            | Objects.checkIndex(column, Unit.SIDE);
    return Objects.checkIndex(glyph, lexicon.size());
  }

  /**
   * The control glyphs by name, in order of their ids. They are reached by id only: no text encodes
   * to one.
   */
  public Map<String, Integer> controls() {
    return lexicon.controls();
  }

  /** Where the lexicon comes from and its licence, in the words of who trained it; may be empty. */
  public String provenance() {
    return lexicon.provenance();
  }

  /** The SHA-256 of the lexicon, 64 hexadecimal digits: the same for the same lexicon only. */
  public String identity() {
    return HexFormat.of().formatHex(identity);
  }

  /** Whether the other is a codec of the same identity. */
  @Override
  public boolean equals(Object other) {
    return other instanceof GlyphCodec codec && identity().equals(codec.identity());
  }

  @Override
  public int hashCode() {
    return identity().hashCode();
  }

  @Override
  public String toString() {
    return "GlyphCodec[" + size() + " glyphs, " + identity().substring(0, 12) + "]";
  }
}
