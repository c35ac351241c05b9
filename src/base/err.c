// SPDX-License-Identifier: Apache-2.0
/* Faults live in the arena of whoever asked. */
#include "base/err.h"

#include <stdio.h>
#include <stdlib.h>

Err err_make(Arena *a, const Fault *fault)
{
    Fault *copy = ARENA_NEW(a, Fault);
    *copy = *fault;
    for (size_t i = 0; i < ERR_ARGS; i++)
        copy->args[i] = arena_str(a, fault->args[i]);
    copy->field = arena_str(a, fault->field);
    Str *options = ARENA_ARRAY(a, Str, fault->option_count);
    for (size_t i = 0; i < fault->option_count; i++)
        options[i] = arena_str(a, fault->options[i]);
    copy->options = options;
    copy->detail = arena_str(a, fault->detail);
    return copy;
}

void err_stop(const char *file, int line, const char *what)
{
    fprintf(stderr, "<0>stop file=%s line=%d what=\"%s\"\n", file, line, what);
    abort();
}
