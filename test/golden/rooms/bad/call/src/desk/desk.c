// SPDX-License-Identifier: Apache-2.0
#include "desk/desk.h"

static void call(char *a, char *b)
{
    strcpy(a, b);
    sprintf (a, "%s", b);
    free(a);
    a = malloc(3);
    b->free(a);
    defer(free, a);
    time_t now = time(NULL);
    sqlite3_exec(db, "Insert Into desk_x values (1)", 0, 0, 0);
    run("select a, b from desk_x", "delete from desk_x", "update desk_x set a = 1");
    say("select one of these", "delete", "updates set", "insert coins");
    /* system("rm") */
}
