/** Chunk embedding and chunk attention, forward and backward. Needs the native library. */
package org.ligature.layer;
