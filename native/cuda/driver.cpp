#include "driver.h"

#include <mutex>
#include <optional>

#include "../failure.h"

#if defined(_WIN32)
#include <windows.h>
#else
#include <dlfcn.h>
#endif

namespace ligature::cuda {
namespace {

#if defined(_WIN32)

constexpr const char kLibrary[] = "nvcuda.dll";

// Only where Windows keeps its own: a file of that name beside a program is not the driver.
void* open_library(std::string& reason) {
  void* library = LoadLibraryExA(kLibrary, nullptr, LOAD_LIBRARY_SEARCH_SYSTEM32);
  if (library == nullptr) reason = "Windows error " + std::to_string(GetLastError());
  return library;
}

void* symbol(void* library, const char* name) {
  return reinterpret_cast<void*>(GetProcAddress(static_cast<HMODULE>(library), name));
}

void close_library(void* library) { FreeLibrary(static_cast<HMODULE>(library)); }

#else

constexpr const char kLibrary[] = "libcuda.so.1";

void* open_library(std::string& reason) {
  void* library = dlopen(kLibrary, RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) {
    const char* text = dlerror();
    reason = text == nullptr ? "no reason given" : text;
  }
  return library;
}

void* symbol(void* library, const char* name) { return dlsym(library, name); }

void close_library(void* library) { dlclose(library); }

#endif

// The library while it is not yet known to be of use.
class Opened {
 public:
  Opened() : library_(open_library(reason_)) {
    if (library_ == nullptr) fail(LIG_UNSUPPORTED, "there is no CUDA driver here: ", reason_);
  }
  ~Opened() {
    if (library_ != nullptr) close_library(library_);
  }
  Opened(const Opened&) = delete;
  Opened& operator=(const Opened&) = delete;

  template <class Function>
  void resolve(Function*& function, const char* name) const {
    function = reinterpret_cast<Function*>(symbol(library_, name));
    if (function == nullptr) {
      fail(LIG_UNSUPPORTED, "the CUDA driver, ", kLibrary, ", has no ", name, ": it is too old, or not NVIDIA's");
    }
  }

  // What a start leaves behind, even one that fails, such as threads, needs the code to stay.
  void keep() { library_ = nullptr; }

 private:
  std::string reason_;
  void* library_;
};

Driver open_driver() {
  Opened library;
  Driver driver;
#define LIG_RESOLVE(name, parameters) library.resolve(driver.name, #name);
  LIG_DRIVER_FUNCTIONS(LIG_RESOLVE)
#undef LIG_RESOLVE
  library.keep();
  const Result result = driver.cuInit(0);
  if (result != kSuccess) {
    fail(LIG_UNSUPPORTED, "the CUDA driver does not start: cuInit gave ", driver.error_text(result));
  }
  return driver;
}

}  // namespace

std::string Driver::error_text(Result error) const {
  const char* name = nullptr;
  const char* text = nullptr;
  if (cuGetErrorName(error, &name) != kSuccess || name == nullptr) name = "an unknown error";
  if (cuGetErrorString(error, &text) != kSuccess || text == nullptr) text = "the driver does not say why";
  return std::string(name) + " (" + std::to_string(error) + "), " + text;
}

std::string Driver::version() const {
  int32_t version = 0;
  if (cuDriverGetVersion(&version) != kSuccess) return "?";
  return std::to_string(version / 1000) + "." + std::to_string(version % 1000 / 10);
}

int32_t Driver::device_count() const {
  int32_t count = 0;
  const Result result = cuDeviceGetCount(&count);
  if (result != kSuccess) fail(LIG_UNSUPPORTED, "cuDeviceGetCount gave ", error_text(result));
  if (count == 0) fail(LIG_UNSUPPORTED, "the CUDA driver (CUDA ", version(), ") is here, and has no device");
  return count;
}

void Driver::check(Result result, const char* function) const {
  if (result == kSuccess) return;
  fail(result == kOutOfMemory ? LIG_OUT_OF_MEMORY : LIG_INTERNAL_ERROR, function, " gave ", error_text(result));
}

const Driver& driver() {
  static std::mutex mutex;
  static std::optional<Driver> opened;  // of plain pointers: nothing is destroyed when the process ends
  const std::lock_guard<std::mutex> lock(mutex);
  if (!opened) opened.emplace(open_driver());
  return *opened;
}

}  // namespace ligature::cuda
