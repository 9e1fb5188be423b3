#include "engines.h"

#include "check.h"

namespace ligature_test {

std::string engine_name(int engine) {
  char text[32];
  return std::string(text, lig_engine_name(text, sizeof text, engine));
}

std::vector<int> engines() {
  std::vector<int> found;
  for (int i = 0; i < lig_engine_count(); ++i) {
    if (lig_engine_supported(i)) found.push_back(i);
  }
  return found;
}

void print_engines() {
  for (int i = 0; i < lig_engine_count(); ++i) {
    std::printf("engine %s: %s\n", engine_name(i).c_str(),
                lig_engine_supported(i) ? "tested" : "SKIPPED, this machine cannot run it");
  }
}

std::string last_error() {
  char text[1024];
  return std::string(text, lig_last_error(text, sizeof text));
}

void check_ok(int32_t status, const char* call) {
  CHECK(status == LIG_OK, "%s gave %d: %s", call, status, last_error().c_str());
  if (status != LIG_OK) std::exit(1);
}

void check_refused(int32_t status, const char* text, int32_t expected) {
  CHECK(status == expected, "gave %d instead of %d; expected: %s", status, expected, text);
  CHECK(last_error().find(text) != std::string::npos, "\"%s\" does not say \"%s\"", last_error().c_str(), text);
}

ContextOwner open_context(int engine, int num_threads) {
  lig_context* context = nullptr;
  check_ok(lig_context_create(&context, engine, num_threads), "lig_context_create");
  return ContextOwner(context);
}

}  // namespace ligature_test
