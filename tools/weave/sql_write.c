// SPDX-License-Identifier: Apache-2.0
/* The verb sql: one typed function a query, as one would write it by hand. */
#include "sql.h"

typedef struct Writer {
    const SqlFile *file;
    Sheet code, header;
} Writer;

static const char warning[] = "/* Made by weave of %.*s: change that file, not this one. */\n";

/* -- rows ----------------------------------------------------------------------------------------------------------- */

static void put_row_type(Sheet *out, const SqlRow *row)
{
    weave_put(out, "\ntypedef struct %.*s {\n", STR_ARG(row->name));
    for (size_t i = 0; i < row->columns.count; i++)
        weave_put(out, "    %s %.*s;\n", row->columns.at[i].type->c_type, STR_ARG(row->columns.at[i].name));
    weave_put(out, "} %.*s;\n", STR_ARG(row->name));
}

static void put_row_reader(Sheet *out, const SqlRow *row)
{
    weave_put(out, "\nstatic %.*s read_%.*s(Arena *a UNUSED, const DbCell *cells)\n{\n    return (%.*s){\n",
              STR_ARG(row->name), STR_ARG(row->name), STR_ARG(row->name));
    for (size_t i = 0; i < row->columns.count; i++) {
        const SqlField *f = &row->columns.at[i];
        weave_put(out, "        .%.*s = ", STR_ARG(f->name));
        if (f->optional && f->type->none)
            weave_put(out, "cells[%zu].kind == CELL_NULL ? %s : ", i, f->type->none);
        weave_put(out, "%scells[%zu]%s,\n", f->type->read[0], i, f->type->read[1]);
    }
    weave_put_str(out, S("    };\n}\n"));
}

/* Twice the room; what was there is left to the arena. */
static void put_row_list(Sheet *out, const SqlRow *row)
{
    Str n = row->name;
    weave_put(out, "\nstatic %.*s *room_for_%.*s(Arena *a, const %.*s *rows, size_t count)\n{\n", STR_ARG(n), STR_ARG(n),
              STR_ARG(n));
    weave_put(out, "    %.*s *more = ARENA_ARRAY(a, %.*s, count ? 2 * count : 8);\n", STR_ARG(n), STR_ARG(n));
    weave_put_str(out, S("    if (count)\n        memcpy(more, rows, count * sizeof *rows);\n    return more;\n}\n"));
}

/* -- functions ------------------------------------------------------------------------------------------------------ */

static void put_prototype(Sheet *out, const Writer *w, const SqlQuery *q)
{
    weave_put(out, "Err %.*s_%.*s(Db *db, Arena *a", STR_ARG(w->file->unit), STR_ARG(q->name));
    for (size_t i = 0; i < q->params.count; i++) {
        const SqlField *f = &q->params.at[i];
        if (f->listed)
            weave_put(out, ", const %s *%.*s, size_t %.*s_count", f->type->c_type, STR_ARG(f->name), STR_ARG(f->name));
        else
            weave_put(out, ", %s %.*s", f->type->c_type, STR_ARG(f->name));
    }
    Str row = q->row ? q->row->name : STR_NONE;
    switch (q->kind) {
    case SQL_ONE:
        weave_put(out, ", const %.*s **ret_row)", STR_ARG(row));
        break;
    case SQL_MANY:
        weave_put(out, ", const %.*s **ret_rows, size_t *ret_count)", STR_ARG(row));
        break;
    case SQL_EACH:
        weave_put(out, ",\n    Err (*each)(void *arg, const %.*s *row), void *arg)", STR_ARG(row));
        break;
    case SQL_EXEC:
        weave_put_str(out, S(", int64_t *ret_changed)"));
        break;
    }
}

static void put_text(Sheet *out, const char *field, const SqlStatement *s, Str text)
{
    if (!s)
        return;
    Sheet lines = {.arena = out->arena};
    for (Str line; str_next(&text, '\n', &line);)
        if (str_trim(line).len) {
            weave_put_str(&lines, lines.len ? S("\n") : STR_NONE);
            weave_put_str(&lines, line);
        }
    weave_put(out, "    .%s =\n    ", field);
    weave_put_c_string(out, str_trim((Str){lines.bytes, lines.len}));
    weave_put_str(out, S(",\n"));
}

static void put_query(Sheet *out, const Writer *w, const SqlQuery *q)
{
    const SqlStatement *sqlite = sql_on_sqlite(q->statements), *postgres = sql_on_postgres(q->statements);
    weave_put(out, "\nstatic const DbQuery q_%.*s = {\n    .name = \"%.*s_%.*s\",\n", STR_ARG(q->name),
              STR_ARG(w->file->unit), STR_ARG(q->name));
    put_text(out, "sqlite", sqlite, sqlite ? sqlite->sqlite : STR_NONE);
    put_text(out, "postgres", postgres, postgres ? postgres->postgres : STR_NONE);
    weave_put(out, "    .params = %zu,\n    .columns = %zu,\n    .writes = %s,\n};\n", q->params.count,
              q->row ? q->row->columns.count : 0, q->kind == SQL_EXEC ? "true" : "false");
}

static void put_lists(Sheet *out, const SqlQuery *q)
{
    for (size_t i = 0; i < q->params.count; i++) {
        const SqlField *f = &q->params.at[i];
        Str n = f->name;
        if (f->listed)
            weave_put(out, "    DbList %.*s_ = db_list(a, %.*s_count);\n"
                           "    for (size_t i_ = 0; i_ < %.*s_count; i_++)\n"
                           "        db_list_put(&%.*s_, %.*s[i_]%s);\n",
                      STR_ARG(n), STR_ARG(n), STR_ARG(n), STR_ARG(n), STR_ARG(n), f->type->value);
    }
}

static void put_param(Sheet *out, const SqlField *f)
{
    const SqlType *t = f->type;
    const char *value = t->value[0] || t->read[1][1] != 's' ? ".i" : ".s";
    if (f->listed) {
        weave_put(out, "        {.kind = CELL_TEXT, .s = db_list_text(&%.*s_)},\n", STR_ARG(f->name));
        return;
    }
    weave_put_str(out, S("        {.kind = "));
    if (f->optional)
        weave_put(out, "%s%.*s%s ? %s : CELL_NULL", t->is[0], STR_ARG(f->name), t->is[1], t->cell);
    else
        weave_put(out, "%s", t->cell);
    weave_put(out, ", %s = %.*s%s},\n", value, STR_ARG(f->name), t->value);
}

static void put_params(Sheet *out, const SqlQuery *q)
{
    if (!q->params.count)
        return;
    put_lists(out, q);
    weave_put_str(out, S("    const DbCell params_[] = {\n"));
    for (size_t i = 0; i < q->params.count; i++)
        put_param(out, &q->params.at[i]);
    weave_put_str(out, S("    };\n"));
}

static const char one_body[] = "    *ret_row = NULL;\n"
                               "    TRY(db_next(open_, &cells_));\n"
                               "    if (!cells_)\n"
                               "        return NULL;\n"
                               "    %.*s *found_ = ARENA_NEW(a, %.*s);\n"
                               "    *found_ = read_%.*s(a, cells_);\n"
                               "    db_close_rows(open_);\n"
                               "    *ret_row = found_;\n"
                               "    return NULL;\n";

static const char many_body[] = "    %.*s *rows_ = NULL;\n"
                                "    size_t count_ = 0;\n"
                                "    for (size_t room_ = 0;; count_++) {\n"
                                "        TRY(db_next(open_, &cells_));\n"
                                "        if (!cells_)\n"
                                "            break;\n"
                                "        if (count_ == LIMIT_ROWS_MANY) {\n"
                                "            db_close_rows(open_);\n"
                                "            return ERR(a, ERR_LIMIT, \"err.store.too_many_rows\", .detail = "
                                "S(\"%.*s_%.*s\"));\n"
                                "        }\n"
                                "        if (count_ == room_) {\n"
                                "            rows_ = room_for_%.*s(a, rows_, count_);\n"
                                "            room_ = count_ ? 2 * count_ : 8;\n"
                                "        }\n"
                                "        rows_[count_] = read_%.*s(a, cells_);\n"
                                "    }\n"
                                "    *ret_rows = rows_;\n"
                                "    *ret_count = count_;\n"
                                "    return NULL;\n";

static const char each_body[] = "    for (ArenaMark mark_ = arena_mark(a);; arena_rewind(a, mark_)) {\n"
                                "        TRY(db_next(open_, &cells_));\n"
                                "        if (!cells_)\n"
                                "            return NULL;\n"
                                "        %.*s row_ = read_%.*s(a, cells_);\n"
                                "        Err told_ = each(arg, &row_);\n"
                                "        if (told_) {\n"
                                "            db_close_rows(open_);\n"
                                "            return told_;\n"
                                "        }\n"
                                "    }\n";

static void put_function(Sheet *out, const Writer *w, const SqlQuery *q)
{
    const char *params = q->params.count ? "params_" : "NULL";
    weave_put_str(out, S("\n"));
    put_prototype(out, w, q);
    weave_put_str(out, S("\n{\n"));
    put_params(out, q);
    if (q->kind == SQL_EXEC) {
        weave_put(out, "    return db_exec(db, a, &q_%.*s, %s, ret_changed);\n}\n", STR_ARG(q->name), params);
        return;
    }
    Str row = q->row->name;
    weave_put(out, "    DbRows *open_ = NULL;\n    const DbCell *cells_ = NULL;\n"
                   "    TRY(db_open_rows(db, a, &q_%.*s, %s, &open_));\n", STR_ARG(q->name), params);
    if (q->kind == SQL_ONE)
        weave_put(out, one_body, STR_ARG(row), STR_ARG(row), STR_ARG(row));
    else if (q->kind == SQL_MANY)
        weave_put(out, many_body, STR_ARG(row), STR_ARG(w->file->unit), STR_ARG(q->name), STR_ARG(row), STR_ARG(row));
    else
        weave_put(out, each_body, STR_ARG(row), STR_ARG(row));
    weave_put_str(out, S("}\n"));
}

/* -- the two files -------------------------------------------------------------------------------------------------- */

static void put_header(Writer *w)
{
    Sheet *out = &w->header;
    weave_put(out, warning, STR_ARG(w->file->source.name));
    weave_put_str(out, S("#pragma once\n\n#include \"store/store.h\"\n"));
    for (const SqlRow *row = w->file->rows; row; row = row->next)
        put_row_type(out, row);
    weave_put_str(out, S("\n"));
    for (const SqlQuery *q = w->file->queries; q; q = q->next) {
        weave_put_str(out, S("MUST_USE "));
        put_prototype(out, w, q);
        weave_put_str(out, S(";\n"));
    }
    weave_put(out, "\nextern const DbQuery *const %.*s_queries[];\nextern const size_t %.*s_query_count;\n",
              STR_ARG(w->file->stem), STR_ARG(w->file->stem));
}

static void put_code(Writer *w)
{
    Sheet *out = &w->code;
    Str stem = w->file->stem;
    size_t count = 0;
    weave_put(out, warning, STR_ARG(w->file->source.name));
    weave_put(out, "#include \"%.*s_sql.h\"\n", STR_ARG(stem));
    for (const SqlRow *row = w->file->rows; row; row = row->next) {
        put_row_reader(out, row);
        if (row->listed)
            put_row_list(out, row);
    }
    for (const SqlQuery *q = w->file->queries; q; q = q->next, count++) {
        put_query(out, w, q);
        put_function(out, w, q);
    }
    weave_put(out, "\nconst DbQuery *const %.*s_queries[] = {\n", STR_ARG(stem));
    for (const SqlQuery *q = w->file->queries; q; q = q->next)
        weave_put(out, "    &q_%.*s,\n", STR_ARG(q->name));
    weave_put(out, "    NULL,\n};\nconst size_t %.*s_query_count = %zu;\n", STR_ARG(stem), count);
}

/* The files of the same unit, in the order given; the others cannot be named and need not be right today. */
static size_t read_unit(Weave *w, int argc, char **argv, SqlFile ***ret_files, SqlFile **ret_this)
{
    Source named = {.name = str_of(argv[0])};
    Str unit = weave_unit(&named);
    size_t count = 0;
    *ret_files = ARENA_ARRAY(w->arena, SqlFile *, argc);
    *ret_this = NULL;
    for (int i = 1; i < argc; i++) {
        named.name = str_of(argv[i]);
        SqlFile *f = str_eq(weave_unit(&named), unit) ? sql_read(w, argv[i]) : NULL;
        if (!f)
            continue;
        (*ret_files)[count++] = f;
        if (str_eq(str_of(argv[i]), str_of(argv[0])))
            *ret_this = f;
    }
    return count;
}

int weave_sql(Weave *w, int argc, char **argv)
{
    if (argc < 4)
        return 2;
    SqlFile **unit, *file;
    size_t count = read_unit(w, argc - 2, argv + 2, &unit, &file);
    if (!file) {
        Source named = {.name = str_of(argv[2])};
        weave_complain(w, &named, 1, "is not among all the files");
    }
    if (!w->complaints)
        sql_check(w, file, unit, count);
    if (w->complaints)
        return 1;
    REQUIRE(file);
    Writer writer = {.file = file, .code = {.arena = w->arena}, .header = {.arena = w->arena}};
    put_code(&writer);
    put_header(&writer);
    return weave_write(w, argv[0], &writer.code) && weave_write(w, argv[1], &writer.header) ? 0 : 1;
}
