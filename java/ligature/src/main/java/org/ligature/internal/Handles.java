package org.ligature.internal;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Lets one package of the library reach the handles that another's public objects hold, with no
 * public method on those objects.
 */
public final class Handles {
  private static final Map<Class<?>, Function<Object, Handle>> ACCESS = new ConcurrentHashMap<>();

  private Handles() {}

  /** To be called from the static initialiser of {@code type}, a final class. */
  public static <T> void giveAccess(Class<T> type, Function<T, Handle> handle) {
    ACCESS.put(type, object -> handle.apply(type.cast(object)));
  }

  /** The handle of a device or tensor. */
  public static Handle of(Object owner) {
    return ACCESS.get(owner.getClass()).apply(owner);
  }
}
