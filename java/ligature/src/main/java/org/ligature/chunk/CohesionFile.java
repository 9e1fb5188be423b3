package org.ligature.chunk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.ligature.codec.MalformedFileException;
import org.ligature.codec.Unit;
import org.ligature.file.AtomicFile;

/**
 * The file of a {@link Cohesion}. All numbers are little-endian and unsigned.
 *
 * <pre>
 *    0  8 bytes   89 4C 49 47 43 4F 48 0A ("LIGCOH" between two bytes that a text transfer changes)
 *    8  u16       version of this format, 1
 *   10  u16       flags, 0
 *   12  u32       number of runs
 *   16  32 bytes  identity of the codec
 *   48            the runs, 16 bytes each, those of fewer units first, then in order of the first
 *                 two numbers
 *       u32       number of the run that this one makes longer, counted from 1; 0 for the empty one
 *       u32       the unit that it adds, without a letter case
 *       u64       how often it was a chunk
 *       u32       CRC32C of all bytes before
 * </pre>
 */
final class CohesionFile {
  private static final byte[] MAGIC = {(byte) 0x89, 'L', 'I', 'G', 'C', 'O', 'H', '\n'};
  private static final int VERSION = 1;
  private static final int IDENTITY = 32;
  private static final int HEADER = 48;
  private static final int RUN = 16;
  private static final int CHECK = 4;
  private static final int RUNS_AT_ONCE = 1 << 12;

  private CohesionFile() {}

  static void write(Cohesion cohesion, Path file) throws IOException {
    ChunkTrie trie = cohesion.trie();
    CRC32C crc = new CRC32C();
    try (AtomicFile to = AtomicFile.create(file)) {
      ByteBuffer buffer = buffer();
      buffer.put(MAGIC).putShort((short) VERSION).putShort((short) 0).putInt(trie.size() - 1);
      buffer.put(cohesion.codecIdentityBytes());
      for (int node = 1; node < trie.size(); node++) {
        if (buffer.remaining() < RUN) {
          flush(buffer, to.channel(), crc);
        }
        buffer.putInt(trie.parent(node)).putInt(trie.unit(node)).putLong(cohesion.count(node));
      }
      flush(buffer, to.channel(), crc);
      buffer.putInt((int) crc.getValue());
      flush(buffer, to.channel(), crc);
      to.finish();
    }
  }

  private static ByteBuffer buffer() {
    return ByteBuffer.allocate(RUN * RUNS_AT_ONCE).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static void flush(ByteBuffer buffer, FileChannel to, CRC32C crc) throws IOException {
    buffer.flip();
    crc.update(buffer.duplicate());
    while (buffer.hasRemaining()) {
      to.write(buffer);
    }
    buffer.clear();
  }

  static Cohesion read(Path file) throws IOException {
    try (FileChannel from = FileChannel.open(file, StandardOpenOption.READ)) {
      return read(from);
    }
  }

  private static Cohesion read(FileChannel from) throws IOException {
    CRC32C crc = new CRC32C();
    long length = from.size();
    ByteBuffer buffer = buffer();
    read(from, buffer, (int) Math.min(HEADER, length));
    byte[] magic = new byte[Math.min(MAGIC.length, buffer.remaining())];
    buffer.get(magic);
    if (!Arrays.equals(magic, MAGIC)) {
      throw new MalformedFileException("not a file of cohesion", 0);
    }
    if (length < HEADER + CHECK) {
      throw new MalformedFileException("the file ends in its header", length);
    }
    int version = buffer.getChar();
    int flags = buffer.getChar();
    if (version != VERSION || flags != 0) {
      throw new MalformedFileException(
          "cohesion format " + version + " with flags " + flags + "; this library reads format 1",
          8);
    }
    long numRuns = Integer.toUnsignedLong(buffer.getInt());
    if (length != HEADER + RUN * numRuns + CHECK || numRuns > Integer.MAX_VALUE - 16) {
      throw new MalformedFileException(numRuns + " runs in a file of " + length + " bytes", 12);
    }
    byte[] identity = new byte[IDENTITY];
    buffer.get(identity);
    crc.update(buffer.flip());
    // All is read once for the check, before anything is allocated for it.
    for (long at = HEADER; at < length - CHECK; at += buffer.limit()) {
      read(from, buffer, (int) Math.min(RUN * RUNS_AT_ONCE, length - CHECK - at));
      crc.update(buffer);
    }
    read(from, buffer, CHECK);
    if (buffer.getInt() != (int) crc.getValue()) {
      throw new MalformedFileException("the check of the file is wrong", length - CHECK);
    }
    from.position(HEADER);
    return runs(from, (int) numRuns, identity);
  }

  private static Cohesion runs(FileChannel from, int numRuns, byte[] identity) throws IOException {
    ChunkTrie trie = new ChunkTrie(numRuns + 1);
    long[] counts = new long[numRuns + 1];
    int[] lengths = new int[numRuns + 1];
    long total = 0;
    long before = -1;
    ByteBuffer buffer = buffer().limit(0);
    for (int node = 1; node <= numRuns; node++) {
      long at = HEADER + RUN * (node - 1L);
      if (!buffer.hasRemaining()) {
        read(from, buffer, RUN * Math.min(RUNS_AT_ONCE, numRuns - node + 1));
      }
      int parent = buffer.getInt();
      int unit = buffer.getInt();
      counts[node] = buffer.getLong();
      total += counts[node];
      boolean known = parent >= 0 && parent < node;
      lengths[node] = known ? lengths[parent] + 1 : 0;
      // In order of parents, which are in order of length: so runs are in order of theirs.
      long child = known ? ChunkTrie.child(parent, unit) : -1;
      boolean isUnit = unit >>> Unit.BITS == 0 && ChunkTrie.key(unit) == unit;
      if (child <= before || !isUnit || lengths[node] > CohesionTrainer.MOST_UNITS) {
        throw new MalformedFileException(
            "run " + node + " adds unit " + unit + " to run " + parent, at);
      }
      if (counts[node] < 0 || total < 0) {
        throw new MalformedFileException("run " + node + " has a count too large", at + 8);
      }
      before = child;
      trie.add(child);
    }
    return new Cohesion(trie, counts, identity);
  }

  /** Fills the buffer with the next bytes, ready to be taken out. */
  private static void read(FileChannel from, ByteBuffer buffer, int bytes) throws IOException {
    buffer.clear().limit(bytes);
    while (buffer.hasRemaining()) {
      if (from.read(buffer) < 0) {
        throw new MalformedFileException("the file became shorter", from.position());
      }
    }
    buffer.flip();
  }
}
