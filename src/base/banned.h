// SPDX-License-Identifier: Apache-2.0
/* Functions that do not compile here, and why. Memory comes from arenas; numbers from str_to_i64; time from a Clock. */
#pragma once

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#pragma GCC poison strcpy strcat sprintf vsprintf strtok gets atoi atol atof system popen tmpnam mktemp rand srand asctime ctime
