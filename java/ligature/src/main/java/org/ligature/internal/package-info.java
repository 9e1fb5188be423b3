/**
 * The Java side of {@code ligature.h}: the binding, its loader and the close rule. Not exported;
 * not an API.
 */
package org.ligature.internal;
