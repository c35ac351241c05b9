// SPDX-License-Identifier: Apache-2.0
/* Private to the room: the document that is frozen, and how its rows are said. */
#pragma once

#include "disclosure/disclosure.h"

Err disclosure_make_document(Db *db, Arena *a, const Case *c, const Step *s, Str *ret_bytes);
/* One row as a sentence (field.yaml, line.say). */
Str disclosure_say_row(Arena *a, const Lang *l, const Item *item, const Json *row);
/* One value as a reader sees it, without its unit; "" when there is none. */
Str disclosure_cell(Arena *a, const Lang *l, const Item *item, Str name, const Json *value);
