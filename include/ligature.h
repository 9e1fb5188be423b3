/* Ligature's C ABI: the one door between Java and the kernels.
 *
 * Every function that can fail returns a lig_status; the reason is kept per thread (lig_last_error).
 * Order of arguments: object or context, outputs, inputs, sizes. A `_create` pairs with a `_destroy`,
 * which accepts NULL. Arrays given to a `_create` are checked and copied: the caller keeps them.
 * Outputs and inputs of the operations stay the caller's. An output overlaps no other argument. Addresses need the
 * alignment of their elements (4 bytes for a float, 2 for a bfloat16), no more. An array of no elements may be NULL.
 *
 * Shapes stand as [rows, columns], row-major and packed. `tile` is 64 x 64. Float is IEEE binary32.
 * Contexts and plans may be used by many threads at once. A plan keeps its context alive.
 * Results are bit-identical for any number of threads and any run on one engine.
 */
#ifndef LIGATURE_H
#define LIGATURE_H
#include <stdint.h>

#if defined(_WIN32)
#if defined(LIG_BUILDING)
#define LIG_API __declspec(dllexport)
#else
#define LIG_API
#endif
#else
#define LIG_API __attribute__((visibility("default")))
#endif

#ifdef __cplusplus
extern "C" {
#endif

#define LIG_ABI_VERSION 3

/* Side of a mask tile, in chunks. */
#define LIG_TILE 64

/* In `tile_masks`: every (query, key) pair of the tile is kept. */
#define LIG_FULL_TILE (-1)

typedef enum lig_status {
  LIG_OK = 0,
  LIG_INVALID_ARGUMENT = 1, /* a size, index or address is out of range; the message has the values */
  LIG_UNSUPPORTED = 2,      /* this machine cannot run what was asked for */
  LIG_OUT_OF_MEMORY = 3,    /* nothing was changed */
  LIG_INTERNAL_ERROR = 4    /* a fault of the library's own; please report it */
} lig_status;

/* ---- Library ------------------------------------------------------------------------------- */

/* LIG_ABI_VERSION of the library that was loaded. */
LIG_API int32_t lig_abi_version(void);

/* Copies the text of this thread's last failure (UTF-8, no closing NUL) and returns its length in
 * bytes, at most `capacity`. */
LIG_API int32_t lig_last_error(char* out, int32_t capacity);

/* ---- Engines: the instruction sets this binary has kernels for, slowest first ----------------- */

LIG_API int32_t lig_engine_count(void);

/* Name of engine `index`, copied like lig_last_error; 0 if out of range. "scalar" is always there; binaries for x86-64
 * have "avx2", "avx512" and "avx512bf16", those for 64-bit ARM "neon". */
LIG_API int32_t lig_engine_name(char* out, int32_t capacity, int32_t index);

/* 1 where this machine can run engine `index`, else 0. */
LIG_API int32_t lig_engine_supported(int32_t index);

/* ---- Context: an engine and a pool of threads, or a CUDA device --------------------------------- */

typedef struct lig_context lig_context;

/* 1 <= num_threads <= 1024 counts the calling thread, so the pool owns num_threads - 1. Workers block at rest. */
LIG_API int32_t lig_context_create(lig_context** context, int32_t engine, int32_t num_threads);
LIG_API void lig_context_destroy(lig_context* context);

/* ---- Memory ------------------------------------------------------------------------------------ */

/* 64-byte aligned, zeroed. `bytes` >= 0. No page is touched before the caller does. On Linux a large block asks for
 * huge pages. */
LIG_API int32_t lig_memory_create(void** memory, int64_t bytes);
LIG_API void lig_memory_destroy(void* memory);

/* How an element is stored. Arithmetic and sums are in binary32 whatever it is. */
typedef enum lig_dtype {
  LIG_F32 = 0, /* IEEE binary32 */
  LIG_BF16 = 1 /* bfloat16: the upper 16 bits of a binary32 */
} lig_dtype;

/* Copies `count` elements; the ranges must not overlap. LIG_BF16 from LIG_F32 is rounded to nearest, ties to even; a
 * NaN stays a NaN. Where both are the same type the bits stay. */
LIG_API int32_t lig_copy(void* out, const void* in, int32_t out_dtype, int32_t in_dtype, int64_t count);

/* Sets `count` elements to `value`, rounded the same. */
LIG_API int32_t lig_fill(void* out, int32_t dtype, float value, int64_t count);

/* The address itself, so that a caller whose language hides addresses can ask for one. */
LIG_API int64_t lig_address(const void* memory);

/* ---- CUDA ---------------------------------------------------------------------------------------
 * The driver is opened at run time, and nothing of CUDA is needed where it is not used. Device code comes with the
 * caller, as one fatbin for all hosts. A context here is a device's primary context, which other libraries of the
 * process share, and a stream of its own, on which calls enqueue: memory is read and written, and closed, after all
 * that was enqueued before. Any thread may call. The layers do not run on CUDA yet: their `_create` gives
 * LIG_UNSUPPORTED.
 */

/* The number of devices. LIG_UNSUPPORTED with the reason where there is no driver, or it serves none. */
LIG_API int32_t lig_cuda_device_count(int32_t* count);

/* 0 <= device < lig_cuda_device_count; fatbin [bytes]. LIG_UNSUPPORTED with the reason where there is no driver, the
 * device is older than compute capability 8.0, or a probe on it fails. */
LIG_API int32_t lig_cuda_context_create(lig_context** context, int32_t device, const void* fatbin, int64_t bytes);

/* Name of the device of a CUDA context, copied like lig_last_error; 0 where it is none. */
LIG_API int32_t lig_cuda_context_name(const lig_context* context, char* out, int32_t capacity);

/* Returns when all that was enqueued before is done; fails where that has failed. */
LIG_API int32_t lig_cuda_synchronize(lig_context* context);

/* Memory on the device of a CUDA context, which it keeps alive. */
typedef struct lig_cuda_memory lig_cuda_memory;

/* Zeroed, at least 64-byte aligned. `bytes` >= 0. */
LIG_API int32_t lig_cuda_memory_create(lig_context* context, lig_cuda_memory** memory, int64_t bytes);
LIG_API void lig_cuda_memory_destroy(lig_cuda_memory* memory);

/* Where it begins on the device: no address of the host. 0 for NULL. */
LIG_API int64_t lig_cuda_memory_address(const lig_cuda_memory* memory);

/* lig_copy from the host to `out`, which lies in the memory. */
LIG_API int32_t lig_cuda_memory_write(lig_cuda_memory* memory, void* out, const void* in, int32_t out_dtype,
                                      int32_t in_dtype, int64_t count);

/* lig_copy to the host from `in`, which lies in the memory. */
LIG_API int32_t lig_cuda_memory_read(const lig_cuda_memory* memory, void* out, const void* in, int32_t out_dtype,
                                     int32_t in_dtype, int64_t count);

/* lig_fill of `out`, which lies in the memory. Only enqueued. */
LIG_API int32_t lig_cuda_memory_fill(lig_cuda_memory* memory, void* out, int32_t dtype, float value, int64_t count);

/* ---- Chunk embedding ----------------------------------------------------------------------------
 * A unit is the sum of one row of each table: of table t the row (unit >> shift[t]) & ((1 << width[t]) - 1).
 * Chunk c pools units [chunk_start[c], chunk_end[c]); an empty chunk gives zeros.
 *   tables [table_rows[t], dim] -> units [size of chunk, dim] -> pooled out [num_chunks, dim]
 * Tables, out and their gradients are of the plan's dtype, slot weights and their gradient floats. Sums are of floats
 * and rounded once, as they are written.
 */

typedef struct lig_embedding lig_embedding;

/* The most tables of one embedding. */
#define LIG_MAX_TABLES 3

/* The most slot weights of one embedding. */
#define LIG_MAX_SLOTS 1024

/* SLOTS: the sum of the units, unit s of a chunk (from 0) times slot_weights[min(s, num_slots - 1)]. */
typedef enum lig_pool { LIG_POOL_SUM = 0, LIG_POOL_MEAN = 1, LIG_POOL_SLOTS = 2 } lig_pool;

/* units [num_units], not negative; chunk_start, chunk_end [num_chunks], 0 <= start <= end <= num_units; all chunks
 * together hold at most 2^31 - 1 units. shift, width [num_tables], shift >= 0, width >= 1, shift + width <= 31;
 * 1 <= num_tables <= LIG_MAX_TABLES. 1 <= num_slots <= LIG_MAX_SLOTS where pool is SLOTS, else 0; dtype is a
 * lig_dtype. */
LIG_API int32_t lig_embedding_create(lig_context* context, lig_embedding** plan, const int32_t* units,
                                     const int32_t* chunk_start, const int32_t* chunk_end, const int32_t* shift,
                                     const int32_t* width, int64_t num_units, int64_t num_chunks, int32_t num_tables,
                                     int32_t pool, int32_t num_slots, int32_t dtype);
LIG_API void lig_embedding_destroy(lig_embedding* plan);

/* Number of distinct rows of table `table` that the chunks read; -1 where `plan` is NULL or has no such table. */
LIG_API int64_t lig_embedding_num_touched(const lig_embedding* plan, int32_t table);

/* Those rows, ascending: touched [num_touched]. */
LIG_API int32_t lig_embedding_touched(const lig_embedding* plan, int32_t* touched, int32_t table);

/* In what follows slot_weights is [num_slots], and NULL where pool is not SLOTS.
 * tables [num_tables] addresses, one for each table; table_rows [num_tables]. */

/* out [num_chunks, dim] is overwritten. Fails if a touched row of a table is >= its table_rows. */
LIG_API int32_t lig_embedding_forward(lig_embedding* plan, void* out, const void* const* tables,
                                      const float* slot_weights, const int64_t* table_rows, int64_t dim);

/* drows [num_touched, dim] of one table is overwritten: row i is the gradient of its row touched[i].
 * dout [num_chunks, dim]. */
LIG_API int32_t lig_embedding_backward_rows(lig_embedding* plan, void* drows, const void* dout,
                                            const float* slot_weights, int32_t table, int64_t dim);

/* The same gradients added into dtable [table_rows, dim]; other rows stay as they are. The gradient is added as floats,
 * so a sum of type LIG_BF16 is rounded once in each call. */
LIG_API int32_t lig_embedding_backward_table(lig_embedding* plan, void* dtable, const void* dout,
                                             const float* slot_weights, int32_t table, int64_t table_rows, int64_t dim);

/* Sets what that adds to back to 0: the rows of dtable [table_rows, dim] that the chunks read; others stay. */
LIG_API int32_t lig_embedding_clear_table(lig_embedding* plan, void* dtable, int32_t table, int64_t table_rows,
                                          int64_t dim);

/* dslots [num_slots] is overwritten with the gradient of slot_weights. Fails where pool is not SLOTS. */
LIG_API int32_t lig_embedding_backward_slots(lig_embedding* plan, float* dslots, const void* dout,
                                             const void* const* tables, const int64_t* table_rows, int64_t dim);

/* ---- Chunk attention ----------------------------------------------------------------------------
 * Scaled dot-product attention over the (query, key) pairs that a block mask keeps, NHD layout:
 *   q, out, dq, dout [num_queries, num_heads, head_dim]
 *   k, v, dk, dv     [num_keys, num_kv_heads, head_dim]
 *   lse              [num_queries, num_heads]
 * lse is of floats, the others of the plan's dtype; out is rounded to it before backward reads it. An engine that
 * multiplies bfloat16 itself rounds p and its gradient too, and takes numbers below 2^-126 for 0.
 * Query head h reads kv head h / (num_heads / num_kv_heads).
 *   s = softmax_scale * q . k    lse = log sum exp(s)    p = exp(s - lse)    out = sum p v
 * A query whose kept scores are none, or all -inf, gives out = 0, lse = -inf and zero gradients.
 * A non-finite k or v reaches exactly the queries that keep it.
 *
 * The mask is CSR over tiles: the tiles of query tile row r are entries indptr[r] .. indptr[r + 1);
 * entry e covers keys [64 * indices[e], ...) and is whole where tile_masks[e] == LIG_FULL_TILE, else
 * kept by masks[tile_masks[e]], 64 words: bit c of word r keeps key c for query r of the tile.
 * A key tile stands at most once in a row. Bits past num_queries or num_keys must be 0, and a tile
 * that reaches past num_keys or num_queries may still be LIG_FULL_TILE.
 */

typedef struct lig_attention lig_attention;

/* indptr [ceil(num_queries / 64) + 1], indices and tile_masks [indptr[last]], masks [num_masks, 64].
 * num_kv_heads divides num_heads; 1 <= head_dim <= 256; softmax_scale is finite; dtype is a lig_dtype. The
 * transpose for backward is built here. */
LIG_API int32_t lig_attention_create(lig_context* context, lig_attention** plan, const int64_t* indptr,
                                     const int32_t* indices, const int32_t* tile_masks, const int64_t* masks,
                                     int64_t num_masks, int64_t num_queries, int64_t num_keys, int32_t num_heads,
                                     int32_t num_kv_heads, int32_t head_dim, float softmax_scale, int32_t dtype);
LIG_API void lig_attention_destroy(lig_attention* plan);

/* out and lse are overwritten. */
LIG_API int32_t lig_attention_forward(lig_attention* plan, void* out, float* lse, const void* q, const void* k,
                                      const void* v);

/* dq, dk and dv are overwritten; out and lse are what forward gave for the same q, k, v. */
LIG_API int32_t lig_attention_backward(lig_attention* plan, void* dq, void* dk, void* dv, const void* dout,
                                       const void* out, const float* lse, const void* q, const void* k, const void* v);

#ifdef __cplusplus
}
#endif
#endif
