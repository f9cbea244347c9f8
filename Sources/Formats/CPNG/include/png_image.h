#ifndef PNG_IMAGE_H
#define PNG_IMAGE_H
#endif
