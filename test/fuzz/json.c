// SPDX-License-Identifier: Apache-2.0
/* JSON: what is read has one canonical form, that form reads as itself, and so does what is built from its parts. */
#include "fuzz.h"

/* Each value made anew by what makes values. */
static const Json *copy_of(Arena *a, const Json *j)
{
    switch (j->kind) {
    case JSON_NULL: return json_null();
    case JSON_BOOL: return json_of_flag(j->number);
    case JSON_INT: return json_of_int(a, j->number);
    case JSON_TEXT: return json_of_text(a, j->text);
    case JSON_LIST: return json_list(a, j->items, j->count);
    case JSON_OBJECT: return json_object(a, j->members, j->count);
    default: return j;
    }
}

/* A member is found by its name, as what it is and as nothing else; merging adds nothing that neither side has. */
static void check_object(Arena *a, const Json *j)
{
    const Json *merged = json_merge(a, j, j);
    REQUIRE(merged->count <= j->count);
    for (size_t i = 0; i < j->count; i++) {
        Str name = j->members[i].name;
        const Json *found = json_get(j, name);
        REQUIRE(found);
        REQUIRE(str_eq(json_text(j, name), found->kind == JSON_TEXT ? found->text : STR_NONE));
        REQUIRE(json_int(j, name, 7) == (found->kind == JSON_INT ? found->number : 7));
        REQUIRE(json_flag(j, name) == (found->kind == JSON_BOOL && found->number));
        REQUIRE(found->kind == JSON_NULL ? !json_get(merged, name) : json_get(merged, name) != NULL);
    }
}

FUZZ(a, bytes)
{
    const Json *j, *again;
    (void)json_canonical(a, json_of_text(a, bytes)); /* any bytes are a text */
    if (json_read(a, bytes, LIMIT_JSON_BYTES, &j))
        return;
    Str once = json_canonical(a, j);
    REQUIRE(!json_read(a, once, SIZE_MAX, &again));
    REQUIRE(str_eq(json_canonical(a, again), once));
    REQUIRE(str_eq(json_canonical(a, copy_of(a, j)), once));
    REQUIRE(bytes.len < 2 || json_read(a, bytes, bytes.len - 1, &again)); /* a byte more than may be */
    if (j->kind == JSON_OBJECT)
        check_object(a, j);
}
