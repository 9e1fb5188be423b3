/** Text to glyphs and back, exactly. Plain Java: works with no natives. */
package org.ligature.codec;
