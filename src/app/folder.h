// SPDX-License-Identifier: Apache-2.0
/* A new folder for a house: DATA/house.conf says what it is, DATA/keys holds what no backup does. */
#pragma once

#include "app/app.h"

#include <sys/types.h>

typedef struct FolderNew {
    Str county; /* six digits */
    Str host;   /* what the logs' origins start with */
    Str host_body, filing; /* who runs the site, and its filing number: the foot of every village page */
    bool demo;
} FolderNew;

/*
 * Making a folder has a beginning and an end: between them DATA/house.conf.new stands for house.conf, and no command
 * takes the folder for a house. What an attempt that was broken off has left is thrown away by the next one. ERR_CONFLICT
 * when there is a house already, or somebody is making one.
 */
MUST_USE Err app_folder_make(Arena *a, const char *folder, const FolderNew *n);
MUST_USE Err app_folder_done(Arena *a, const char *folder);
/* What house.conf may say of whoever runs the site: a line of at most LIMIT_HOUSE_WORDS. */
MUST_USE Err app_folder_words(Arena *a, const char *name, Str words);
/* Opens the house in a folder that is being made. */
MUST_USE Err app_folder_open(Arena *a, const Config *config, HouseUse use, House *ret_house);

/* A file gets its name when it is whole and on the disk; one that was there before is replaced. */
MUST_USE Err app_folder_write(Arena *a, const char *path, mode_t mode, Str bytes);
/* A file of at most bytes_max; STR_NONE when there is none. */
MUST_USE Err app_folder_read(Arena *a, const char *path, size_t bytes_max, Str *ret_bytes);
