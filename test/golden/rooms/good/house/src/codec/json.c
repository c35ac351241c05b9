// SPDX-License-Identifier: Apache-2.0
/* One file sees the library. */
#include <jansson.h>

#include "base/out.h"
#include "codec/codec.h"
