package org.ligature;

import java.util.ArrayList;
import java.util.List;
import org.ligature.internal.Natives;
import org.ligature.tensor.Device;

/** The engines under test. Says once which of the library's engines run here and which do not. */
public final class Engines {
  static {
    for (String engine : all()) {
      String here =
          Device.engines().contains(engine) ? "tested" : "SKIPPED, this machine cannot run it";
      System.out.println("engine " + engine + ": " + here);
    }
  }

  private Engines() {}

  /** Those that this machine can run, slowest first. */
  public static List<String> tested() {
    return Device.engines();
  }

  /** Those that the library has kernels for, slowest first. */
  public static List<String> all() {
    Natives.verify();
    List<String> names = new ArrayList<>();
    for (int i = 0; i < Natives.lig_engine_count(); i++) {
      names.add(Natives.engineName(i));
    }
    return names;
  }
}
