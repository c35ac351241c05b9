// SPDX-License-Identifier: Apache-2.0
/* weave VERB ...: the table of verbs. */
#include "weave.h"

#include <string.h>

typedef struct Verb {
    const char *name;
    int (*run)(Weave *w, int argc, char **argv);
    const char *says;
} Verb;

static const Verb verbs[] = {
    {"sql", weave_sql, "OUT.c OUT.h THIS.sql ALL.sql...   typed functions for one unit's queries"},
    {"steps", weave_steps, "OUT.c OUT.h ALL.sql...          every unit's migration steps"},
    {"lock", weave_lock, "[--write] FILE ALL.sql...       released steps must not change"},
    {"html", weave_html, "OUT.c OUT.h THIS.html           one function per page"},
    {"data", weave_data, "OUT.c OUT.h FILES...            files carried inside the program"},
};

enum { ARENA_MAX = 1024 * 1024 * 1024 };

int main(int argc, char **argv)
{
    Weave w = {.arena = arena_new(ARENA_MAX)};
    for (size_t i = 0; argc > 1 && i < COUNT_OF(verbs); i++) {
        if (strcmp(argv[1], verbs[i].name) != 0)
            continue;
        int code = verbs[i].run(&w, argc - 2, argv + 2);
        code = w.complaints ? 1 : code;
        arena_free(w.arena);
        return code;
    }
    for (size_t i = 0; i < COUNT_OF(verbs); i++)
        fprintf(stderr, "weave %-6s %s\n", verbs[i].name, verbs[i].says);
    arena_free(w.arena);
    return 2;
}
