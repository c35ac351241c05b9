// SPDX-License-Identifier: Apache-2.0
#include <jansson.h>

#include "codec/codec.h"
