/**
 * How files are written, and temporary ones, for every room of the house. Not exported: no part of
 * what Ligature promises its users.
 */
package org.ligature.file;
