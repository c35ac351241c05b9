// SPDX-License-Identifier: Apache-2.0
/* Calls that are not made, SQL that is not formatted, rule files that see no database, handlers that only handle. */
#include "rooms.h"

static const struct Banned {
    Str call, home; /* home: the unit that may, or none */
    const char *instead;
} banned[] = {
    {S("malloc"), S("base"), "memory comes from an arena"},
    {S("calloc"), S("base"), "memory comes from an arena"},
    {S("realloc"), S("base"), "memory comes from an arena"},
    {S("free"), S("base"), "memory comes from an arena; what others made is freed by arena_defer"},
    {S("strdup"), S("base"), "memory comes from an arena"},
    {S("strndup"), S("base"), "memory comes from an arena"},
    {S("asprintf"), S("base"), "memory comes from an arena"},
    {S("alloca"), S(""), "the stack has no ceiling"},
    {S("strcpy"), S(""), "text is a Str"},
    {S("strcat"), S(""), "text is a Str"},
    {S("stpcpy"), S(""), "text is a Str"},
    {S("strncpy"), S(""), "text is a Str"},
    {S("sprintf"), S(""), "use arena_printf or out_printf"},
    {S("vsprintf"), S(""), "use arena_vprintf"},
    {S("sscanf"), S(""), "numbers are read by str_to_i64"},
    {S("atoi"), S(""), "numbers are read by str_to_i64"},
    {S("atol"), S(""), "numbers are read by str_to_i64"},
    {S("atof"), S(""), "numbers are read by str_to_i64"},
    {S("strtol"), S(""), "numbers are read by str_to_i64"},
    {S("strtoul"), S(""), "numbers are read by str_to_i64"},
    {S("strtok"), S(""), "use str_next"},
    {S("gets"), S(""), "it has no ceiling"},
    {S("gmtime"), S(""), "days are Dates"},
    {S("gmtime_r"), S(""), "days are Dates"},
    {S("localtime"), S(""), "the village's calendar is in base"},
    {S("localtime_r"), S(""), "the village's calendar is in base"},
    {S("mktime"), S(""), "days are Dates"},
    {S("strftime"), S(""), "days are written by base"},
    {S("time"), S("base"), "time comes from a Clock"},
    {S("gettimeofday"), S("base"), "time comes from a Clock"},
    {S("clock_gettime"), S("base"), "time comes from a Clock"},
    {S("rand"), S(""), "chance comes from seal"},
    {S("random"), S(""), "chance comes from seal"},
    {S("srand"), S(""), "chance comes from seal"},
    {S("getrandom"), S("seal"), "chance comes from seal"},
    {S("system"), S(""), "no shell"},
    {S("popen"), S(""), "no shell"},
    {S("tmpnam"), S(""), "its name can be guessed"},
    {S("mktemp"), S(""), "its name can be guessed"},
    {S("setlocale"), S(""), "languages are in base/lang.h"},
    {S("sqlite3_exec"), S("store"), "statements are woven from .sql"},
};

/* Memory and time rules are for the program itself. */
static bool is_for(const struct Banned *b, const File *f)
{
    bool in_src = f->unit && f->unit->kind != UNIT_OTHER && !f->is_test;
    return b->home.len ? in_src && !str_eq(f->unit->name, b->home) : true;
}

static bool is_call(Str code, size_t after)
{
    size_t at = rooms_skip_blanks(code, after);
    return at < code.len && code.at[at] == '(';
}

/* x.time(..), x->free(..) and declarations of fields are other things. */
static bool is_member(Str code, Str word)
{
    size_t at = (size_t)(word.at - code.at);
    return at && (code.at[at - 1] == '.' || code.at[at - 1] == '>' || code.at[at - 1] == '*');
}

static void check_calls(Rooms *r, const File *f)
{
    Str word;
    for (size_t at = 0; rooms_next_word(f->code, &at, &word);) {
        if (!is_call(f->code, at) || is_member(f->code, word))
            continue;
        for (size_t i = 0; i < COUNT_OF(banned); i++)
            if (str_eq(banned[i].call, word) && is_for(&banned[i], f))
                rooms_complain(r, f, rooms_line(f, at), RULE_CALL, "%.*s(): %s", STR_ARG(word), banned[i].instead);
    }
}

/* Words that make SQL of a literal when the second follows the first. */
static bool is_sql(Str literal)
{
    static const struct {
        Str first, second;
        bool at_once;
    } forms[] = {
        {S("select"), S("from"), false}, {S("insert"), S("into"), true}, {S("insert"), S("or"), true},
        {S("update"), S("set"), false},  {S("delete"), S("from"), true}, {S("create"), S("table"), true},
        {S("drop"), S("table"), true},   {S("alter"), S("table"), true},
    };
    Str word, first = STR_NONE;
    size_t words = 0, form_at = 0;
    for (size_t at = 0; rooms_next_word(literal, &at, &word); words++) {
        for (size_t i = 0; i < COUNT_OF(forms); i++) {
            if (words == 0 && str_eq_nocase(word, forms[i].first))
                first = forms[i].first;
            bool fits = first.len && str_eq(first, forms[i].first) && str_eq_nocase(word, forms[i].second);
            if (fits && words && (!forms[i].at_once || words == form_at + 1))
                return true;
        }
    }
    return false;
}

/* A test may change the file behind the program's back: that is how tampering is tried. */
static void check_literals(Rooms *r, const File *f)
{
    if (str_ends(f->path, S("_test.c")))
        return;
    if (!f->unit || f->unit->kind == UNIT_OTHER || str_eq(f->unit->name, S("store")))
        return;
    for (const Literal *l = f->literals; l; l = l->next)
        if (is_sql(l->text))
            rooms_complain(r, f, rooms_line(f, l->at), RULE_SQL, "SQL stands in %.*s.sql, never in a literal",
                           STR_ARG(f->unit->name));
}

static bool includes_woven_sql(const File *f, size_t *ret_at)
{
    Str path;
    bool angled;
    for (*ret_at = 0; rooms_next_include(f, ret_at, &path, &angled);)
        if (!angled && str_ends(path, S("_sql.h")))
            return true;
    return false;
}

/* A rule file says so by its name, x_rule.c, or by a line `rule:` in its opening comment. */
static bool is_rule_file(const File *f)
{
    size_t end;
    return str_ends(f->stem, S("_rule")) ||
           (str_find(f->text, S("*/"), &end) && str_has(str_sub(f->text, 0, end), S("* rule:")));
}

static void check_rule_file(Rooms *r, const File *f)
{
    Str word;
    size_t at;
    if (includes_woven_sql(f, &at))
        rooms_complain(r, f, rooms_line(f, at), RULE_PURE, "a rule file takes values, no rows");
    for (at = 0; rooms_next_word(f->code, &at, &word);)
        if (str_eq(word, S("Db")))
            rooms_complain(r, f, rooms_line(f, at), RULE_PURE, "a rule file takes values, never a Db");
}

static void check_web_file(Rooms *r, const File *f)
{
    Str word;
    size_t at;
    if (includes_woven_sql(f, &at))
        rooms_complain(r, f, rooms_line(f, at), RULE_WEB, "a file of handlers asks its room, not the rows");
    for (at = 0; rooms_next_word(f->code, &at, &word);)
        if (str_starts(word, S("db_")) && is_call(f->code, at))
            rooms_complain(r, f, rooms_line(f, at), RULE_WEB, "%.*s() in a file of handlers", STR_ARG(word));
}

void rooms_check_calls(Rooms *r)
{
    for (const File *f = r->files; f; f = f->next) {
        if (!rooms_is_c(f))
            continue;
        check_calls(r, f);
        check_literals(r, f);
        if (is_rule_file(f))
            check_rule_file(r, f);
        if (f->unit && f->unit->kind == UNIT_ROOM && str_ends(f->stem, S("_web")))
            check_web_file(r, f);
    }
}
