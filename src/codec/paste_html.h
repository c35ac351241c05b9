// SPDX-License-Identifier: Apache-2.0
/* Tables that arrive as HTML: from a web page, or from a sheet that put its HTML form on the clipboard. */
#pragma once

#include "codec/table.h"

bool paste_is_html(Str s);
MUST_USE Err paste_html(TableMaker *m, Str s); /* the rows of every table in it */
