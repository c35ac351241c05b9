// SPDX-License-Identifier: Apache-2.0
/* Small files that must survive a power cut: the signer's key and what it signed last. */
#pragma once

#include "base/base.h"

enum { MEMORY_BYTES = LIMIT_LEAF_BYTES }; /* a note that must fit into the first leaf of an epoch */

MUST_USE Err memory_read(Arena *a, const char *path, Str *ret_bytes); /* STR_NONE when there is no such file */
/* Old or new, never half: written aside, synced, renamed, and the folder synced. A failed sync stops the process. */
MUST_USE Err memory_write(Arena *a, const char *folder, const char *name, Str bytes);
MUST_USE Err memory_folder(Arena *a, const char *path); /* makes it when it is not there */
/* The names in the folder made of digits, as numbers: the homes somebody signed for. */
MUST_USE Err memory_homes(Arena *a, const char *folder, const Home **ret_homes, size_t *ret_count);
