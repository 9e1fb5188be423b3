/**
 * Cuttings of a text into chunks, and which chunk may attend to which. Plain Java: works with no
 * natives.
 *
 * <p>{@link org.ligature.chunk.ChunkSplitter} cuts a text into a {@link
 * org.ligature.chunk.Cutting}, one of {@link org.ligature.chunk.Cuttings}; {@link
 * org.ligature.chunk.Cohesion} is learned from text and says which chunks hold together; {@link
 * org.ligature.chunk.ChunkBatch} packs texts and cuttings; a {@link org.ligature.chunk.Pattern}
 * compiled for a batch, or for queries and keys of two, is a {@link org.ligature.chunk.BlockMask}.
 *
 * <p>A null argument is refused with a NullPointerException everywhere.
 */
package org.ligature.chunk;
