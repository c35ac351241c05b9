// SPDX-License-Identifier: Apache-2.0
/* YAML: every name of a map is found, every line lies in the file. */
#include "fuzz.h"

static void walk(const Yaml *y, int lines)
{
    REQUIRE(y->line >= 1 && y->line <= lines);
    for (size_t i = 0; y->kind == YAML_LIST && i < y->count; i++)
        walk(y->items[i], lines);
    for (size_t i = 0; y->kind == YAML_MAP && i < y->count; i++) {
        REQUIRE(yaml_get(y, y->pairs[i].name) == y->pairs[i].value);
        walk(y->pairs[i].value, lines);
    }
}

FUZZ(a, bytes)
{
    const Yaml *y;
    if (yaml_read(a, bytes, S("x.yaml"), &y))
        return;
    int lines = 2;
    for (size_t i = 0; i < bytes.len; i++) /* libyaml counts CR, NEL, LS and PS as well: their last bytes */
        lines += memchr("\n\r\x85\xA8\xA9", bytes.at[i], 5) != NULL;
    walk(y, lines);
}
