// Compiles only where our declarations of the driver are those of cuda.h: as many arguments, each of the same size and
// as much a pointer or a number.
#include <cuda.h>

#include <type_traits>

#include "../cuda/driver.h"

namespace {

template <class A, class B>
constexpr bool alike = sizeof(A) == sizeof(B) && std::is_pointer_v<A> == std::is_pointer_v<B>;

template <class Ours, class Theirs>
struct Same : std::false_type {};

template <class... Ours, class... Theirs>
struct Same<ligature::cuda::Result (*)(Ours...), CUresult (*)(Theirs...)> {
  static constexpr bool check() {
    if constexpr (sizeof...(Ours) == sizeof...(Theirs)) {
      return (alike<Ours, Theirs> && ...);
    } else {
      return false;
    }
  }
  static constexpr bool value = check();
};

#define LIG_COMPARE(name, parameters) \
  static_assert(Same<decltype(ligature::cuda::Driver::name), decltype(&::name)>::value, #name);
LIG_DRIVER_FUNCTIONS(LIG_COMPARE)

static_assert(ligature::cuda::kSuccess == static_cast<int>(CUDA_SUCCESS));
static_assert(ligature::cuda::kOutOfMemory == static_cast<int>(CUDA_ERROR_OUT_OF_MEMORY));
static_assert(ligature::cuda::kCapabilityMajor == CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR);
static_assert(ligature::cuda::kCapabilityMinor == CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR);
static_assert(ligature::cuda::kNonBlocking == CU_STREAM_NON_BLOCKING);

}  // namespace
