package org.ligature.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonTest {
  @Test
  void writesEveryKindOfValue() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("long", Long.MIN_VALUE);
    map.put("double", 0.25);
    map.put("list", Arrays.asList(1, true, null, List.of(), Map.of()));
    assertEquals(
        "{\"long\": -9223372036854775808, \"double\": 0.25, \"list\": [1, true, null, [], {}]}",
        Json.text(map));
  }

  @Test
  void escapesWhatAStringMayNotHold() {
    assertEquals("\"a\\\"b\\\\c\\u000a\\u0000/\\u007f\"", Json.text("a\"b\\c\n\0/\u007f"));
    assertEquals("\"\\u00e9\\ud83d\\ude00\\ud800\"", Json.text("\u00e9\ud83d\ude00\ud800"));
  }

  @Test
  void aNumberThatIsNotFiniteIsNull() {
    assertEquals(
        "[null, null, null, 1.0E-5]",
        Json.text(List.of(Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1e-5)));
  }
}
