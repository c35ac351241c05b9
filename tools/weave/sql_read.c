// SPDX-License-Identifier: Apache-2.0
/* Reading a .sql file: directives are lines that start with `-- `, statements end with `;`. */
#include "sql.h"

#include <string.h>

/* Where we are in the file, and what the lines above the next statement said about it. */
typedef struct Reader {
    Weave *w;
    SqlFile *file;
    SqlStep *step;
    SqlQuery *query;
    bool twin, sqlite_only, postgres_only, grows;
} Reader;

#define APPEND(list, item)                                                                                             \
    do {                                                                                                               \
        __typeof__(list) *end_ = &(list);                                                                              \
        while (*end_)                                                                                                  \
            end_ = &(*end_)->next;                                                                                     \
        *end_ = (item);                                                                                                \
    } while (0)

static const char *const kinds[] = {[SQL_ONE] = "one", [SQL_MANY] = "many", [SQL_EACH] = "each", [SQL_EXEC] = "exec"};

/* "one entry_get (": the word of a query, a name, an opening bracket. Prose rarely looks like that. */
static bool opens_query(Str line, SqlKind *ret_kind, Str *ret_rest)
{
    Str word, rest;
    str_cut(line, ' ', &word, &rest);
    for (size_t i = 0; i < COUNT_OF(kinds); i++) {
        Str name, signature;
        if (!str_eq(word, str_of(kinds[i])) || !str_cut(rest, '(', &name, &signature) || !str_trim(name).len ||
            str_has(str_trim(name), S(" ")))
            continue;
        *ret_kind = (SqlKind)i;
        *ret_rest = rest;
        return true;
    }
    return false;
}

static bool opens_step(Str line, int64_t *ret_number, Str *ret_name)
{
    Str number, name;
    if (!str_starts(line, S("step ")))
        return false;
    str_cut(str_trim(str_from(line, 5)), ' ', &number, &name);
    *ret_name = str_trim(name);
    return str_to_i64(number, ret_number);
}

static bool is_directive(Str line)
{
    SqlKind kind;
    int64_t number;
    Str rest;
    return opens_query(line, &kind, &rest) || opens_step(line, &number, &rest);
}

/* The text behind `--`, or none when the line is not a comment. */
static bool comment_text(Str line, Str *ret_text)
{
    line = str_trim(line);
    if (!str_starts(line, S("--")))
        return false;
    *ret_text = str_trim(str_from(line, 2));
    return true;
}

static bool is_unfinished(Str signature)
{
    int depth = 0;
    for (size_t i = 0; i < signature.len; i++)
        depth += (signature.at[i] == '(') - (signature.at[i] == ')');
    return depth > 0 || str_ends(str_trim(signature), S("->"));
}

static Str peek_line(const Source *s)
{
    Source ahead = *s;
    return weave_line(&ahead);
}

/* A signature may go on over several comment lines while a bracket is open, or with a line that starts with `->`. */
static Str whole_signature(Reader *r, Str first)
{
    Source *s = &r->file->source;
    Str text = first, more;
    while (!weave_at_end(s) && comment_text(peek_line(s), &more) &&
           (is_unfinished(text) || str_starts(more, S("->")))) {
        weave_line(s);
        text = arena_printf(r->w->arena, "%.*s %.*s", STR_ARG(text), STR_ARG(more));
    }
    return text;
}

static void clear_marks(Reader *r, int line)
{
    if (r->twin || r->sqlite_only || r->postgres_only || r->grows)
        weave_complain(r->w, &r->file->source, line, "no statement follows the mark above this line");
    r->twin = r->sqlite_only = r->postgres_only = r->grows = false;
}

static void close_query(Reader *r)
{
    SqlQuery *q = r->query;
    if (q && !q->statements)
        weave_complain(r->w, &r->file->source, q->line, "the query %.*s has no SQL", STR_ARG(q->name));
    r->query = NULL;
}

static void open_step(Reader *r, int line, int64_t number, Str name)
{
    close_query(r);
    r->step = ARENA_NEW(r->w->arena, SqlStep);
    *r->step = (SqlStep){.file = r->file, .number = (int)number, .line = line, .name = name};
    if (!name.len)
        weave_complain(r->w, &r->file->source, line, "a step needs a name: -- step %d entry", (int)number);
    APPEND(r->file->steps, r->step);
}

static void open_query(Reader *r, int line, SqlKind kind, Str signature)
{
    close_query(r);
    r->step = NULL;
    r->query = ARENA_NEW(r->w->arena, SqlQuery);
    *r->query = (SqlQuery){.kind = kind, .line = line};
    sql_read_signature(r->w, r->file, r->query, whole_signature(r, signature));
    APPEND(r->file->queries, r->query);
}

static void read_reason(Reader *r, int line, Str text, Str mark, Str *ret_reason)
{
    *ret_reason = str_trim(str_from(text, mark.len));
    if (!ret_reason->len)
        weave_complain(r->w, &r->file->source, line, "-- %.*s needs a reason", STR_ARG(mark));
}

static void read_comment(Reader *r, int line, Str text)
{
    SqlKind kind;
    int64_t number;
    Str rest;
    bool *flag = str_eq(text, S("postgres"))        ? &r->twin
                 : str_eq(text, S("sqlite only"))   ? &r->sqlite_only
                 : str_eq(text, S("postgres only")) ? &r->postgres_only
                 : str_eq(text, S("grows"))         ? &r->grows
                                                    : NULL;
    if (flag) {
        *flag = true;
    } else if (opens_step(text, &number, &rest)) {
        clear_marks(r, line);
        open_step(r, line, number, rest);
    } else if (opens_query(text, &kind, &rest)) {
        clear_marks(r, line);
        open_query(r, line, kind, rest);
    } else if (r->query && str_starts(text, S("across:"))) {
        read_reason(r, line, text, S("across:"), &r->query->across);
    } else if (r->query && str_starts(text, S("scan:"))) {
        read_reason(r, line, text, S("scan:"), &r->query->scan);
    }
}

/* The length of the statement at the start of `rest`, its `;` included. In a trigger the inner ones do not count. */
static bool statement_len(Str rest, size_t *ret_len, Str *ret_directive)
{
    SqlToken t;
    bool trigger = false;
    int depth = 0;
    *ret_len = 0;
    *ret_directive = STR_NONE;
    for (size_t at = 0; sql_next(rest, &at, &t);) {
        Str text;
        if (t.kind == SQL_COMMENT && comment_text(t.text, &text) && is_directive(text)) {
            *ret_len = t.at;
            *ret_directive = text;
            return false;
        }
        trigger = trigger || (sql_is_word(t, "trigger") && depth == 0);
        depth += trigger && (sql_is_word(t, "begin") || sql_is_word(t, "case"));
        depth -= trigger && sql_is_word(t, "end");
        *ret_len = at;
        if (depth == 0 && str_eq(t.text, S(";")))
            return true;
    }
    return false;
}

static void add_statement(Reader *r, SqlStatement *added)
{
    SqlStatement **list = r->query ? &r->query->statements : &r->step->statements, *last = *list;
    while (last && last->next)
        last = last->next;
    if (r->twin && (!last || !last->on_sqlite))
        weave_complain(r->w, &r->file->source, added->line, "there is no statement this could be the twin of");
    else if (r->twin)
        last->on_postgres = false;
    else if (r->query && last)
        weave_complain(r->w, &r->file->source, added->line, "a query is one statement");
    if (r->twin || r->postgres_only)
        added->on_sqlite = false;
    if (r->sqlite_only)
        added->on_postgres = false;
    APPEND(*list, added);
    if (r->step)
        sql_translate_step(r->w, r->file, added, r->grows);
    r->twin = r->sqlite_only = r->postgres_only = r->grows = false;
}

static void read_statement(Reader *r)
{
    Source *s = &r->file->source;
    size_t len;
    Str directive;
    SqlStatement *added = ARENA_NEW(r->w->arena, SqlStatement);
    *added = (SqlStatement){.line = s->line, .on_sqlite = true, .on_postgres = true};
    bool whole = statement_len(str_from(s->text, s->at), &len, &directive);
    added->text = str_sub(s->text, s->at, whole ? len - 1 : len);
    if (!whole)
        weave_complain(r->w, s, s->line, "this statement has no semicolon at its end");
    else if (!r->step && !r->query)
        weave_complain(r->w, s, s->line, "a statement stands before the first -- step or query");
    if (whole && (r->step || r->query))
        add_statement(r, added);
    weave_take(s, str_sub(s->text, s->at, len));
}

SqlFile *sql_read(Weave *w, const char *path)
{
    SqlFile *f = ARENA_NEW(w->arena, SqlFile);
    if (!weave_open(w, path, &f->source))
        return NULL;
    f->unit = weave_unit(&f->source);
    f->stem = weave_stem(&f->source);
    Reader r = {.w = w, .file = f};
    Source *s = &f->source;
    for (weave_skip_blanks(s); !weave_at_end(s); weave_skip_blanks(s)) {
        Str text;
        int line = s->line;
        if (comment_text(peek_line(s), &text)) {
            weave_line(s);
            read_comment(&r, line, text);
        } else {
            read_statement(&r);
        }
    }
    clear_marks(&r, s->line);
    close_query(&r);
    for (SqlQuery *q = f->queries; q; q = q->next)
        sql_translate_query(w, f, q);
    return f;
}
