// SPDX-License-Identifier: Apache-2.0
#include <jansson.h>
#include <stdio.h>
#include <sys/stat.h>

#include "codec/codec.h"
