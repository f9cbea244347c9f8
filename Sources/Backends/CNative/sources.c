#include "include/graphc_native.h"

// `#embed` of C23.
#pragma clang diagnostic ignored "-Wc23-extensions"

static const char task_h[] = {
#embed "include/graphc_task.h"
    , 0};
static const char vector_h[] = {
#embed "kernels/vector.h"
    , 0};
static const char view_h[] = {
#embed "kernels/view.h"
    , 0};
static const char convolution_h[] = {
#embed "kernels/convolution.h"
    , 0};
static const char move_h[] = {
#embed "kernels/move.h"
    , 0};
static const char direct_h[] = {
#embed "kernels/direct.h"
    , 0};
static const char direct_block_h[] = {
#embed "kernels/direct_block.h"
    , 0};
static const char direct_rows_h[] = {
#embed "kernels/direct_rows.h"
    , 0};
static const char direct_window_h[] = {
#embed "kernels/direct_window.h"
    , 0};
static const char few_h[] = {
#embed "kernels/few.h"
    , 0};
static const char gathered_h[] = {
#embed "kernels/gathered.h"
    , 0};
static const char pack_direct_h[] = {
#embed "kernels/pack_direct.h"
    , 0};
static const char transposed_rows_h[] = {
#embed "kernels/transposed_rows.h"
    , 0};
static const char winograd_h[] = {
#embed "kernels/winograd.h"
    , 0};
static const char winograd_transforms_h[] = {
#embed "kernels/winograd_transforms.h"
    , 0};
static const char pack_winograd_h[] = {
#embed "kernels/pack_winograd.h"
    , 0};
static const char pool_h[] = {
#embed "kernels/pool.h"
    , 0};
static const char resize_h[] = {
#embed "kernels/resize.h"
    , 0};
static const char functions_h[] = {
#embed "kernels/functions.h"
    , 0};
static const char rare_h[] = {
#embed "kernels/rare.h"
    , 0};

static const gc_source_file files[] = {
    {"graphc_task.h", task_h},
    {"vector.h", vector_h},
    {"view.h", view_h},
    {"convolution.h", convolution_h},
    {"rare.h", rare_h},
    {"functions.h", functions_h},
    {"resize.h", resize_h},
    {"winograd.h", winograd_h},
    {"winograd_transforms.h", winograd_transforms_h},
    {"pack_winograd.h", pack_winograd_h},
    {"pool.h", pool_h},
    {"transposed_rows.h", transposed_rows_h},
    {"pack_direct.h", pack_direct_h},
    {"gathered.h", gathered_h},
    {"few.h", few_h},
    {"direct_window.h", direct_window_h},
    {"direct_rows.h", direct_rows_h},
    {"direct_block.h", direct_block_h},
    {"direct.h", direct_h},
    {"move.h", move_h},
};

int gc_source_file_count(void) { return (int)(sizeof(files) / sizeof(files[0])); }

gc_source_file gc_source_file_at(int index) { return files[index]; }
