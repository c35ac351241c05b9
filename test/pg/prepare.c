// SPDX-License-Identifier: Apache-2.0
/* Prints, for psql, every migration step and a PREPARE of every woven query. run.sh feeds it to a PostgreSQL 15. */
#include <stdio.h>

#include "steps.h"

/* psql goes on after an error; it says here whose it was. */
static void put_verdict(const char *what, const char *name)
{
    printf("\\if :ERROR\n\\echo 'WRONG %s %s:' :LAST_ERROR_MESSAGE\n\\endif\n", what, name);
}

static void put_step(const StoreStep *s)
{
    char name[200];
    snprintf(name, sizeof name, "%s %d %s", s->unit, s->number, s->name);
    printf("%s\n", s->postgres);
    put_verdict("step", name);
}

static void put_query(const DbQuery *q, size_t number)
{
    if (!q->postgres)
        return;
    printf("prepare q%zu as\n%s;\n", number, q->postgres);
    put_verdict("query", q->name);
}

int main(void)
{
    size_t count = 0;
    for (size_t i = 0; i < woven_step_count; i++)
        put_step(&woven_steps[i]);
    for (size_t i = 0; i < woven_query_list_count; i++)
        for (size_t n = 0; n < *woven_query_counts[i]; n++)
            put_query(woven_query_lists[i][n], ++count);
    printf("\\echo 'PREPARED %zu steps, %zu queries'\n", woven_step_count, count);
    return 0;
}
