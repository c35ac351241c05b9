// SPDX-License-Identifier: Apache-2.0
/* The table of commands, and what all of them use. */
#include "app/app.h"

#include <fcntl.h>
#include <unistd.h>

const Command app_commands[] = {
    {"serve", "", "app.says.serve", NEEDS_ITSELF, app_serve, "", 0, 0, NULL},
    {"init", "--county=CODE6 --name=NAME [--host=NAME] [--host-body=NAME] [--filing=NUMBER] [--admin=LOGIN [--admin-name=NAME]]",
     "app.says.init", NEEDS_ITSELF, app_init, " county= name= host= host-body= filing= admin= admin-name= ", 0, 0, NULL},
    {"demo", "", "app.says.demo", NEEDS_ITSELF, app_demo, "", 0, 0, NULL},
    {"place", "import PATH... [--dry-run] | find WORDS | list CODE", "app.says.place", NEEDS_WRITING, app_place, " dry-run ",
     2, LIMIT_INPUTS + 1, app_place_inputs},
    {"people", "import FILE.csv [--dry-run]", "app.says.people", NEEDS_WRITING, app_people, " dry-run ", 2, 2,
     app_people_inputs},
    {"catalogue", "import FILE.csv --from=DATE [--dry-run]", "app.says.catalogue", NEEDS_WRITING, app_catalogue,
     " from= dry-run ", 2, 2, app_catalogue_inputs},
    {"user", "add LOGIN --place=CODE --role=ROLE [--name=NAME] | password LOGIN | code LOGIN | factor LOGIN", "app.says.user",
     NEEDS_WRITING, app_user, " place= role= name= ", 2, 2, NULL},
    {"verify", "URL|FILE [--vkey=KEY] [--doc=FILE]", "app.says.verify", NEEDS_CARRIED, app_verify, " vkey= doc= ", 1, 1, NULL},
    {"fsck", "", "app.says.fsck", NEEDS_READING, app_fsck, "", 0, 0, NULL},
    {"backup", "FILE [--keys]", "app.says.backup", NEEDS_READING, app_backup, " keys ", 1, 1, NULL},
    {"restore", "FILE", "app.says.restore", NEEDS_ITSELF, app_restore, "", 1, 1, NULL},
    {"print", "poster|sheet|board|tiles CODE [--period=P] [--out=FILE]", "app.says.print", NEEDS_READING, app_print,
     " period= out= ", 2, 2, NULL},
    {"explain", "[NAME]", "app.says.explain", NEEDS_CARRIED, app_explain, "", 0, 1, NULL},
    {"version", "", "app.says.version", NEEDS_CARRIED, app_version, "", 0, 0, NULL},
};
const size_t app_command_count = COUNT_OF(app_commands);

int app_refuse(const CommandRun *r, Err e)
{
    if (!r->lang) { /* the sentences themselves could not be read */
        fprintf(r->out, "%.*s\n", STR_ARG(e->key));
        return EXIT_HINDERED;
    }
    Str reason = lang_reason(r->arena, r->lang, e), hint = lang_hint(r->arena, r->lang, e);
    fprintf(r->out, "%.*s\n", STR_ARG(reason));
    if (hint.len)
        fprintf(r->out, "%.*s\n", STR_ARG(hint));
    if (e->detail.len)
        fprintf(stderr, "<3>refused key=%.*s detail=\"%.*s\"\n", STR_ARG(e->key), STR_ARG(e->detail));
    return e->code == ERR_BROKEN || e->code == ERR_AGAIN ? EXIT_HINDERED : EXIT_REFUSED;
}

int app_usage(const CommandRun *r)
{
    const Command *c = r->command;
    fprintf(r->out, "shaichang %s%s%s\n", c->name, c->usage[0] ? " " : "", c->usage);
    return EXIT_USAGE;
}

int app_help(const CommandRun *r)
{
    Str key = str_of(r->command->says);
    (void)app_usage(r);
    fprintf(r->out, "\n%.*s\n", STR_ARG(lang_get(r->lang, key)));
    fprintf(r->out, "%.*s\n", STR_ARG(lang_get(r->lang, arena_join(r->arena, (const Str[]){key, S("more")}, 2, S(".")))));
    fprintf(r->out, "\n%.*s\n", STR_ARG(lang_get(r->lang, S("app.options"))));
    fprintf(r->out, "%.*s\n", STR_ARG(lang_get(r->lang, S("app.exit_codes"))));
    return EXIT_DONE;
}

void app_progress(const CommandRun *r, Str what, size_t done, size_t all)
{
    enum { WIDTH = 40 };
    if (!r->terminal || all == 0)
        return;
    size_t filled = done * WIDTH / all;
    fprintf(r->out, "\r%.*s [", STR_ARG(what));
    for (size_t i = 0; i < WIDTH; i++)
        fputc(i < filled ? '#' : ' ', r->out);
    fprintf(r->out, "] %zu%%%s", done * 100 / all, done == all ? "\n" : "");
    (void)fflush(r->out);
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

/* " name= " among the options that take a value, or " name " among those that take none. */
static bool takes(const CommandRun *r, Str name, bool value)
{
    Str wanted = arena_printf(r->arena, " %.*s%s ", STR_ARG(name), value ? "=" : "");
    return str_has(str_of(r->command->options), wanted);
}

Err app_arguments_check(const CommandRun *r)
{
    int arguments = 0;
    for (int i = 0; i < r->argc; i++) {
        Str arg = str_of(r->argv[i]), name, value;
        if (!str_starts(arg, S("--")) && (++arguments > r->command->arguments_max || !arg.len))
            return ERR(r->arena, ERR_INPUT, "err.app.argument", .args = {arg});
        bool has_value = str_cut(str_from(arg, 2), '=', &name, &value);
        if (str_starts(arg, S("--")) && (!takes(r, name, has_value) || (has_value && !value.len)))
            return ERR(r->arena, ERR_INPUT, "err.app.option", .args = {arg});
    }
    return arguments < r->command->arguments_min ? ERR(r->arena, ERR_INPUT, "err.app.few", .args = {str_of(r->command->name)})
                                                 : NULL;
}

Err app_input_open(CommandRun *r, Str path)
{
    static Input inputs[LIMIT_INPUTS];
    if (r->input_count == LIMIT_INPUTS)
        return ERR(r->arena, ERR_LIMIT, "err.app.many_files", .args = {i64_plain(r->arena, LIMIT_INPUTS)});
    int fd = open(arena_cstr(r->arena, path), O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return ERR(r->arena, ERR_BROKEN, "err.app.not_readable", .args = {path}, .detail = arena_printf(r->arena, "%m"));
    inputs[r->input_count++] = (Input){path, fd};
    r->inputs = inputs;
    return NULL;
}

Err app_input_read(Arena *a, const Input *input, size_t bytes_max, Str *ret_bytes)
{
    char *bytes = arena_take(a, bytes_max + 1, 1);
    size_t len = 0;
    ssize_t got = 1;
    while (got > 0 && len <= bytes_max) {
        got = pread(input->fd, bytes + len, bytes_max + 1 - len, (off_t)len);
        len += got > 0 ? (size_t)got : 0;
    }
    if (got < 0)
        return ERR(a, ERR_BROKEN, "err.app.not_readable", .args = {input->name}, .detail = arena_printf(a, "%m"));
    if (len > bytes_max)
        return ERR(a, ERR_LIMIT, "err.app.file_large", .args = {input->name, i64_plain(a, (int64_t)bytes_max)});
    *ret_bytes = (Str){bytes, len};
    return NULL;
}
