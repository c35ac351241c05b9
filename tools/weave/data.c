// SPDX-License-Identifier: Apache-2.0
/* weave data OUT.c OUT.h FILES...: files as string literals, sorted by path, found by halving. */
#include "weave.h"

#include <stdlib.h>

typedef struct Carried {
    Str path;
    Source source;
} Carried;

/* From the last folder data/ or ui/: the project itself may lie below a folder of that name. */
static Str carried_path(Weave *w, Str path)
{
    Str name = path;
    bool found = false;
    for (Str rest = path, part; str_next(&rest, '/', &part);) {
        if (!rest.at)
            break;
        if (str_eq(part, S("data")) || str_eq(part, S("ui"))) {
            name = str_from(path, (size_t)(part.at - path.at));
            found = true;
        }
    }
    if (!str_ends(path, S(".mo")))
        return found ? name : STR_NONE;
    return arena_printf(w->arena, "mo/%.*s", STR_ARG(weave_file_name(path)));
}

static int by_path(const void *a, const void *b)
{
    return str_cmp(((const Carried *)a)->path, ((const Carried *)b)->path);
}

static const char *escape_of(unsigned char b)
{
    static char octal[5] = "\\000";
    switch (b) {
    case '\n': return "\\n";
    case '"': return "\\\"";
    case '\\': return "\\\\";
    default: break;
    }
    if (b >= ' ' && b != '?' && b < 127)
        return NULL;
    octal[1] = (char)('0' + (b >> 6));
    octal[2] = (char)('0' + ((b >> 3) & 7));
    octal[3] = (char)('0' + (b & 7));
    return octal;
}

/* One literal a line of text, or every ROW bytes. */
static void put_bytes(Sheet *sheet, Str bytes)
{
    enum { ROW = 100 };
    char row[ROW * 4 + 16];
    size_t len = 0, in_row = 0;
    for (size_t i = 0; i < bytes.len; i++) {
        const char *escape = escape_of((unsigned char)bytes.at[i]);
        if (escape)
            for (; *escape; escape++)
                row[len++] = *escape;
        else
            row[len++] = bytes.at[i];
        if (++in_row < ROW && bytes.at[i] != '\n' && i + 1 < bytes.len)
            continue;
        weave_put_str(sheet, S("\n    \""));
        weave_put_str(sheet, (Str){row, len});
        weave_put_str(sheet, S("\""));
        len = in_row = 0;
    }
    if (!bytes.len)
        weave_put_str(sheet, S(" \"\""));
}

static void put_header(Sheet *sheet)
{
    weave_put_str(sheet, S("/* Woven: the files the program carries. */\n#pragma once\n\n#include \"base/str.h\"\n\n"
                           "typedef struct CarriedFile {\n    const char *path;\n    const unsigned char *bytes;\n"
                           "    size_t len;\n} CarriedFile;\n\n"
                           "const CarriedFile *carried_find(Str path); /* NULL when there is none */\n"
                           "const CarriedFile *carried_at(size_t i);   /* in the order of the paths */\n"
                           "size_t carried_count(void);\n"));
}

static void put_code(Sheet *sheet, Str header_name, const Carried *files, size_t count)
{
    weave_put(sheet, "/* Woven: the files the program carries. */\n#include \"%.*s\"\n", STR_ARG(header_name));
    for (size_t i = 0; i < count; i++) {
        weave_put(sheet, "\n/* %.*s */\nstatic const unsigned char f%zu[] =", STR_ARG(files[i].path), i);
        put_bytes(sheet, files[i].source.text);
        weave_put_str(sheet, S(";\n"));
    }
    weave_put_str(sheet, S("\nstatic const CarriedFile files[] = {\n"));
    for (size_t i = 0; i < count; i++)
        weave_put(sheet, "    {\"%.*s\", f%zu, sizeof f%zu - 1},\n", STR_ARG(files[i].path), i, i);
    weave_put(sheet, "};\nenum { COUNT = %zu };\n", count);
    weave_put_str(sheet, S("\nsize_t carried_count(void)\n{\n    return COUNT;\n}\n\n"
                           "const CarriedFile *carried_at(size_t i)\n{\n    return i < COUNT ? &files[i] : NULL;\n}\n\n"
                           "const CarriedFile *carried_find(Str path)\n{\n    size_t low = 0, high = COUNT;\n"
                           "    while (low < high) {\n        size_t middle = low + (high - low) / 2;\n"
                           "        int order = str_cmp(path, str_of(files[middle].path));\n"
                           "        if (order == 0)\n            return &files[middle];\n"
                           "        if (order < 0)\n            high = middle;\n        else\n            low = middle + 1;\n"
                           "    }\n    return NULL;\n}\n"));
}

int weave_data(Weave *w, int argc, char **argv)
{
    if (argc < 3) {
        fprintf(stderr, "weave data OUT.c OUT.h FILES...\n");
        return 2;
    }
    size_t count = (size_t)argc - 2;
    Carried *files = ARENA_ARRAY(w->arena, Carried, count);
    for (size_t i = 0; i < count; i++) {
        Carried *file = &files[i];
        if (!weave_open(w, argv[i + 2], &file->source))
            continue;
        file->path = carried_path(w, str_of(argv[i + 2]));
        if (!file->path.len)
            weave_complain(w, &file->source, 1, "does not lie below data/ or ui/");
    }
    qsort(files, count, sizeof *files, by_path);
    for (size_t i = 1; i < count; i++)
        if (files[i].path.len && str_eq(files[i].path, files[i - 1].path))
            weave_complain(w, &files[i].source, 1, "is carried twice");
    if (w->complaints)
        return 1;
    Sheet code = {.arena = w->arena}, header = {.arena = w->arena};
    put_header(&header);
    put_code(&code, weave_file_name(str_of(argv[1])), files, count);
    return weave_write(w, argv[0], &code) && weave_write(w, argv[1], &header) ? 0 : 1;
}
