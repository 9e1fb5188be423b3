/**
 * Laws that hold for every splitter and codec, as tests that a user's own class inherits, and the
 * arbitraries that they are tried on. A class that implements {@link
 * org.ligature.testkit.SplitterLaws} and its one method is a complete test:
 *
 * <pre>{@code
 * class MySplitterTest implements SplitterLaws {
 *   @Override
 *   public ChunkSplitter splitter() {
 *     return new MySplitter();
 *   }
 * }
 * }</pre>
 *
 * <p>The laws are properties of jqwik, whose engine comes with this artifact; any runner of the
 * JUnit platform finds them. How often each is tried is {@code jqwik.tries.default} in {@code
 * junit-platform.properties}. A failure is told with the smallest text found that shows it, a
 * sentence's units side by side: {@code 7 0 | 3}.
 */
package org.ligature.testkit;
