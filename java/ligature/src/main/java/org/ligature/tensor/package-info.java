/** Devices and the memory that the layers read and write. Needs the native library. */
package org.ligature.tensor;
