// SPDX-License-Identifier: Apache-2.0
/* What a unit shows the linker begins with its name or that of one of its files. nm reads the libraries. */
#include "rooms.h"

#include <spawn.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

enum { NM_MAX = 4 * 1024 * 1024 };

static Str read_all(Arena *a, int fd)
{
    char *bytes = arena_take(a, NM_MAX, 1);
    size_t len = 0;
    for (ssize_t got; len < NM_MAX && (got = read(fd, bytes + len, NM_MAX - len)) > 0;)
        len += (size_t)got;
    return (Str){bytes, len};
}

static bool run_nm(Arena *a, const char *library, Str *ret_symbols)
{
    char *const argv[] = {(char[]){"nm"}, (char[]){"-g"}, (char[]){"--defined-only"},
                          memcpy(arena_take(a, strlen(library) + 1, 1), library, strlen(library) + 1), NULL};
    int ends[2], status = 1;
    pid_t pid;
    if (pipe(ends) != 0)
        return false;
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    posix_spawn_file_actions_addclose(&actions, ends[0]);
    bool started = posix_spawnp(&pid, "nm", &actions, NULL, argv, environ) == 0;
    posix_spawn_file_actions_destroy(&actions);
    close(ends[1]);
    *ret_symbols = started ? read_all(a, ends[0]) : STR_NONE;
    close(ends[0]);
    return started && waitpid(pid, &status, 0) == pid && status == 0;
}

static bool begins_with(Str symbol, Str word)
{
    return str_starts(symbol, word) && (symbol.len == word.len || symbol.at[word.len] == '_');
}

static bool is_named_well(const Rooms *r, const Unit *u, Str symbol)
{
    if (begins_with(symbol, u->name) || rooms_floor_speaks(u->name, symbol))
        return true;
    for (const File *f = r->files; f; f = f->next)
        if (f->unit == u && !f->is_test && begins_with(symbol, f->stem))
            return true;
    return false;
}

/* Where the symbol is written first, for the complaint. */
static void complain(Rooms *r, const Unit *u, Str symbol)
{
    const File *any = u->card;
    for (const File *f = r->files; f; f = f->next) {
        Str word;
        for (size_t at = 0; f->unit == u && str_eq(f->ending, S("c")) && rooms_next_word(f->code, &at, &word);)
            if (str_eq(word, symbol)) {
                rooms_complain(r, f, rooms_line(f, at), RULE_SYMBOL,
                               "%.*s begins with neither %.*s_ nor the name of a file of that folder",
                               STR_ARG(symbol), STR_ARG(u->name));
                return;
            }
    }
    if (any)
        rooms_complain(r, any, 1, RULE_SYMBOL, "%.*s, woven or from a macro, does not begin with %.*s_", STR_ARG(symbol),
                       STR_ARG(u->name));
}

/* nm writes `address letter name`; the compiler's own names begin with an underscore. */
static void check_symbols(Rooms *r, const Unit *u, Str symbols)
{
    for (Str row; str_next(&symbols, '\n', &row);) {
        Str address, kind, name;
        bool whole = str_cut(row, ' ', &address, &kind) && str_cut(kind, ' ', &kind, &name);
        if (whole && name.len && name.at[0] != '_' && !is_named_well(r, u, name))
            complain(r, u, name);
    }
}

void rooms_check_symbols(Rooms *r)
{
    for (const Unit *u = r->units; u; u = u->next) {
        if (u->kind == UNIT_OTHER || !r->build.len)
            continue;
        const char *library =
            arena_printf(r->arena, "%.*s/src/lib%.*s.a", STR_ARG(r->build), STR_ARG(u->name)).at;
        Str symbols;
        if (access(library, R_OK) != 0)
            continue;
        if (run_nm(r->arena, library, &symbols))
            check_symbols(r, u, symbols);
        else if (u->card)
            rooms_complain(r, u->card, 1, RULE_SYMBOL, "nm cannot read lib%.*s.a", STR_ARG(u->name));
    }
}
