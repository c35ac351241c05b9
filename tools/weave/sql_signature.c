// SPDX-License-Identifier: Apache-2.0
/* entry_get (home home, id case) -> EntryRow (id case, memo text, posted_on date?); a list of numbers: ids case[] */
#include "sql.h"

#include "base/limits.h"

/* Words that C keeps for itself, and words the generated functions use for their own parameters. */
static const char *const keywords[] = {
    "auto",   "bool",   "break", "case",     "char",   "const",    "continue", "default", "do",       "double",
    "else",   "enum",   "extern", "float",   "for",    "goto",     "if",       "inline",  "int",      "long",
    "return", "short",  "signed", "sizeof",  "static", "struct",   "switch",   "typedef", "union",    "unsigned",
    "void",   "while",  "register", "restrict", "volatile",
};
static const char *const used[] = {"a", "db", "each", "arg", "ret_row", "ret_rows", "ret_count", "ret_changed"};

typedef struct Signature {
    Weave *w;
    const SqlFile *file;
    int line;
    bool in_row; /* the parameters are done */
    Source text;
} Signature;

static void complain(Signature *g, const char *what)
{
    weave_complain(g->w, &g->file->source, g->line, "%s, here: %.*s", what,
                   STR_ARG(str_from(g->text.text, g->text.at)));
}

static bool take(Signature *g, Str mark)
{
    weave_skip_blanks(&g->text);
    return weave_take(&g->text, mark);
}

static bool word(Signature *g, Str *ret_word)
{
    weave_skip_blanks(&g->text);
    return weave_word(&g->text, ret_word);
}

static bool is_among(Str name, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (str_eq(name, str_of(words[i])))
            return true;
    return false;
}

static bool name_is_free(const Signature *g, const SqlFields *fields, Str name)
{
    for (size_t i = 0; i < fields->count; i++)
        if (str_eq(name, fields->at[i].name))
            return false;
    return !is_among(name, keywords, COUNT_OF(keywords)) && (g->in_row || !is_among(name, used, COUNT_OF(used)));
}

/* A list goes to the database as one text of numbers. */
static void read_marks(Signature *g, SqlField *field)
{
    field->optional = weave_take(&g->text, S("?"));
    field->listed = !field->optional && weave_take(&g->text, S("[]"));
    bool is_number = field->type && str_eq(str_of(field->type->cell), S("CELL_INT"));
    if (field->listed && (g->in_row || !is_number))
        weave_complain(g->w, &g->file->source, g->line, "%.*s: only a parameter can be a list, and only of numbers",
                       STR_ARG(field->name));
}

static bool read_field(Signature *g, SqlFields *fields)
{
    SqlField field = {0};
    Str type;
    if (!word(g, &field.name) || !word(g, &type)) {
        complain(g, "a name and a type are wanted");
        return false;
    }
    field.type = sql_type(type);
    read_marks(g, &field);
    if (!field.type)
        weave_complain(g->w, &g->file->source, g->line, "\"%.*s\" is not one of our types", STR_ARG(type));
    if (!name_is_free(g, fields, field.name))
        weave_complain(g->w, &g->file->source, g->line, "the name \"%.*s\" is taken", STR_ARG(field.name));
    if (!field.type)
        return false;
    fields->at[fields->count++] = field;
    return true;
}

/* (name type, name type?, ...) ; the bracket is already open. */
static bool read_fields(Signature *g, SqlFields *ret_fields)
{
    size_t room = 1;
    for (size_t i = 0; i < g->text.text.len; i++)
        room += g->text.text.at[i] == ',';
    *ret_fields = (SqlFields){.at = ARENA_ARRAY(g->w->arena, SqlField, room)};
    if (take(g, S(")")))
        return true;
    do {
        if (!read_field(g, ret_fields))
            return false;
    } while (take(g, S(",")));
    if (ret_fields->count > LIMIT_QUERY_CELLS)
        weave_complain(g->w, &g->file->source, g->line, "these are %zu; a query has at most %d parameters and columns",
                       ret_fields->count, LIMIT_QUERY_CELLS);
    if (take(g, S(")")))
        return true;
    complain(g, "a comma or a closing bracket is wanted");
    return false;
}

static SqlRow *find_row(const SqlFile *f, Str name)
{
    SqlRow *row = f->rows;
    while (row && !str_eq(row->name, name))
        row = row->next;
    return row;
}

static SqlRow *new_row(Signature *g, SqlFile *f, Str name)
{
    if (find_row(f, name))
        weave_complain(g->w, &f->source, g->line, "the row %.*s is described twice; name it without its list",
                       STR_ARG(name));
    SqlRow *row = ARENA_NEW(g->w->arena, SqlRow), **end = &f->rows;
    row->name = name;
    if (!read_fields(g, &row->columns))
        return NULL;
    while (*end)
        end = &(*end)->next;
    *end = row;
    return row;
}

static SqlRow *read_row(Signature *g, SqlFile *f)
{
    Str name;
    if (!word(g, &name)) {
        complain(g, "the name of a row is wanted");
        return NULL;
    }
    if (take(g, S("(")))
        return new_row(g, f, name);
    SqlRow *row = find_row(f, name);
    if (!row)
        weave_complain(g->w, &f->source, g->line, "no query above describes the row %.*s", STR_ARG(name));
    return row;
}

static bool is_twice(const SqlFile *f, const SqlQuery *q)
{
    for (const SqlQuery *o = f->queries; o; o = o->next)
        if (o != q && str_eq(o->name, q->name))
            return true;
    return false;
}

void sql_read_signature(Weave *w, SqlFile *f, SqlQuery *q, Str text)
{
    Signature g = {.w = w, .file = f, .line = q->line, .text = {.text = text, .name = f->source.name, .line = q->line}};
    if (!word(&g, &q->name) || !take(&g, S("("))) {
        complain(&g, "a query is written: -- one name (param type) -> Row (column type)");
        return;
    }
    if (is_twice(f, q))
        weave_complain(w, &f->source, q->line, "there are two queries called %.*s", STR_ARG(q->name));
    if (!read_fields(&g, &q->params))
        return;
    q->told = true;
    bool answers = g.in_row = take(&g, S("->"));
    if (answers && q->kind == SQL_EXEC)
        complain(&g, "exec answers with nothing but a count");
    else if (!answers && q->kind != SQL_EXEC)
        complain(&g, "this query needs a row: -> Row (column type)");
    else if (answers && (q->row = read_row(&g, f)) && q->kind == SQL_MANY)
        q->row->listed = true;
    weave_skip_blanks(&g.text);
    if (!w->complaints && !weave_at_end(&g.text))
        complain(&g, "this is too much");
}
