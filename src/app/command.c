// SPDX-License-Identifier: Apache-2.0
/* The table of commands, and what all of them use. */
#include "app/app.h"

#include <unistd.h>

const Command app_commands[] = {
    {"serve", "", "app.says.serve", NEEDS_ITSELF, app_serve},
    {"init", "--county=CODE6 --name=NAME", "app.says.init", NEEDS_ITSELF, app_init},
    {"demo", "[--year=N]", "app.says.demo", NEEDS_ITSELF, app_demo},
    {"place", "import FOLDER [--dry-run] | find WORDS", "app.says.place", NEEDS_WRITING, app_place},
    {"people", "import FILE.csv [--dry-run]", "app.says.people", NEEDS_WRITING, app_people},
    {"user", "add LOGIN --place=CODE --role=ROLE [--name=NAME] | password LOGIN | code LOGIN | factor LOGIN", "app.says.user", NEEDS_WRITING, app_user},
    {"verify", "URL|FILE [--vkey=KEY]", "app.says.verify", NEEDS_CARRIED, app_verify},
    {"fsck", "", "app.says.fsck", NEEDS_READING, app_fsck},
    {"backup", "FILE", "app.says.backup", NEEDS_READING, app_backup},
    {"restore", "FILE", "app.says.restore", NEEDS_ITSELF, app_restore},
    {"print", "poster|sheet|board CODE [--period=P] [--out=FILE]", "app.says.print", NEEDS_READING, app_print},
    {"explain", "[NAME]", "app.says.explain", NEEDS_CARRIED, app_explain},
    {"version", "", "app.says.version", NEEDS_CARRIED, app_version},
};
const size_t app_command_count = COUNT_OF(app_commands);

int app_refuse(const CommandRun *r, Err e)
{
    if (!r->lang) { /* the sentences themselves could not be read */
        fprintf(r->out, "%.*s\n", STR_ARG(e->key));
        return EXIT_REFUSED;
    }
    Str reason = lang_reason(r->arena, r->lang, e), hint = lang_hint(r->arena, r->lang, e);
    fprintf(r->out, "%.*s\n", STR_ARG(reason));
    if (hint.len)
        fprintf(r->out, "%.*s\n", STR_ARG(hint));
    if (e->detail.len)
        fprintf(stderr, "<3>refused key=%.*s detail=\"%.*s\"\n", STR_ARG(e->key), STR_ARG(e->detail));
    return EXIT_REFUSED;
}

void app_progress(const CommandRun *r, Str what, size_t done, size_t all)
{
    enum { WIDTH = 40 };
    if (!isatty(fileno(r->out)) || all == 0)
        return;
    size_t filled = done * WIDTH / all;
    fprintf(r->out, "\r%.*s [", STR_ARG(what));
    for (size_t i = 0; i < WIDTH; i++)
        fputc(i < filled ? '#' : ' ', r->out);
    fprintf(r->out, "] %zu/%zu%s", done, all, done == all ? "\n" : "");
    fflush(r->out);
}

const char *app_option(const CommandRun *r, const char *name)
{
    size_t len = strlen(name);
    for (int i = 0; i < r->argc; i++) {
        const char *arg = r->argv[i];
        if (arg[0] != '-' || arg[1] != '-' || strncmp(arg + 2, name, len) != 0)
            continue;
        if (arg[2 + len] == '=')
            return arg + 3 + len;
        if (arg[2 + len] == '\0')
            return "";
    }
    return NULL;
}

const char *app_argument(const CommandRun *r, int n)
{
    for (int i = 0; i < r->argc; i++)
        if (strncmp(r->argv[i], "--", 2) != 0 && n-- == 0)
            return r->argv[i];
    return NULL;
}
