/**
 * Cuttings of a text into chunks, and which chunk may attend to which. Plain Java: works with no
 * natives.
 */
package org.ligature.chunk;
