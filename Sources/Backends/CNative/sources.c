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

static const gc_source_file files[] = {
    {"graphc_task.h", task_h},
    {"vector.h", vector_h},
    {"view.h", view_h},
    {"convolution.h", convolution_h},
    {"move.h", move_h},
};

int gc_source_file_count(void) { return (int)(sizeof(files) / sizeof(files[0])); }

gc_source_file gc_source_file_at(int index) { return files[index]; }
