/**
 * How files are written, for every room of the house that writes one. Not exported: no part of what
 * Ligature promises its users.
 */
package org.ligature.file;
