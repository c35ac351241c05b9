// SPDX-License-Identifier: Apache-2.0
int str_cut(void);
int str_cut(void)
{
    return 1;
}

int money_add(void);
int money_add(void)
{
    return 2;
}
