#include "graphc_native.h"

// `#embed` of C23.
#pragma clang diagnostic ignored "-Wc23-extensions"

static const char task_h[] = {
#embed "include/graphc_task.h"
    , 0};
static const char threads_h[] = {
#embed "include/graphc_pool.h"
    , 0};
static const char processor_h[] = {
#embed "include/graphc_processor.h"
    , 0};
static const char library_h[] = {
#embed "include/graphc_library.h"
    , 0};
static const char pool_c[] = {
#embed "pool.c"
    , 0};
static const char processor_c[] = {
#embed "processor.c"
    , 0};
static const char library_c[] = {
#embed "library.c"
    , 0};
static const char copy_rows_h[] = {
#embed "kernels/copy_rows.h"
    , 0};
static const char features_h[] = {
#embed "kernels/processor_features.h"
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
static const char loop_h[] = {
#embed "kernels/loop.h"
    , 0};
static const char map_h[] = {
#embed "kernels/map.h"
    , 0};
static const char lane_h[] = {
#embed "kernels/lane.h"
    , 0};
static const char double_precision_h[] = {
#embed "kernels/double.h"
    , 0};
static const char scalars_h[] = {
#embed "kernels/scalars.h"
    , 0};
static const char copy_h[] = {
#embed "kernels/copy.h"
    , 0};
static const char transpose_h[] = {
#embed "kernels/transpose.h"
    , 0};
static const char axes_h[] = {
#embed "kernels/axes.h"
    , 0};
static const char block_sum_h[] = {
#embed "kernels/block_sum.h"
    , 0};
static const char tree_sum_h[] = {
#embed "kernels/tree_sum.h"
    , 0};
static const char fold_h[] = {
#embed "kernels/fold.h"
    , 0};
static const char arg_reduce_h[] = {
#embed "kernels/arg_reduce.h"
    , 0};
static const char softmax_h[] = {
#embed "kernels/softmax.h"
    , 0};
static const char cumulative_sum_h[] = {
#embed "kernels/cumulative_sum.h"
    , 0};
static const char dims_h[] = {
#embed "kernels/dims.h"
    , 0};
static const char pack_contract_h[] = {
#embed "kernels/pack_contract.h"
    , 0};
static const char contract_h[] = {
#embed "kernels/contract.h"
    , 0};
static const char contract_lanes_h[] = {
#embed "kernels/contract_lanes.h"
    , 0};
static const char gather_h[] = {
#embed "kernels/gather.h"
    , 0};
static const char scatter_h[] = {
#embed "kernels/scatter.h"
    , 0};
static const char arg_sort_h[] = {
#embed "kernels/arg_sort.h"
    , 0};
static const char arg_max_pool_h[] = {
#embed "kernels/arg_max_pool.h"
    , 0};
static const char random_numbers_h[] = {
#embed "kernels/random.h"
    , 0};

static const gc_source_file files[] = {
    {"random.h", random_numbers_h},
    {"arg_max_pool.h", arg_max_pool_h},
    {"arg_sort.h", arg_sort_h},
    {"scatter.h", scatter_h},
    {"gather.h", gather_h},
    {"contract_lanes.h", contract_lanes_h},
    {"contract.h", contract_h},
    {"pack_contract.h", pack_contract_h},
    {"dims.h", dims_h},
    {"cumulative_sum.h", cumulative_sum_h},
    {"softmax.h", softmax_h},
    {"arg_reduce.h", arg_reduce_h},
    {"fold.h", fold_h},
    {"tree_sum.h", tree_sum_h},
    {"block_sum.h", block_sum_h},
    {"axes.h", axes_h},
    {"transpose.h", transpose_h},
    {"copy_rows.h", copy_rows_h},
    {"scalars.h", scalars_h},
    {"double.h", double_precision_h},
    {"lane.h", lane_h},
    {"map.h", map_h},
    {"loop.h", loop_h},
    {"graphc_task.h", task_h},
    {"graphc_pool.h", threads_h},
    {"graphc_processor.h", processor_h},
    {"graphc_library.h", library_h},
    {"pool.c", pool_c},
    {"processor.c", processor_c},
    {"library.c", library_c},
    {"copy.h", copy_h},
    {"processor_features.h", features_h},
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
