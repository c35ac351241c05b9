// SPDX-License-Identifier: Apache-2.0
/* version, explain: what the program carries inside, said to people. */
#include "app/app.h"
#include "desk/desk.h"

#ifndef SHAICHANG_VERSION
#define SHAICHANG_VERSION "0.1.0"
#endif

int app_version(const CommandRun *r)
{
    fprintf(r->out, "shaichang %s\n", SHAICHANG_VERSION);
    return EXIT_DONE;
}

/* Words of the help page, asked for outside a page. */
static Request asking(const CommandRun *r)
{
    return (Request){.arena = r->arena, .lang = r->lang};
}

static void explain_states(const CommandRun *r, const Process *p)
{
    const Request q = asking(r);
    for (size_t i = 0; i < p->state_count; i++) {
        const State *s = &p->states[i];
        Str due = desk_within_words(&q, p, &s->due), label = words_in(s->label, r->lang), basis = desk_basis(&q, s->basis);
        fprintf(r->out, "  %zu. %.*s (%.*s)%s%.*s%s%.*s\n", i + 1, STR_ARG(label), STR_ARG(s->name), due.len ? "  " : "",
                STR_ARG(due), basis.len ? "  " : "", STR_ARG(basis));
    }
}

static void explain_actions(const CommandRun *r, const Process *p)
{
    const Request q = asking(r);
    for (size_t i = 0; i < p->action_count; i++) {
        const Action *x = &p->actions[i];
        fprintf(r->out, "  - %.*s (%.*s): %.*s\n", STR_ARG(words_in(x->label, r->lang)), STR_ARG(x->name),
                STR_ARG(desk_who_words(&q, p, x->by, x->by_count)));
    }
}

static void explain_process(const CommandRun *r, const Process *p)
{
    fprintf(r->out, "%.*s (%.*s)\n%.*s\n", STR_ARG(words_in(p->label, r->lang)), STR_ARG(p->name),
            STR_ARG(words_in(p->help, r->lang)));
    explain_states(r, p);
    explain_actions(r, p);
}

static int explain_room(const CommandRun *r, const Room *room)
{
    fprintf(r->out, "%s: %.*s\n", room->name, STR_ARG(words_in(room->says, r->lang)));
    for (size_t i = 0; i < room->route_count; i++) {
        const Route *t = &room->routes[i];
        fprintf(r->out, "  %-4s %-44s %-16s %.*s\n", t->method, t->path, t->permission,
                STR_ARG(lang_get(r->lang, str_of(t->says))));
    }
    for (size_t i = 0; i < process_count(r->house->engine); i++)
        if (str_eq(process_at(r->house->engine, i)->room, str_of(room->name)))
            explain_process(r, process_at(r->house->engine, i));
    return EXIT_DONE;
}

/* The demo's addresses and logins: what ./run prints before it serves. */
static int explain_demo(const CommandRun *r)
{
    Str path = arena_printf(r->arena, "%s/demo-accounts.csv", r->config->folder);
    FILE *f = fopen(path.at, "rb");
    if (!f)
        return app_refuse(r, ERR(r->arena, ERR_MISSING, "err.app.no_demo", .args = {str_of(r->config->folder)}));
    char line[512];
    fprintf(r->out, "%.*s\n", STR_ARG(LANG_FILL(r->arena, r->lang, S("app.demo_pages"), i64_plain(r->arena, r->config->port))));
    while (fgets(line, sizeof line, f))
        fprintf(r->out, "  %s", line);
    (void)fclose(f);
    return EXIT_DONE;
}

int app_explain(const CommandRun *r)
{
    const char *name = app_argument(r, 0);
    if (name && strcmp(name, "demo") == 0)
        return explain_demo(r);
    for (size_t i = 0; name && i < rooms_count; i++)
        if (strcmp(rooms_all[i]->name, name) == 0)
            return explain_room(r, rooms_all[i]);
    const Process *p = name ? process_named(r->house->engine, str_of(name)) : NULL;
    if (p) {
        explain_process(r, p);
        return EXIT_DONE;
    }
    if (name)
        return app_refuse(r, ERR(r->arena, ERR_MISSING, "err.app.no_name", .args = {str_of(name)}));
    for (size_t i = 0; i < rooms_count; i++)
        fprintf(r->out, "%-14s %.*s\n", rooms_all[i]->name, STR_ARG(words_in(rooms_all[i]->says, r->lang)));
    for (size_t i = 0; i < process_count(r->house->engine); i++) {
        p = process_at(r->house->engine, i);
        fprintf(r->out, "%-14.*s %.*s\n", STR_ARG(p->name), STR_ARG(words_in(p->help, r->lang)));
    }
    return EXIT_DONE;
}
