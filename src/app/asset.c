// SPDX-License-Identifier: Apache-2.0
/*
 * What is served under /a/: the carried files of ui/, and the scripts of the verifier as one. A phone need not load
 * comments: they and indentation stay behind. The file that is handed on (/verify.html) has them.
 */
#include "app/app.h"
#include "carried.h"

static const struct {
    Str end;
    const char *type;
} types[] = {
    {S(".css"), "text/css; charset=utf-8"},
    {S(".js"), "text/javascript; charset=utf-8"},
    {S(".svg"), "image/svg+xml"},
};

/* In the order they run. */
static const Str verifier[] = {S("ui/seal.js"), S("ui/proof.js"), S("ui/check.js")};

static const char *type_of(Str path)
{
    for (size_t i = 0; i < COUNT_OF(types); i++)
        if (str_ends(path, types[i].end))
            return types[i].type;
    return "application/octet-stream";
}

static bool is_in_verifier(Str path)
{
    for (size_t i = 0; i < COUNT_OF(verifier); i++)
        if (str_eq(path, verifier[i]))
            return true;
    return false;
}

/* True for a line that says nothing to a machine; *inside is whether a comment goes on. */
static bool is_comment(Str line, bool *inside)
{
    bool was_inside = *inside, opens = str_starts(line, S("/*"));
    if (was_inside || opens)
        *inside = !str_ends(line, S("*/"));
    return was_inside || opens || str_starts(line, S("//")) || line.len == 0;
}

static void put_plain(Out *o, Str source)
{
    Str line;
    bool inside = false;
    while (str_next(&source, '\n', &line)) {
        line = str_trim(line);
        size_t end = line.len;
        if (is_comment(line, &inside))
            continue;
        (void)str_find(line, S(" // "), &end); /* no text in these scripts holds that */
        out_raw(o, str_sub(line, 0, end));
        out_byte(o, '\n');
    }
}

static Str verifier_script(Arena *a)
{
    enum { SCRIPT_MAX = 256 * 1024 };
    Out *o = out_new(a, SCRIPT_MAX, NULL);
    out_raw(o, S("// SPDX-License-Identifier: Apache-2.0\n"));
    for (size_t i = 0; i < COUNT_OF(verifier); i++)
        put_plain(o, house()->file(verifier[i]));
    REQUIRE(!out_full(o));
    return out_str(o);
}

size_t app_assets(Arena *a, WebAsset *assets, size_t max)
{
    size_t count = 0;
    assets[count++] = (WebAsset){S("/a/verify.js"), type_of(verifier[0]), verifier_script(a)};
    for (size_t i = 0; i < carried_count(); i++) {
        const CarriedFile *f = carried_at(i);
        Str path = str_of(f->path);
        if (!str_starts(path, S("ui/")) || is_in_verifier(path))
            continue;
        REQUIRE(count < max);
        assets[count++] = (WebAsset){arena_printf(a, "/a/%s", f->path + 3), type_of(path), {(const char *)f->bytes, f->len}};
    }
    return count;
}
