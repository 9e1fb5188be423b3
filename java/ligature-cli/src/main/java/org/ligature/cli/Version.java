package org.ligature.cli;

import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints: the jar's version. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    String version = Main.class.getPackage().getImplementationVersion();
    return new String[] {"ligature " + (version == null ? "(not from a jar)" : version)};
  }
}
