// SPDX-License-Identifier: Apache-2.0
/* shaichang COMMAND ...: finds the command, opens what it needs, runs it here or in the server that holds the folder. */
#include "app/app.h"
#include "print/print.h"

#include <getopt.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

enum { ARENA_MAX = 1024 * 1024 * 1024, PORT_MAX = 65535, WORKERS_MAX = 64 };

static const char *from_environment(const char *name, const char *otherwise)
{
    const char *value = getenv(name);
    return value && value[0] ? value : otherwise;
}

static bool take_number(const char *text, int from, int to, int *ret_number)
{
    int64_t number;
    if (!str_to_i64(str_of(text), &number) || number < from || number > to)
        return false;
    *ret_number = (int)number;
    return true;
}

static bool take_folder(Config *c, const char *value)
{
    c->folder = value;
    return value[0] != '\0';
}

static bool take_base_url(Config *c, const char *value)
{
    c->base_url = value;
    return str_starts(str_of(value), S("http://")) || str_starts(str_of(value), S("https://"));
}

static bool take_clock(Config *c, const char *value)
{
    c->clock = value;
    return value[0] != '\0';
}

static bool take_synchronous(Config *c, const char *value)
{
    c->synchronous = value;
    return str_eq_nocase(str_of(value), S("full")) || str_eq_nocase(str_of(value), S("normal"));
}

static bool take_port(Config *c, const char *value)
{
    return take_number(value, 0, PORT_MAX, &c->port);
}

static bool take_workers(Config *c, const char *value)
{
    return take_number(value, 1, WORKERS_MAX, &c->workers);
}

static bool take_edge(Config *c, const char *value)
{
    c->edge = strcmp(value, "http") == 0;
    return c->edge;
}

static bool take_no_cache(Config *c, const char *value)
{
    c->no_cache = true;
    return value[0] == '\0';
}

static bool take_lang(Config *c, const char *value)
{
    c->english = strcmp(value, "en") == 0;
    return c->english || strcmp(value, "zh") == 0;
}

/* Options of the house: they stand before or behind the command. False when the value cannot be. */
static const struct HouseOption {
    const char *name;
    bool (*take)(Config *c, const char *value);
} house_options[] = {
    {"--data=", take_folder},   {"--base-url=", take_base_url}, {"--clock=", take_clock}, {"--synchronous=", take_synchronous},
    {"--port=", take_port},     {"--workers=", take_workers},   {"--edge=", take_edge},   {"--no-cache", take_no_cache},
    {"--lang=", take_lang},
};

static bool take_option(Config *c, const char *arg)
{
    for (size_t i = 0; i < COUNT_OF(house_options); i++) {
        size_t len = strlen(house_options[i].name);
        if (strncmp(arg, house_options[i].name, len) != 0)
            continue;
        if (!house_options[i].take(c, arg + len))
            c->wrong = arg;
        return true;
    }
    return false;
}

static Config config_read(int *argc, char **argv)
{
    const char *port = from_environment("PORT", "8080");
    Config c = {
        .folder = from_environment("DATA", "demo"),
        .base_url = from_environment("BASE_URL", NULL),
        .english = strncmp(from_environment("LANG", "zh"), "en", 2) == 0,
    };
    if (!take_number(port, 0, PORT_MAX, &c.port))
        c.wrong = port;
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

static int show_commands(const CommandRun *r, int code)
{
    fprintf(r->out, "%.*s\n\n", STR_ARG(lang_get(r->lang, S("app.about"))));
    for (size_t i = 0; i < app_command_count; i++) {
        const Command *c = &app_commands[i];
        fprintf(r->out, "  shaichang %s%s%s\n      %.*s\n", c->name, c->usage[0] ? " " : "", c->usage,
                STR_ARG(lang_get(r->lang, str_of(c->says))));
    }
    fprintf(r->out, "\n%.*s\n%.*s\n", STR_ARG(lang_get(r->lang, S("app.options"))),
            STR_ARG(lang_get(r->lang, S("app.exit_codes"))));
    return code;
}

/* Opens the folder here; when a server holds it, the command runs there. */
static int run_in_house(CommandRun *r)
{
    bool writes = r->command->needs == NEEDS_WRITING;
    int code;
    if (writes && app_control_ask(r, &code))
        return code;
    House h;
    Err e = app_house_open(r->arena, r->config, writes ? HOUSE_WRITES : HOUSE_READS, &h);
    if (e)
        return app_refuse(r, e);
    r->house = &h;
    code = r->command->run(r);
    r->house = NULL;
    app_house_close(&h);
    return code;
}

static bool asks_for_help(const char *word)
{
    return strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0;
}

static int run_command(CommandRun *r)
{
    for (int i = 0; i < r->argc; i++)
        if (asks_for_help(r->argv[i]))
            return app_help(r);
    Err e = app_arguments_check(r);
    if (e) {
        (void)app_refuse(r, e);
        return app_usage(r);
    }
    e = r->command->inputs ? r->command->inputs(r) : NULL;
    if (e)
        return app_refuse(r, e);
    if (r->command->needs == NEEDS_READING || r->command->needs == NEEDS_WRITING)
        return run_in_house(r);
    return r->command->run(r);
}

static int run_words(CommandRun *r, int argc, char **argv)
{
    const char *name = argc > 1 ? argv[1] : NULL;
    if (!name || asks_for_help(name) || strcmp(name, "help") == 0)
        return show_commands(r, name ? EXIT_DONE : EXIT_USAGE);
    r->command = command_named(name);
    r->argc = argc - 2;
    r->argv = argv + 2;
    if (r->command && !r->config->wrong)
        return run_command(r);
    Str what = str_of(r->command ? r->config->wrong : name);
    Err e = r->command ? ERR(r->arena, ERR_INPUT, "err.app.option", .args = {what})
                       : ERR(r->arena, ERR_INPUT, "err.app.command", .args = {what});
    (void)app_refuse(r, e);
    return EXIT_USAGE;
}

/* What a full disk swallowed was not done. Whoever stops reading a pipe has had enough, and that is their affair. */
static int say_last(CommandRun *r, int code)
{
    bool lost = ferror(r->out) | (fflush(r->out) != 0);
    struct stat to;
    if (!lost || fstat(fileno(r->out), &to) != 0 || !(S_ISREG(to.st_mode) || S_ISCHR(to.st_mode)))
        return code;
    r->out = stderr;
    return app_refuse(r, ERR(r->arena, ERR_BROKEN, "err.app.unsaid"));
}

int main(int argc, char **argv)
{
    (void)signal(SIGPIPE, SIG_IGN);
    Arena *a = arena_new(ARENA_MAX);
    Config config = config_read(&argc, argv);
    House carried;
    Err e = app_carry_for(a, &config, &carried);
    CommandRun r = {.arena = a, .config = &config, .house = &carried, .out = stdout, .terminal = isatty(STDOUT_FILENO) == 1,
                    .lang = config.english ? carried.en : carried.zh};
    int code = say_last(&r, e ? app_refuse(&r, e) : run_words(&r, argc, argv));
    arena_free(a);
    return code;
}
