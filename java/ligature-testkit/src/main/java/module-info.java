/** Laws of splitters and codecs, for users' own tests. */
module org.ligature.testkit {
  requires transitive org.ligature;
  requires transitive net.jqwik.api;
  requires org.junit.jupiter.api;

  exports org.ligature.testkit;

  provides net.jqwik.api.SampleReportingFormat with
      org.ligature.testkit.internal.GlyphsFormat;
}
