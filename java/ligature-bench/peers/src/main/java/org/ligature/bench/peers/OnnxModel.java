package org.ligature.bench.peers;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * An ONNX model of one or two nodes, written as protocol buffers by hand: the numbers of fields are
 * those of onnx.proto.
 */
final class OnnxModel {
  /** Types of elements. */
  static final int FLOAT = 1;

  static final int INT32 = 6;

  private final Message graph = new Message().text(2, "graph");

  /** Adds a node of the standard's operators, or of Microsoft's. */
  OnnxModel node(String operator, boolean microsoft, List<String> inputs, String output) {
    return node(operator, microsoft, inputs, output, List.of(), List.of());
  }

  /** The same with attributes that are whole numbers; an input may be "", which is none. */
  OnnxModel node(
      String operator,
      boolean microsoft,
      List<String> inputs,
      String output,
      List<String> names,
      List<Integer> values) {
    Message node = new Message();
    inputs.forEach(input -> node.text(1, input));
    node.text(2, output).text(3, "node_" + output).text(4, operator);
    for (int i = 0; i < names.size(); i++) {
      int integer = 2; // AttributeProto.INT
      node.message(
          5, new Message().text(1, names.get(i)).number(3, values.get(i)).number(20, integer));
    }
    if (microsoft) {
      node.text(7, "com.microsoft");
    }
    graph.message(1, node);
    return this;
  }

  /** Declares an input of so many dimensions, of any size each. */
  OnnxModel input(String name, int type, int dimensions) {
    graph.message(11, value(name, type, dimensions));
    return this;
  }

  /** Declares an output of floats. */
  OnnxModel output(String name, int dimensions) {
    graph.message(12, value(name, FLOAT, dimensions));
    return this;
  }

  private static Message value(String name, int type, int dimensions) {
    Message shape = new Message();
    for (int i = 0; i < dimensions; i++) {
      shape.message(1, new Message().text(2, name + i));
    }
    Message tensor = new Message().number(1, type).message(2, shape);
    return new Message().text(1, name).message(2, new Message().message(1, tensor));
  }

  /** The file: format 8, operators 17, Microsoft's 1. */
  byte[] bytes() {
    return new Message()
        .number(1, 8)
        .message(7, graph)
        .message(8, new Message().text(1, "").number(2, 17))
        .message(8, new Message().text(1, "com.microsoft").number(2, 1))
        .out
        .toByteArray();
  }

  /** Fields of a protocol buffer, in the order in which they are added. */
  private static final class Message {
    private static final int VARINT = 0;
    private static final int BYTES = 2;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Message number(int field, long value) {
      varint(field << 3 | VARINT);
      varint(value);
      return this;
    }

    Message text(int field, String text) {
      return bytes(field, text.getBytes(StandardCharsets.UTF_8));
    }

    Message message(int field, Message message) {
      return bytes(field, message.out.toByteArray());
    }

    private Message bytes(int field, byte[] bytes) {
      varint(field << 3 | BYTES);
      varint(bytes.length);
      out.writeBytes(bytes);
      return this;
    }

    private void varint(long value) {
      long rest = value;
      for (; rest >>> 7 != 0; rest >>>= 7) {
        out.write((int) (rest & 127 | 128));
      }
      out.write((int) rest);
    }
  }
}
