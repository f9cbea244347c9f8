/// Reads the elements of the network's input from a file, and writes those of its output to another.
#include "fsrcnn.h"

#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv) {
  if (argc != 3) return fprintf(stderr, "usage: %s INPUT OUTPUT\n", argv[0]), 1;
  char error[256];
  fsrcnn_session *session = fsrcnn_create(2, error, sizeof(error));
  if (!session) return fprintf(stderr, "error: %s\n", error), 1;
  const size_t in = (size_t)fsrcnn_input(0)->byte_count;
  const size_t out = (size_t)fsrcnn_output(0)->byte_count;
  void *image = malloc(in), *result = malloc(out);

  FILE *file = fopen(argv[1], "rb");
  if (!file || fread(image, 1, in, file) != in) {
    return fprintf(stderr, "error: '%s' has not %zu bytes\n", argv[1], in), 1;
  }
  fclose(file);
  if (fsrcnn_run(session, (const void *[]){image}, (void *[]){result}) != 0) {
    return fprintf(stderr, "error: %s\n", fsrcnn_error(session)), 1;
  }
  file = fopen(argv[2], "wb");
  if (!file || fwrite(result, 1, out, file) != out || fclose(file) != 0) {
    return fprintf(stderr, "error: cannot write '%s'\n", argv[2]), 1;
  }
  free(result);
  free(image);
  fsrcnn_destroy(session);
}
