// SPDX-License-Identifier: Apache-2.0
/* shaichang COMMAND ...: finds the command, opens what it needs, runs it here or in the server that holds the folder. */
#include "app/app.h"
#include "print/print.h"

#include <getopt.h>
#include <signal.h>
#include <unistd.h>

enum { ARENA_MAX = 1024 * 1024 * 1024, PORT_DEFAULT = 8080 };

static const char *from_environment(const char *name, const char *otherwise)
{
    const char *value = getenv(name);
    return value && value[0] ? value : otherwise;
}

static bool starts(const char *arg, const char *prefix, const char **ret_rest)
{
    size_t len = strlen(prefix);
    if (strncmp(arg, prefix, len) != 0)
        return false;
    *ret_rest = arg + len;
    return true;
}

/* Options of the house stand before or behind the command; everything else is the command's own. */
static bool take_option(Config *c, const char *arg)
{
    const char *value;
    int64_t number;
    if (starts(arg, "--data=", &value))
        c->folder = value;
    else if (starts(arg, "--base-url=", &value))
        c->base_url = value;
    else if (starts(arg, "--clock=", &value))
        c->clock = value;
    else if (starts(arg, "--synchronous=", &value))
        c->synchronous = value;
    else if (starts(arg, "--port=", &value) && str_to_i64(str_of(value), &number) && number >= 0 && number < 65536)
        c->port = (int)number;
    else if (starts(arg, "--workers=", &value) && str_to_i64(str_of(value), &number) && number > 0 && number <= 64)
        c->workers = (int)number;
    else if (strcmp(arg, "--edge=http") == 0)
        c->edge = true;
    else if (strcmp(arg, "--no-cache") == 0)
        c->no_cache = true;
    else if (strcmp(arg, "--lang=en") == 0)
        c->english = true;
    else if (strcmp(arg, "--lang=zh") == 0)
        c->english = false;
    else
        return false;
    return true;
}

static Config config_read(int *argc, char **argv)
{
    int64_t port = PORT_DEFAULT;
    (void)str_to_i64(str_of(from_environment("PORT", "8080")), &port);
    Config c = {
        .folder = from_environment("DATA", "demo"),
        .base_url = from_environment("BASE_URL", NULL),
        .port = port > 0 && port < 65536 ? (int)port : PORT_DEFAULT,
        .english = strncmp(from_environment("LANG", "zh"), "en", 2) == 0,
    };
    int kept = 1;
    for (int i = 1; i < *argc; i++)
        if (!take_option(&c, argv[i]))
            argv[kept++] = argv[i];
    *argc = kept;
    return c;
}

static const Command *command_named(const char *name)
{
    for (size_t i = 0; i < app_command_count; i++)
        if (strcmp(app_commands[i].name, name) == 0)
            return &app_commands[i];
    return NULL;
}

static int show_help(const CommandRun *r)
{
    fprintf(r->out, "%.*s\n\n", STR_ARG(lang_get(r->lang, S("app.about"))));
    for (size_t i = 0; i < app_command_count; i++)
        fprintf(r->out, "  shaichang %-8s %-34s %.*s\n", app_commands[i].name, app_commands[i].usage,
                STR_ARG(lang_get(r->lang, str_of(app_commands[i].says))));
    fprintf(r->out, "\n%.*s\n", STR_ARG(lang_get(r->lang, S("app.options"))));
    return EXIT_USAGE;
}

/* Opens the folder here; when a server holds it, the command runs there. */
static int run_in_house(CommandRun *r, const Command *command, int argc, char **argv)
{
    int code;
    if (command->needs == NEEDS_WRITING && app_control_ask(r->config, argc, argv, &code))
        return code;
    House h;
    Err e = app_house_open(r->arena, r->config, command->needs == NEEDS_WRITING ? HOUSE_WRITES : HOUSE_READS, &h);
    if (e)
        return app_refuse(r, e);
    r->house = &h;
    code = command->run(r);
    app_house_close(&h);
    return code;
}

int main(int argc, char **argv)
{
    signal(SIGPIPE, SIG_IGN);
    Arena *a = arena_new(ARENA_MAX);
    Config config = config_read(&argc, argv);
    House carried;
    Err e = app_carry(a, &carried);
    CommandRun r = {.arena = a, .config = &config, .house = &carried, .argc = argc - 2, .argv = argv + 2, .out = stdout,
                    .lang = config.english ? carried.en : carried.zh};
    if (e)
        return app_refuse(&r, e);
    const Command *command = argc > 1 ? command_named(argv[1]) : NULL;
    int code = EXIT_USAGE;
    if (!command)
        code = show_help(&r);
    else if (command->needs == NEEDS_READING || command->needs == NEEDS_WRITING)
        code = run_in_house(&r, command, argc - 1, argv + 1);
    else
        code = command->run(&r);
    arena_free(a);
    return code;
}
