// The engines under test, and owners for the handles of the header.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "ligature.h"

namespace ligature_test {

struct Destroy {
  void operator()(lig_context* context) const { lig_context_destroy(context); }
  void operator()(lig_attention* plan) const { lig_attention_destroy(plan); }
  void operator()(lig_embedding* plan) const { lig_embedding_destroy(plan); }
};
using ContextOwner = std::unique_ptr<lig_context, Destroy>;
using AttentionOwner = std::unique_ptr<lig_attention, Destroy>;
using EmbeddingOwner = std::unique_ptr<lig_embedding, Destroy>;

std::string engine_name(int engine);

// Those that this machine can run.
std::vector<int> engines();

// Says which engines run here, and which are absent.
void print_engines();

// A context, or a failed check and an end.
ContextOwner open_context(int engine, int num_threads);

std::string last_error();

// Checks that a call gave LIG_OK.
void check_ok(int32_t status, const char* call);

// Checks that a call failed with that status, and says `text`.
void check_refused(int32_t status, const char* text, int32_t expected = LIG_INVALID_ARGUMENT);

}  // namespace ligature_test
