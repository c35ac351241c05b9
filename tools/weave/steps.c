// SPDX-License-Identifier: Apache-2.0
/* The verbs steps and lock: every unit's migration steps, each with a digest of what it says. */
#include <openssl/evp.h>

#include "sql.h"

#include <string.h>

/* -- steps, in the order of their numbers --------------------------------------------------------------------------- */

static bool comes_before(const SqlStep *a, const SqlStep *b)
{
    return a->number < b->number;
}

size_t sql_steps_of(Weave *w, SqlFile **unit, size_t unit_count, SqlStep ***ret_steps)
{
    size_t count = 0, room = 0;
    for (size_t i = 0; i < unit_count; i++)
        for (SqlStep *s = unit[i]->steps; s; s = s->next)
            room++;
    SqlStep **steps = ARENA_ARRAY(w->arena, SqlStep *, room + 1);
    for (size_t i = 0; i < unit_count; i++)
        for (SqlStep *s = unit[i]->steps; s; s = s->next) {
            size_t at = count++;
            for (; at > 0 && comes_before(s, steps[at - 1]); at--)
                steps[at] = steps[at - 1];
            steps[at] = s;
        }
    for (size_t i = 0; i < count; i++)
        if (steps[i]->number != (int)i + 1)
            weave_complain(w, &steps[i]->file->source, steps[i]->line, "this should be step %zu of the unit", i + 1);
    *ret_steps = steps;
    return count;
}

typedef struct Book {
    SqlFile **files; /* as given: all files of a unit stand together */
    size_t file_count;
    SqlStep **steps;
    size_t step_count;
} Book;

static void add_unit(Weave *w, Book *b, size_t first, size_t count)
{
    SqlStep **steps;
    size_t more = sql_steps_of(w, b->files + first, count, &steps);
    SqlStep **all = ARENA_ARRAY(w->arena, SqlStep *, b->step_count + more + 1);
    if (b->step_count)
        memcpy(all, b->steps, b->step_count * sizeof *all);
    memcpy(all + b->step_count, steps, more * sizeof *all);
    b->steps = all;
    b->step_count += more;
}

static bool read_book(Weave *w, int argc, char **argv, Book *b)
{
    *b = (Book){.files = ARENA_ARRAY(w->arena, SqlFile *, argc + 1)};
    for (int i = 0; i < argc; i++) {
        SqlFile *f = sql_read(w, argv[i]);
        if (f)
            b->files[b->file_count++] = f;
    }
    for (size_t first = 0, i = 1; first < b->file_count; i++)
        if (i == b->file_count || !str_eq(b->files[i]->unit, b->files[first]->unit)) {
            add_unit(w, b, first, i - first);
            first = i;
        }
    return w->complaints == 0;
}

/* -- digests -------------------------------------------------------------------------------------------------------- */

static Str digest(Weave *w, const SqlStep *step)
{
    Sheet text = {.arena = w->arena};
    for (const SqlStatement *s = step->statements; s; s = s->next) {
        weave_put(&text, "%s", s->on_sqlite && s->on_postgres ? "" : s->on_sqlite ? "-- sqlite\n" : "-- postgres\n");
        weave_put_str(&text, sql_fold(w->arena, s->text));
        weave_put_str(&text, S(";\n"));
    }
    unsigned char hash[EVP_MAX_MD_SIZE];
    unsigned len = 0;
    REQUIRE(EVP_Digest(text.bytes, text.len, hash, &len, EVP_sha256(), NULL) == 1);
    Sheet hex = {.arena = w->arena};
    for (unsigned i = 0; i < len; i++)
        weave_put(&hex, "%02x", hash[i]);
    return (Str){hex.bytes, hex.len};
}

/* -- weave steps ---------------------------------------------------------------------------------------------------- */

static void put_dialect(Sheet *out, const SqlStep *step, bool postgres)
{
    Sheet text = {.arena = out->arena};
    for (const SqlStatement *s = step->statements; s; s = s->next) {
        if (!(postgres ? s->on_postgres : s->on_sqlite))
            continue;
        weave_put_str(&text, postgres ? s->postgres : s->sqlite);
        weave_put_str(&text, S(";\n"));
    }
    weave_put(out, "        .%s =\n    ", postgres ? "postgres" : "sqlite");
    weave_put_c_string(out, (Str){text.bytes, text.len});
    weave_put_str(out, S(",\n"));
}

static void put_steps(Weave *w, Sheet *out, const Book *b)
{
    weave_put_str(out, S("const StoreStep woven_steps[] = {\n"));
    for (size_t i = 0; i < b->step_count; i++) {
        const SqlStep *s = b->steps[i];
        weave_put(out, "    {\n        .unit = \"%.*s\",\n        .number = %d,\n        .name = \"%.*s\",\n",
                  STR_ARG(s->file->unit), s->number, STR_ARG(s->name));
        put_dialect(out, s, false);
        put_dialect(out, s, true);
        weave_put(out, "        .digest = \"%.*s\",\n    },\n", STR_ARG(digest(w, s)));
    }
    weave_put(out, "    {.unit = NULL},\n};\nconst size_t woven_step_count = %zu;\n", b->step_count);
}

static void put_lists(Sheet *out, const Book *b)
{
    weave_put_str(out, S("\nconst DbQuery *const *const woven_query_lists[] = {\n"));
    for (size_t i = 0; i < b->file_count; i++)
        weave_put(out, "    %.*s_queries,\n", STR_ARG(b->files[i]->stem));
    weave_put_str(out, S("    NULL,\n};\nconst size_t *const woven_query_counts[] = {\n"));
    for (size_t i = 0; i < b->file_count; i++)
        weave_put(out, "    &%.*s_query_count,\n", STR_ARG(b->files[i]->stem));
    weave_put(out, "    NULL,\n};\nconst size_t woven_query_list_count = %zu;\n", b->file_count);
}

static const char steps_header[] =
    "/* Made by weave of every unit's .sql file. */\n#pragma once\n\n#include \"store/store.h\"\n\n"
    "extern const StoreStep woven_steps[];\nextern const size_t woven_step_count;\n\n"
    "/* Every unit's queries: lists[i] has *counts[i] of them. */\n"
    "extern const DbQuery *const *const woven_query_lists[];\nextern const size_t *const woven_query_counts[];\n"
    "extern const size_t woven_query_list_count;\n";

int weave_steps(Weave *w, int argc, char **argv)
{
    Book b;
    if (argc < 3)
        return 2;
    if (!read_book(w, argc - 2, argv + 2, &b))
        return 1;
    Sheet code = {.arena = w->arena}, header = {.arena = w->arena};
    weave_put_str(&code, S("/* Made by weave of every unit's .sql file. */\n#include \"steps.h\"\n\n"));
    for (size_t i = 0; i < b.file_count; i++) /* not by their headers: two units may call a row alike */
        weave_put(&code, "extern const DbQuery *const %.*s_queries[];\nextern const size_t %.*s_query_count;\n",
                  STR_ARG(b.files[i]->stem), STR_ARG(b.files[i]->stem));
    weave_put_str(&code, S("\n"));
    put_steps(w, &code, &b);
    put_lists(&code, &b);
    weave_put_str(&header, str_of(steps_header));
    return weave_write(w, argv[0], &code) && weave_write(w, argv[1], &header) ? 0 : 1;
}

/* -- weave lock ----------------------------------------------------------------------------------------------------- */

static const SqlStep *find_step(const Book *b, Str unit, int64_t number)
{
    for (size_t i = 0; i < b->step_count; i++)
        if (str_eq(b->steps[i]->file->unit, unit) && b->steps[i]->number == number)
            return b->steps[i];
    return NULL;
}

/* One line of the lock file: "unit number digest". Marks the step as locked. */
static void compare(Weave *w, const Source *lock, const Book *b, bool *locked, Str line)
{
    Str unit, number, rest, hex;
    int64_t n;
    str_cut(line, ' ', &unit, &rest);
    str_cut(rest, ' ', &number, &hex);
    const SqlStep *step = str_to_i64(number, &n) ? find_step(b, unit, n) : NULL;
    if (!step) {
        weave_complain(w, lock, lock->line, "the released step %.*s %.*s is gone", STR_ARG(unit), STR_ARG(number));
        return;
    }
    if (!str_eq(hex, digest(w, step)))
        weave_complain(w, &step->file->source, step->line,
                       "this step was released and must not change; write a new step");
    for (size_t i = 0; i < b->step_count; i++)
        locked[i] = locked[i] || b->steps[i] == step;
}

int weave_lock(Weave *w, int argc, char **argv)
{
    bool write = argc > 0 && strcmp(argv[0], "--write") == 0;
    argc -= write;
    argv += write;
    Book b;
    Source lock;
    if (argc < 2)
        return 2;
    if (!read_book(w, argc - 1, argv + 1, &b) || !weave_open(w, argv[0], &lock))
        return 1;
    bool *locked = ARENA_ARRAY(w->arena, bool, b.step_count + 1);
    Sheet text = {.arena = w->arena};
    weave_put_str(&text, lock.text);
    while (!weave_at_end(&lock)) {
        Source here = lock;
        Str line = weave_line(&lock);
        if (line.len && line.at[0] != '#')
            compare(w, &here, &b, locked, line);
    }
    for (size_t i = 0; i < b.step_count; i++)
        if (!locked[i])
            weave_put(&text, "%.*s %d %.*s\n", STR_ARG(b.steps[i]->file->unit), b.steps[i]->number,
                      STR_ARG(digest(w, b.steps[i])));
    if (w->complaints || !write)
        return w->complaints ? 1 : 0;
    return weave_write(w, argv[0], &text) ? 0 : 1;
}
