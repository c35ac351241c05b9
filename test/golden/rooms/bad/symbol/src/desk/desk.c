// SPDX-License-Identifier: Apache-2.0
int desk_go(void);
int go(void);
extern int desk;
extern int deskless;
int desk = 1, deskless = 2;

int desk_go(void)
{
    return 1;
}

int go(void)
{
    return 1;
}
