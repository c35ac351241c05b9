/* Woven: the files the program carries. */
#include "carried.h"

/* data/empty */
static const unsigned char f0[] = "";

/* data/text.yaml */
static const unsigned char f1[] =
    "say: \"quoted\"\n"
    "\\ and a tab\011here\n";

/* ui/bytes */
static const unsigned char f2[] =
    "\346\231\222\000\345\234\272";

static const CarriedFile files[] = {
    {"data/empty", f0, sizeof f0 - 1},
    {"data/text.yaml", f1, sizeof f1 - 1},
    {"ui/bytes", f2, sizeof f2 - 1},
};
enum { COUNT = 3 };

size_t carried_count(void)
{
    return COUNT;
}

const CarriedFile *carried_at(size_t i)
{
    return i < COUNT ? &files[i] : NULL;
}

const CarriedFile *carried_find(Str path)
{
    size_t low = 0, high = COUNT;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = str_cmp(path, str_of(files[middle].path));
        if (order == 0)
            return &files[middle];
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return NULL;
}
