// SPDX-License-Identifier: Apache-2.0
/* A new folder for a house: DATA/house.conf says what it is, DATA/keys holds what no backup does. */
#pragma once

#include "base/base.h"

typedef struct FolderNew {
    Str county; /* six digits */
    Str host;   /* what the logs' origins start with */
    bool demo;
} FolderNew;

/* ERR_CONFLICT when there is one already. */
MUST_USE Err app_folder_make(Arena *a, const char *folder, const FolderNew *n);
