// Tensors of more than 2^31 elements, where an index of 32 bits would wrap. Run by hand, as it takes minutes.
//
// A small problem stands at the end of a large one, behind chunks that no tile and no unit touches.
#if defined(__linux__)
#include <sys/mman.h>
#include <unistd.h>
#endif

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>

#include "attention_case.h"
#include "check.h"
#include "engines.h"

namespace ligature_test {

#if !defined(__linux__)

void test_huge(Random&) { std::printf("SKIPPED: only on Linux is memory mapped as this needs it\n"); }

#else

namespace {

constexpr int64_t kPast = int64_t{1} << 31;

// Zeros. Before element `before` the same piece of memory comes again and again, so that a tensor of many gigabytes
// takes few: what stands there is one value all over, or the test fails.
template <class Element>
class Mapped {
 public:
  Mapped(int64_t before, int64_t after) : before_(before), count_(before + after) {
    at_ = static_cast<Element*>(map(nullptr, bytes(count_), MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1));
    const int piece = memfd_create("piece", 0);
    CHECK(piece >= 0 && ftruncate(piece, kPiece) == 0, "no memory for a piece");
    char* const start = reinterpret_cast<char*>(at_);
    for (; bytes(repeated_) + kPiece <= bytes(before_); repeated_ += kPieceElements) {
      map(start + bytes(repeated_), kPiece, MAP_SHARED | MAP_FIXED, piece);
    }
    close(piece);
  }
  ~Mapped() { munmap(at_, bytes(count_)); }
  Mapped(const Mapped&) = delete;
  Mapped& operator=(const Mapped&) = delete;

  Element* at(int64_t index = 0) { return at_ + index; }
  int64_t count() const { return count_; }

  // Sets every bit, which makes NaNs.
  void poison() {
    if (repeated_ > 0) std::memset(at_, 0xff, kPiece);
    std::memset(at(repeated_), 0xff, bytes(count_ - repeated_));
  }

  // Checks that all before `before` is `expected`.
  void check_before(const char* what, Element expected) {
    check(what, 0, std::min(repeated_, kPieceElements), expected);
    check(what, repeated_, before_, expected);
  }

  void put(int64_t index, const std::vector<float>& values, int32_t dtype) {
    check_ok(lig_copy(at(index), values.data(), dtype, LIG_F32, static_cast<int64_t>(values.size())), "lig_copy");
  }

  std::vector<float> floats(int64_t index, int64_t count, int32_t dtype) {
    std::vector<float> values(static_cast<size_t>(count));
    check_ok(lig_copy(values.data(), at(index), LIG_F32, dtype, count), "lig_copy");
    return values;
  }

 private:
  static constexpr size_t kPiece = 32 << 20;
  static constexpr int64_t kPieceElements = kPiece / sizeof(Element);

  static size_t bytes(int64_t elements) { return static_cast<size_t>(elements) * sizeof(Element); }

  static void* map(void* at, size_t bytes, int flags, int file) {
    void* const mapped = mmap(at, bytes, PROT_READ | PROT_WRITE, flags, file, 0);
    CHECK(mapped != MAP_FAILED, "no address space for %zu bytes", bytes);
    if (mapped == MAP_FAILED) std::exit(1);
    return mapped;
  }

  void check(const char* what, int64_t begin, int64_t end, Element expected) {
    const Element* const wrong = std::find_if(at(begin), at(end), [=](Element e) { return e != expected; });
    CHECK(wrong == at(end), "%s[%lld] of %lld elements is not what an untouched row gives", what,
          static_cast<long long>(wrong - at_), static_cast<long long>(count_));
  }

  int64_t before_;
  int64_t count_;
  int64_t repeated_ = 0;
  Element* at_;
};

void check_close(const char* what, const std::vector<float>& got, const std::vector<float>& expected) {
  for (size_t i = 0; i < expected.size(); ++i) {
    CHECK(std::fabs(got[i] - expected[i]) <= 0.02f * (0.1f + std::fabs(expected[i])),
          "%s[%zu past the untouched rows]=%g should be %g", what, i, got[i], expected[i]);
  }
}

using Bits = uint16_t;

// `inner` behind so many tiles of queries and keys that none of its pairs keeps.
void attention_behind(const AttentionCase& inner, int64_t query_tiles, int64_t key_tiles, int engine) {
  const int64_t queries = query_tiles * LIG_TILE, keys = key_tiles * LIG_TILE;
  const int64_t heads_before = queries * inner.num_heads;
  const int64_t q_before = heads_before * inner.head_dim;
  const int64_t k_before = keys * inner.num_kv_heads * inner.head_dim;
  const auto q_inner = static_cast<int64_t>(inner.q.size()), k_inner = static_cast<int64_t>(inner.k.size());
  AttentionCase shape = inner;
  shape.num_queries += queries;
  shape.num_keys += keys;
  shape.indptr.insert(shape.indptr.begin(), static_cast<size_t>(query_tiles), 0);
  for (int32_t& index : shape.indices) index += static_cast<int32_t>(key_tiles);

  ContextOwner context = open_context(engine, 1);  // more threads pack more heads at once
  const AttentionResult expected = run_attention(inner, open_attention(inner, context.get()).get());
  AttentionOwner plan = open_attention(shape, context.get());
  Mapped<Bits> q(q_before, q_inner), k(k_before, k_inner), v(k_before, k_inner), out(q_before, q_inner);
  Mapped<float> lse(heads_before, inner.num_queries * inner.num_heads);
  q.put(q_before, inner.q, LIG_BF16);
  k.put(k_before, inner.k, LIG_BF16);
  v.put(k_before, inner.v, LIG_BF16);
  out.poison();
  lse.poison();
  check_ok(lig_attention_forward(plan.get(), out.at(), lse.at(), q.at(), k.at(), v.at()), "lig_attention_forward");
  out.check_before("out", 0);
  lse.check_before("lse", -std::numeric_limits<float>::infinity());
  check_close("out", out.floats(q_before, q_inner, LIG_BF16), expected.out);
  check_close("lse", lse.floats(heads_before, lse.count() - heads_before, LIG_F32), expected.lse);

  Mapped<Bits> dout(q_before, q_inner), dq(q_before, q_inner), dk(k_before, k_inner), dv(k_before, k_inner);
  dout.put(q_before, inner.dout, LIG_BF16);
  for (Mapped<Bits>* gradient : {&dq, &dk, &dv}) gradient->poison();
  check_ok(lig_attention_backward(plan.get(), dq.at(), dk.at(), dv.at(), dout.at(), out.at(), lse.at(), q.at(), k.at(),
                                  v.at()),
           "lig_attention_backward");
  dq.check_before("dq", 0);
  dk.check_before("dk", 0);
  dv.check_before("dv", 0);
  check_close("dq", dq.floats(q_before, q_inner, LIG_BF16), expected.dq);
  check_close("dk", dk.floats(k_before, k_inner, LIG_BF16), expected.dk);
  check_close("dv", dv.floats(k_before, k_inner, LIG_BF16), expected.dv);
}

void attention(Random& random, int engine) {
  AttentionCase shape;
  shape.num_queries = 70;
  shape.num_keys = 100;
  shape.num_heads = shape.num_kv_heads = 64;
  shape.head_dim = 64;
  shape.softmax_scale = 0.3f;
  const AttentionCase inner = stored_as(filled(shape, random, MaskKind::kCausal), LIG_BF16);
  const int64_t tiles = kPast / (LIG_TILE * shape.num_heads * shape.head_dim);
  attention_behind(inner, tiles, 0, engine);
  attention_behind(inner, 0, tiles, engine);
}

// Rows past 2^31 elements of a table, and chunks past 2^31 elements of out. Values are whole numbers, so sums are
// exact.
void embedding(int engine) {
  constexpr int64_t kDim = 8192;
  constexpr int64_t kRows = kPast / kDim + 2, kChunks = kPast / kDim + 2;
  const std::vector<int32_t> units = {kRows - 1, 0, kRows - 2};
  std::vector<int32_t> start(kChunks, 0), end(kChunks, 0);
  end[kChunks - 2] = 1;  // the last row
  end[kChunks - 1] = 3;  // all three
  const int32_t shift = 0, width = 20;
  ContextOwner context = open_context(engine, 2);
  lig_embedding* created = nullptr;
  check_ok(lig_embedding_create(context.get(), &created, units.data(), start.data(), end.data(), &shift, &width, 3,
                                kChunks, 1, LIG_POOL_SUM, 0, LIG_F32),
           "lig_embedding_create");
  EmbeddingOwner plan(created);
  Mapped<float> table((kRows - 2) * kDim, 2 * kDim);
  std::fill_n(table.at(), kDim, 1.0f);
  std::fill_n(table.at((kRows - 2) * kDim), kDim, 2.0f);
  std::fill_n(table.at((kRows - 1) * kDim), kDim, 4.0f);
  const std::vector<float> one(kDim, 1), three(kDim, 3), four(kDim, 4), seven(kDim, 7), two(kDim, 2);
  {
    Mapped<float> out((kChunks - 2) * kDim, 2 * kDim);
    out.poison();
    const void* tables[] = {table.at()};
    check_ok(lig_embedding_forward(plan.get(), out.at(), tables, nullptr, &kRows, kDim), "lig_embedding_forward");
    out.check_before("out", 0);
    CHECK(out.floats((kChunks - 2) * kDim, kDim, LIG_F32) == four, "the chunk before the last");
    CHECK(out.floats((kChunks - 1) * kDim, kDim, LIG_F32) == seven, "the last chunk");
  }
  Mapped<float> dout((kChunks - 2) * kDim, 2 * kDim);
  dout.put((kChunks - 2) * kDim, one, LIG_F32);
  dout.put((kChunks - 1) * kDim, two, LIG_F32);
  std::vector<float> drows(3 * kDim);
  check_ok(lig_embedding_backward_rows(plan.get(), drows.data(), dout.at(), nullptr, 0, kDim), "backward_rows");
  std::vector<float> expected = two;
  expected.insert(expected.end(), two.begin(), two.end());
  expected.insert(expected.end(), three.begin(), three.end());
  CHECK(drows == expected, "gradients of the rows");
  check_ok(lig_embedding_backward_table(plan.get(), table.at(), dout.at(), nullptr, 0, kRows, kDim), "backward_table");
  CHECK(table.floats(0, kDim, LIG_F32) == three, "row 0 of the table");
  CHECK(table.floats((kRows - 2) * kDim, kDim, LIG_F32) == four, "the row before the last");
  CHECK(table.floats((kRows - 1) * kDim, kDim, LIG_F32) == seven, "the last row");
}

void elements() {
  Mapped<float> wide(kPast, 5);
  Mapped<Bits> narrow(kPast, 5);
  *wide.at(kPast + 4) = 1.5f;
  narrow.poison();
  check_ok(lig_copy(narrow.at(), wide.at(), LIG_BF16, LIG_F32, kPast + 5), "lig_copy");
  narrow.check_before("copy", 0);
  CHECK(*narrow.at(kPast + 4) == 0x3fc0, "the last is %x", *narrow.at(kPast + 4));
  check_ok(lig_fill(narrow.at(), LIG_BF16, 1, kPast + 5), "lig_fill");
  narrow.check_before("fill", 0x3f80);
  CHECK(*narrow.at(kPast + 4) == 0x3f80, "the last is %x", *narrow.at(kPast + 4));
}

}  // namespace

void test_huge(Random& random) {
  elements();
  for (int engine : engines()) {
    attention(random, engine);
    embedding(engine);
    std::printf("%s: done\n", engine_name(engine).c_str());
  }
}

#endif

}  // namespace ligature_test
