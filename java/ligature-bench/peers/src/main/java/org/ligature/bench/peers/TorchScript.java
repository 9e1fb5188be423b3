package org.ligature.bench.peers;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A TorchScript archive with one function and no parameters, written by hand: DJL calls neither
 * scaled_dot_product_attention nor embedding_bag itself, and loads what does.
 */
final class TorchScript {
  private static final String MODULE =
      """
      class M(Module):
        __parameters__ = []
        __buffers__ = []
        training : bool
        def forward(self: __torch__.M, %s) -> Tensor:
          %s
      """;

  private TorchScript() {}

  /**
   * Writes it.
   *
   * @param arguments such as "q: Tensor, k: Tensor"
   * @param body one statement on each line, the last returns a tensor
   */
  static InputStream archive(String arguments, String body) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      store(zip, "m/data.pkl", object());
      store(zip, "m/constants.pkl", new byte[] {PROTO, 2, ')', '.'}); // an empty tuple
      String code = MODULE.formatted(arguments, body.replace("\n", "\n    "));
      store(zip, "m/code/__torch__.py", code.getBytes(StandardCharsets.US_ASCII));
      store(zip, "m/version", "3\n".getBytes(StandardCharsets.US_ASCII));
    }
    return new ByteArrayInputStream(bytes.toByteArray());
  }

  private static final byte PROTO = (byte) 0x80;
  private static final byte NEW_OBJECT = (byte) 0x81;
  private static final byte NEW_FALSE = (byte) 0x89;

  /** Python's pickle of an M whose state is {"training": False}. */
  private static byte[] object() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(new byte[] {PROTO, 2});
    out.write("c__torch__\nM\n".getBytes(StandardCharsets.US_ASCII)); // the class
    out.write(new byte[] {')', NEW_OBJECT, '}', '('}); // of no arguments; a dictionary, from here
    out.write(new byte[] {'X', 8, 0, 0, 0}); // a string of 8 bytes
    out.write("training".getBytes(StandardCharsets.US_ASCII));
    out.write(new byte[] {NEW_FALSE, 'u', 'b', '.'}); // into the dictionary, which is the state
    return out.toByteArray();
  }

  /** Libtorch maps its files, so they are not compressed. */
  private static void store(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
    CRC32 crc = new CRC32();
    crc.update(bytes);
    ZipEntry entry = new ZipEntry(name);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(bytes.length);
    entry.setCrc(crc.getValue());
    zip.putNextEntry(entry);
    zip.write(bytes);
    zip.closeEntry();
  }
}
