// SPDX-License-Identifier: Apache-2.0
/* A fault that each analyzer must see before it is believed of the rest: what was freed is read. */
#include <stdlib.h>

int wrong(int n);
int wrong(int n)
{
    int *a = malloc(sizeof *a);
    if (!a)
        return 0;
    *a = n;
    if (n > 3)
        free(a);
    int b = *a;
    free(a);
    return b;
}
