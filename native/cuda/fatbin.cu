// Everything that runs on a device, as one fatbin: a line for each file of kernels. Names that the host looks up are
// extern "C" and begin with ligature_.
#include "kernels/probe.cu"
