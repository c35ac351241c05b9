// SPDX-License-Identifier: Apache-2.0
int x(void)
{
    malloc(1);
    return atoi("1");
}
