/** The ready lexicon of English and Russian, CC BY-SA 4.0. */
module org.ligature.lexicon {
  requires transitive org.ligature;

  exports org.ligature.lexicon;
}
