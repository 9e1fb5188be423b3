/**
 * How files are written, temporary ones too, and how a training that reads them ends early, for
 * every room of the house. Not exported: no part of what Ligature promises its users.
 */
package org.ligature.file;
