// SPDX-License-Identifier: Apache-2.0
/*
 * app: the roof.
 *
 * lives:    main, the commands, what stands in the configuration, the house put together, the clock's work, the control
 *           socket
 * promises: every command has help and an exit code; a command that writes goes through the running server when there
 *           is one
 * uses:     everything
 */
#pragma once

#include "room/room.h"

#include <stdio.h>

/* The same in every command: 0 done; 1 looked, and the answer is no; 2 called wrongly; 3 something stands in the way. */
enum { EXIT_DONE = 0, EXIT_REFUSED = 1, EXIT_USAGE = 2, EXIT_HINDERED = 3 };

typedef struct Config {
    const char *folder;    /* DATA: --data, or the environment */
    const char *base_url;  /* --base-url, BASE_URL */
    const char *clock;     /* --clock FILE: only in a folder that was made with it */
    int port;              /* --port, PORT */
    int workers;
    bool edge;             /* --edge=http */
    bool no_cache;         /* --no-cache: for measuring */
    const char *synchronous;
    bool english;          /* --lang=en, or LANG: what the command line speaks */
    bool unfinished;       /* the folder is just being made: app_folder_make was called, app_folder_done was not */
    const char *wrong;     /* an option of the house that could not be understood */
} Config;

typedef enum HouseUse { HOUSE_READS, HOUSE_WRITES, HOUSE_FAST } HouseUse;

/* Opens everything a command or the server needs; the store last. Without a store (use < 0): see app_carry. */
MUST_USE Err app_house_open(Arena *a, const Config *config, HouseUse use, House *ret_house);
void app_house_close(House *h);
/* Only what is carried inside the program: languages, definitions; no folder is touched. */
MUST_USE Err app_carry(Arena *a, House *ret_house);
/* The same with the holidays of a county's own, when its folder has a file of them. */
MUST_USE Err app_carry_for(Arena *a, const Config *config, House *ret_house);

typedef struct Command Command;
enum { LIMIT_INPUTS = 16 };

/* A file that a command reads. It is opened where the command was typed, by whoever typed it, and handed over open: the
 * server may live in another folder, under another name, behind a wall. */
typedef struct Input {
    Str name; /* as it was typed: for complaints */
    int fd;
} Input;

typedef struct CommandRun {
    const Command *command;
    Arena *arena;
    const Config *config;
    const House *house;    /* NULL for commands that need none */
    int argc;              /* what stands behind the command's name */
    char **argv;
    FILE *out;             /* the terminal, or the client of the control socket */
    bool terminal;         /* somebody is watching: draw progress */
    const Lang *lang;      /* of whoever typed the command */
    const Input *inputs;
    size_t input_count;
} CommandRun;

typedef enum CommandNeeds { NEEDS_NOTHING, NEEDS_CARRIED, NEEDS_READING, NEEDS_WRITING, NEEDS_ITSELF } CommandNeeds;

struct Command {
    const char *name;
    const char *usage;     /* "import PATH... [--dry-run]" */
    const char *says;      /* a message key; with ".more", what --help adds */
    CommandNeeds needs;
    int (*run)(const CommandRun *r);
    const char *options;   /* what it takes besides the options of the house: " dry-run period= " */
    int arguments_min, arguments_max;
    Err (*inputs)(CommandRun *r); /* opens the files it reads; NULL when it reads none */
};

extern const Command app_commands[];
extern const size_t app_command_count;

int app_serve(const CommandRun *r);
int app_init(const CommandRun *r);
int app_demo(const CommandRun *r);
int app_place(const CommandRun *r);
Err app_place_inputs(CommandRun *r);
int app_people(const CommandRun *r);
Err app_people_inputs(CommandRun *r);
int app_catalogue(const CommandRun *r);
Err app_catalogue_inputs(CommandRun *r);
int app_user(const CommandRun *r);
/* A new password, and what is kept of it. */
Str app_user_password(Arena *a, Str *ret_hash);
int app_verify(const CommandRun *r);
int app_fsck(const CommandRun *r);
int app_backup(const CommandRun *r);
int app_restore(const CommandRun *r);
int app_print(const CommandRun *r);
int app_explain(const CommandRun *r);
int app_version(const CommandRun *r);

/* What is served under /a/; returns how many. */
size_t app_assets(Arena *a, WebAsset *assets, size_t max);
/* Says a fault as its reader gets it: reason and way out on one line each; EXIT_REFUSED, or EXIT_HINDERED. */
int app_refuse(const CommandRun *r, Err e);
/* How the command is called; EXIT_USAGE. */
int app_usage(const CommandRun *r);
/* What --help says; EXIT_DONE. */
int app_help(const CommandRun *r);
/* An option the command does not have, a value where none belongs, an argument too many or too few; NULL when all is well. */
MUST_USE Err app_arguments_check(const CommandRun *r);
/* Opens a file that was named; ERR_BROKEN names it. */
MUST_USE Err app_input_open(CommandRun *r, Str path);
/* The whole of an input; more than bytes_max is refused. */
MUST_USE Err app_input_read(Arena *a, const Input *input, size_t bytes_max, Str *ret_bytes);
/* A progress bar that draws itself over on a terminal and stays quiet elsewhere. */
void app_progress(const CommandRun *r, Str what, size_t done, size_t all);
/* --name or --name=value among the arguments; NULL when absent. A flag answers "". */
const char *app_option(const CommandRun *r, const char *name);
/* The n-th argument that is no option; NULL when there are fewer. */
const char *app_argument(const CommandRun *r, int n);

/* The control socket DATA/sock: a command line and its open files in, its output back, its exit code last. */
typedef struct Control Control;
MUST_USE Err app_control_open(Arena *a, const Config *config, const House *house, Control **ret_control);
void app_control_close(Control *c);
/* True when a server runs on this folder and took the command. */
bool app_control_ask(const CommandRun *r, int *ret_code);
