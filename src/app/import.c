// SPDX-License-Identifier: Apache-2.0
/* place and people: tables into rows, with a dry run, progress, and a complaint per line. */
#include "app/app.h"
#include "people/people.h"
#include "place/place.h"

enum { FILE_MAX = LIMIT_CSV_BYTES, FOUND_MAX = 20, PLACES_EXPECTED = 665000 };

/* -- place ------------------------------------------------------------------------------------------------------------- */

static void show_progress(void *arg, const PlaceSum *sum)
{
    app_progress(arg, S("place"), sum->read < PLACES_EXPECTED ? sum->read : PLACES_EXPECTED, PLACES_EXPECTED);
}

static int import_places(const CommandRun *r, const char *folder)
{
    PlaceImport import = {.store = r->house->store, .dry_run = app_option(r, "dry-run") != NULL,
                          .progress = show_progress, .arg = (void *)(uintptr_t)r};
    Err e = place_import_folder(&import, r->arena, folder);
    if (e)
        return app_refuse(r, e);
    fprintf(r->out, "%.*s\n", STR_ARG(LANG_FILL(r->arena, r->lang, S("app.imported"),
                                                i64_plain(r->arena, (int64_t)(import.sum.added + import.sum.changed)))));
    return EXIT_DONE;
}

static int find_places(const CommandRun *r, const char *words)
{
    Db *db;
    const Place *found;
    size_t count;
    Err e = store_reader(r->house->store, r->arena, &db);
    e = e ? e : place_search(db, r->arena, str_of(words), r->house->county, FOUND_MAX, &found, &count);
    if (e)
        return app_refuse(r, e);
    for (size_t i = 0; i < count; i++)
        fprintf(r->out, "%.*s %.*s\n", STR_ARG(place_plain(r->arena, found[i].code)), STR_ARG(found[i].name));
    return count ? EXIT_DONE : EXIT_REFUSED;
}

int app_place(const CommandRun *r)
{
    const char *verb = app_argument(r, 0), *what = app_argument(r, 1);
    if (verb && what && strcmp(verb, "import") == 0)
        return import_places(r, what);
    if (verb && what && strcmp(verb, "find") == 0)
        return find_places(r, what);
    fprintf(r->out, "shaichang place import FOLDER [--dry-run] | find WORDS\n");
    return EXIT_USAGE;
}

/* -- people ---------------------------------------------------------------------------------------------------------------- */

typedef struct PeopleWork {
    const CommandRun *run;
    Str csv;
    bool dry_run;
    const PeopleComplaint *complaints;
    size_t complaint_count, added;
} PeopleWork;

static Err import_people(Db *db, Arena *a UNUSED, void *arg)
{
    PeopleWork *w = arg;
    const CommandRun *r = w->run;
    TRY(people_import(db, r->arena, &access_system, clock_now(r->house->clock), w->csv, &w->complaints,
                      &w->complaint_count, &w->added));
    /* Whole or nothing: a complaint, or a dry run, undoes the job. */
    if (w->complaint_count || w->dry_run)
        return ERR(r->arena, ERR_RULE, "err.app.nothing_kept");
    return NULL;
}

static Err read_file(Arena *a, const char *path, Str *ret_bytes)
{
    FILE *f = fopen(path, "rb");
    if (!f)
        return ERR(a, ERR_MISSING, "err.app.not_readable", .args = {str_of(path)});
    char *bytes = arena_take(a, FILE_MAX, 1);
    size_t len = fread(bytes, 1, FILE_MAX, f);
    fclose(f);
    *ret_bytes = (Str){bytes, len};
    return NULL;
}

static void show_complaints(const PeopleWork *w)
{
    const CommandRun *r = w->run;
    for (size_t i = 0; i < w->complaint_count; i++) {
        Str why = lang_reason(r->arena, r->lang, w->complaints[i].why);
        fprintf(r->out, "%d %.*s: %.*s\n", w->complaints[i].line, STR_ARG(w->complaints[i].column), STR_ARG(why));
    }
}

int app_people(const CommandRun *r)
{
    const char *verb = app_argument(r, 0), *file = app_argument(r, 1);
    PeopleWork w = {.run = r, .dry_run = app_option(r, "dry-run") != NULL};
    if (!verb || !file || strcmp(verb, "import") != 0) {
        fprintf(r->out, "shaichang people import FILE.csv [--dry-run]\n");
        return EXIT_USAGE;
    }
    Err e = read_file(r->arena, file, &w.csv);
    e = e ? e : store_write(r->house->store, r->arena, import_people, &w);
    show_complaints(&w);
    if (e && !(w.dry_run && !w.complaint_count))
        return app_refuse(r, e);
    fprintf(r->out, "%.*s\n", STR_ARG(LANG_FILL(r->arena, r->lang, S("app.imported"),
                                                i64_plain(r->arena, (int64_t)w.added))));
    return EXIT_DONE;
}
