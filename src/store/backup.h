// SPDX-License-Identifier: Apache-2.0
/* A copy of a database that counts only after it was opened and checked. */
#pragma once

#include "store/db.h"

MUST_USE Err backup_make(Db *from, Arena *a, const char *to_path);
MUST_USE Err backup_sync_folder(Arena *a, const char *file_path); /* so that a new name survives a power cut */
