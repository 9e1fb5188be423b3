/** A lexicon that is ready to use. */
package org.ligature.lexicon;
