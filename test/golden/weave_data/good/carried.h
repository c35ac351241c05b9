/* Woven: the files the program carries. */
#pragma once

#include "base/str.h"

typedef struct CarriedFile {
    const char *path;
    const unsigned char *bytes;
    size_t len;
} CarriedFile;

const CarriedFile *carried_find(Str path); /* NULL when there is none */
const CarriedFile *carried_at(size_t i);   /* in the order of the paths */
size_t carried_count(void);
