// SPDX-License-Identifier: Apache-2.0
/* Complaints are gathered, waived by a comment on the line before, sorted, and counted. */
#include "rooms.h"

#include <stdlib.h>

static const Str rule_names[RULE_COUNT] = {
    [RULE_INCLUDE] = S("include"),   [RULE_OUTSIDE] = S("outside"), [RULE_LICENSE] = S("license"),
    [RULE_CARD] = S("card"),         [RULE_CALL] = S("call"),       [RULE_SQL] = S("sql"),
    [RULE_TABLE] = S("table"),       [RULE_PURE] = S("pure"),       [RULE_WEB] = S("web"),
    [RULE_SYMBOL] = S("symbol"),     [RULE_FUNCTION] = S("function"), [RULE_FILE] = S("file"),
    [RULE_NESTING] = S("nesting"),   [RULE_MESSAGE] = S("message"), [RULE_ROUTE] = S("route"),
    [RULE_WAIVER] = S("waiver"),
};

int rooms_line(const File *f, size_t at)
{
    int line = 1;
    for (size_t i = 0; i < at && i < f->text.len; i++)
        line += f->text.at[i] == '\n';
    return line;
}

static Waiver *find_waiver(const File *f, int line, RoomsRule rule)
{
    for (Waiver *w = f->waivers; w; w = w->next)
        if (w->rule == rule && (w->line == line - 1 || w->line == line || rule == RULE_FILE))
            return w;
    return NULL;
}

static void add(Rooms *r, const Complaint *c)
{
    Waiver *w = c->file ? find_waiver(c->file, c->line, c->rule) : NULL;
    if (w) {
        w->is_used = true;
        return;
    }
    for (const Complaint *old = r->complaints; old; old = old->next)
        if (old->file == c->file && old->line == c->line && str_eq(old->text, c->text))
            return;
    Complaint *kept = ARENA_NEW(r->arena, Complaint);
    *kept = *c;
    kept->next = r->complaints;
    r->complaints = kept;
    r->refused += !c->is_warning;
    r->warned += c->is_warning;
}

void rooms_complain(Rooms *r, const File *f, int line, RoomsRule rule, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    add(r, &(Complaint){.file = f, .line = line, .rule = rule, .text = arena_vprintf(r->arena, fmt, args)});
    va_end(args);
}

void rooms_warn(Rooms *r, const File *f, int line, RoomsRule rule, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    Str text = arena_vprintf(r->arena, fmt, args);
    va_end(args);
    add(r, &(Complaint){.file = f, .line = line, .rule = rule, .text = text, .is_warning = true});
}

/* A waiver names its rule and its reason; see docs/style.md. */
void rooms_find_waivers(Rooms *r, File *f)
{
    static const Str mark = S(" waived: ");
    Str rest = f->text, row;
    for (int line = 1; str_next(&rest, '\n', &row); line++) {
        size_t start, end;
        if (!str_find(row, S("rooms: "), &start) || !str_find(str_from(row, start), mark, &end))
            continue;
        Str name = str_sub(row, start + 7, end - 7);
        Str reason = str_from(row, start + end + mark.len);
        if (str_find(reason, S("*/"), &end))
            reason.len = end;
        size_t rule = 0;
        while (rule < RULE_COUNT && !str_eq(rule_names[rule], name))
            rule++;
        if (str_has(name, S(" ")) || str_has(name, S("%")))
            continue;
        if (rule == RULE_COUNT)
            rooms_complain(r, f, line, RULE_WAIVER, "there is no rule %.*s", STR_ARG(name));
        if (str_trim(reason).len < 4)
            rooms_complain(r, f, line, RULE_WAIVER, "a waiver says why");
        Waiver *w = ARENA_NEW(r->arena, Waiver);
        *w = (Waiver){.line = line, .rule = (RoomsRule)rule, .reason = str_trim(reason), .next = f->waivers};
        f->waivers = w;
    }
}

static void count_waivers(Rooms *r)
{
    for (File *f = r->files; f; f = f->next)
        for (const Waiver *w = f->waivers; w; w = w->next) {
            if (f->unit)
                f->unit->waived += w->is_used;
            if (!w->is_used && w->rule < RULE_COUNT)
                rooms_complain(r, f, w->line, RULE_WAIVER, "this waives nothing");
        }
}

static int in_order(const void *a, const void *b)
{
    const Complaint *x = *(const Complaint *const *)a, *y = *(const Complaint *const *)b;
    int order = str_cmp(x->file->path, y->file->path);
    order = order ? order : (x->line > y->line) - (x->line < y->line);
    return order ? order : str_cmp(x->text, y->text);
}

static void print_complaints(Rooms *r)
{
    size_t count = (size_t)r->refused + (size_t)r->warned, i = 0;
    const Complaint **list = ARENA_ARRAY(r->arena, const Complaint *, count + 1);
    for (const Complaint *c = r->complaints; c; c = c->next)
        list[i++] = c;
    qsort(list, count, sizeof *list, in_order);
    for (i = 0; i < count; i++)
        fprintf(stderr, "%.*s:%d: %s%.*s\n", STR_ARG(list[i]->file->path), list[i]->line,
                list[i]->is_warning ? "(warning) " : "", STR_ARG(list[i]->text));
}

/* What is not held to a rule is read by whoever reads the table. */
static void print_waivers(const Rooms *r)
{
    for (const File *f = r->files; f; f = f->next)
        for (const Waiver *w = f->waivers; w; w = w->next)
            if (f->unit && w->is_used)
                printf("waived: %.*s:%d: %.*s: %.*s\n", STR_ARG(f->path), w->line, STR_ARG(rule_names[w->rule]),
                       STR_ARG(w->reason));
}

void rooms_print(Rooms *r)
{
    count_waivers(r);
    print_complaints(r);
    Unit sum = {.name = S("all")};
    printf("%-16s %6s %7s %9s %8s %8s %7s\n", "unit", "files", "lines", "functions", "longest", "over 70", "waived");
    for (Unit *u = r->units;; u = u->next) {
        const Unit *shown = u ? u : &sum;
        if (shown->files)
            printf("%-16.*s %6d %7d %9d %8d %8d %7d\n", STR_ARG(shown->name), shown->files, shown->lines,
                   shown->functions, shown->longest, shown->over, shown->waived);
        if (!u)
            break;
        sum.files += u->files;
        sum.lines += u->lines;
        sum.functions += u->functions;
        sum.longest = u->longest > sum.longest ? u->longest : sum.longest;
        sum.over += u->over;
        sum.waived += u->waived;
    }
    print_waivers(r);
    printf("%d complaints, %d warnings, %d waived with a reason; %d functions, the longest of %d lines\n", r->refused,
           r->warned, sum.waived, sum.functions, sum.longest);
}
