module demo {
  requires org.ligature;
}
