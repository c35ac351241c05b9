// SPDX-License-Identifier: Apache-2.0
/* Reads the tree: units from src/meson.build, files from the folders that hold source. */
#include "rooms.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { FILE_MAX = 8 * 1024 * 1024 };

static const char *const folders[] = {"data", "src", "test", "tools", "ui"};
/* What tools made, and what tools are tried on. */
static const Str left_out[] = {S("test/golden"), S("test/node_modules"), S("test/browser/node_modules")};
static const Str endings[] = {
    S("c"), S("h"), S("sql"), S("html"), S("yaml"), S("css"), S("js"), S("sh"), S("po"), S("build"),
};

static bool read_file(Rooms *r, const char *path, Str *ret_text)
{
    FILE *f = fopen(path, "rb");
    if (!f)
        return false;
    (void)fseek(f, 0, SEEK_END);
    long size = ftell(f);
    rewind(f);
    char *bytes = size >= 0 && size <= FILE_MAX ? arena_take(r->arena, (size_t)size + 1, 1) : NULL;
    bool whole = bytes && fread(bytes, 1, (size_t)size, f) == (size_t)size;
    (void)fclose(f);
    *ret_text = (Str){bytes, whole ? (size_t)size : 0};
    return whole;
}

static Str after_last(Str s, char mark)
{
    Str part = s;
    while (str_next(&s, mark, &part))
        ;
    return part;
}

static int count_lines(Str text)
{
    int lines = text.len && text.at[text.len - 1] != '\n';
    for (size_t i = 0; i < text.len; i++)
        lines += text.at[i] == '\n';
    return lines;
}

Unit *rooms_unit(const Rooms *r, Str name)
{
    for (Unit *u = r->units; u; u = u->next)
        if (str_eq(u->name, name))
            return u;
    return NULL;
}

static Unit *add_unit(Rooms *r, Str name, UnitKind kind)
{
    Unit **end = &r->units;
    while (*end)
        end = &(*end)->next;
    *end = ARENA_NEW(r->arena, Unit);
    (*end)->name = name;
    (*end)->kind = kind;
    return *end;
}

/* src/dialogue/x.c belongs to dialogue, tools/weave/x.c to tools/weave, everything else to its first folder. */
static Unit *unit_of(Rooms *r, Str path)
{
    Str top, second, rest, file;
    str_cut(path, '/', &top, &rest);
    bool deeper = str_cut(rest, '/', &second, &file);
    Str name = top;
    if (str_eq(top, S("src")))
        return deeper ? rooms_unit(r, second) : NULL;
    if (str_eq(top, S("tools")) && deeper)
        name = str_sub(path, 0, top.len + 1 + second.len);
    if (!rest.len)
        return NULL;
    Unit *u = rooms_unit(r, name);
    return u ? u : add_unit(r, name, UNIT_OTHER);
}

static void add_file(Rooms *r, Str path)
{
    Str text;
    if (!read_file(r, arena_printf(r->arena, "%.*s/%.*s", STR_ARG(r->root), STR_ARG(path)).at, &text))
        return;
    File *f = ARENA_NEW(r->arena, File);
    Str beyond;
    *f = (File){.path = path, .name = after_last(path, '/'), .ending = after_last(path, '.'), .text = text};
    str_cut(f->name, '.', &f->stem, &beyond);
    f->is_test = str_ends(f->stem, S("_test")) || str_starts(path, S("test/"));
    f->unit = unit_of(r, path);
    f->lines = count_lines(text);
    if (f->unit) {
        f->unit->files++;
        f->unit->lines += f->lines;
        if (str_ends(f->name, S(".h")) && str_eq(f->stem, f->unit->name))
            f->unit->card = f;
    }
    rooms_find_waivers(r, f);
    if (rooms_is_c(f))
        rooms_scan(r, f);
    File **end = &r->files;
    while (*end)
        end = &(*end)->next;
    *end = f;
}

static bool is_ours(Str path)
{
    for (size_t i = 0; i < COUNT_OF(endings); i++)
        if (str_eq(after_last(path, '.'), endings[i]))
            return str_has(path, S("."));
    return false;
}

static void walk(Rooms *r, Str path)
{
    for (size_t i = 0; i < COUNT_OF(left_out); i++)
        if (str_eq(left_out[i], path))
            return;
    struct stat st;
    const char *whole = arena_printf(r->arena, "%.*s/%.*s", STR_ARG(r->root), STR_ARG(path)).at;
    if (lstat(whole, &st) != 0)
        return;
    if (S_ISREG(st.st_mode) && is_ours(path))
        add_file(r, path);
    if (!S_ISDIR(st.st_mode))
        return;
    struct dirent **entries;
    int count = scandir(whole, &entries, NULL, alphasort);
    for (int i = 0; i < count; i++) {
        if (entries[i]->d_name[0] != '.')
            walk(r, arena_printf(r->arena, "%.*s/%s", STR_ARG(path), entries[i]->d_name));
        free(entries[i]);
    }
    if (count >= 0)
        free(entries);
}

/* floors = ['base', 'codec'] of src/meson.build: the one list of units. */
static bool add_units(Rooms *r, Str build, Str list, UnitKind kind)
{
    Str start = arena_printf(r->arena, "\n%.*s = [", STR_ARG(list)), inside, after, word;
    size_t at;
    if (!str_find(build, start, &at))
        return false;
    str_cut(str_from(build, at + start.len), ']', &inside, &after);
    for (size_t from = 0; rooms_next_word(inside, &from, &word);)
        add_unit(r, word, kind);
    return true;
}

bool rooms_load(Rooms *r)
{
    Str build;
    if (!read_file(r, arena_printf(r->arena, "%.*s/src/meson.build", STR_ARG(r->root)).at, &build))
        return false;
    if (!add_units(r, build, S("floors"), UNIT_FLOOR) || !add_units(r, build, S("rooms"), UNIT_ROOM))
        return false;
    add_unit(r, S("app"), UNIT_ROOF);
    add_file(r, S("meson.build"));
    for (size_t i = 0; i < COUNT_OF(folders); i++)
        walk(r, str_of(folders[i]));
    return true;
}
