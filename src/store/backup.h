// SPDX-License-Identifier: Apache-2.0
/* A copy of a database that counts only after it was opened and checked. */
#pragma once

#include "store/db.h"

MUST_USE Err backup_make(Db *from, Arena *a, const char *to_path, const StoreFile *files, size_t count);
MUST_USE Err backup_sync_folder(Arena *a, const char *file_path); /* so that a new name survives a power cut */
/* Under the folder's lock: see store_swap. */
MUST_USE Err backup_swap(Arena *a, const char *folder, const char *fresh, Str *ret_kept);
