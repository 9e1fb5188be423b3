// The little that these tests need of a framework: a check that counts and goes on, and random numbers with a seed.
#pragma once
#include <atomic>
#include <cstdint>
#include <cstdio>
#include <cstdlib>

namespace ligature_test {

// Failures so far. A test program that has any ends with exit status 1.
extern std::atomic<int> failures;

// Text after the condition is printf's: the values that make a failure understandable.
#define CHECK(condition, ...)                                            \
  do {                                                                   \
    if (!(condition)) {                                                  \
      std::printf("FAILED %s:%d: %s: ", __FILE__, __LINE__, #condition); \
      std::printf(__VA_ARGS__);                                          \
      std::printf("\n");                                                 \
      if (++::ligature_test::failures == 20) {                           \
        std::printf("stopping after 20 failures\n");                     \
        std::exit(1);                                                    \
      }                                                                  \
    }                                                                    \
  } while (false)

// The splitmix64 generator (Steele, Lea, Flood, "Fast splittable pseudorandom number generators", 2014).
class Random {
 public:
  explicit Random(uint64_t seed) : state_(seed) {}

  uint64_t next() {
    uint64_t z = (state_ += 0x9e3779b97f4a7c15);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
  }

  // In [0, n), n >= 1.
  int64_t below(int64_t n) { return static_cast<int64_t>(next() % static_cast<uint64_t>(n)); }

  // In [low, high].
  int64_t between(int64_t low, int64_t high) { return low + below(high - low + 1); }

  // In [0, 1).
  double unit() { return static_cast<double>(next() >> 11) * 0x1p-53; }

  // In [-1, 1).
  float value() { return static_cast<float>(2 * unit() - 1); }

  bool chance(double probability) { return unit() < probability; }

 private:
  uint64_t state_;
};

void test_allocation(Random& random);
void test_arguments(Random& random);
void test_attention(Random& random);
void test_cost(Random& random);
void test_cuda(Random& random);
void test_cuda_absent(Random& random);
void test_cuda_incomplete(Random& random);
void test_edges(Random& random);
void test_element(Random& random);
void test_embedding(Random& random);
void test_huge(Random& random);
void test_memory(Random& random);
void test_nonfinite(Random& random);
void test_oracle(Random& random);
void test_threads(Random& random);

// Shapes seed, seed + 1, ... of attention and embedding, `count` of each, on all processors.
void test_shapes(uint64_t seed, int64_t count);

// One random embedding of any shape, on every engine.
void check_embedding_shape(Random& random);

}  // namespace ligature_test
