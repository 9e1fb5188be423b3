// A library with the name of NVIDIA's driver that is none, for tests.
extern "C" int cuInit(unsigned) { return 0; }
