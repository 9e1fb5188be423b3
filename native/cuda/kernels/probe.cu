// Tells whether a device runs what this build brings. The host compares each word with the same formula (context.cpp).

extern "C" __global__ void ligature_probe(unsigned int* out, unsigned int seed) {
  const unsigned int index = blockIdx.x * blockDim.x + threadIdx.x;
  out[index] = seed ^ (index + 1) * 0x9e3779b9u;
}
