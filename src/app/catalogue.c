// SPDX-License-Identifier: Apache-2.0
/* catalogue: what the county changes in the list of what is disclosed, with a dry run and a complaint per line. */
#include "app/app.h"
#include "disclosure/disclosure.h"

typedef struct Work {
    CatalogueImport list;
    Arena *arena; /* of the command: complaints outlive the job */
} Work;

static Err import_list(Db *db, Arena *a UNUSED, void *arg)
{
    Work *w = arg;
    return disclosure_catalogue_import(db, w->arena, &w->list);
}

Err app_catalogue_inputs(CommandRun *r)
{
    const char *verb = app_argument(r, 0), *file = app_argument(r, 1);
    return verb && file && strcmp(verb, "import") == 0 ? app_input_open(r, str_of(file)) : NULL;
}

int app_catalogue(const CommandRun *r)
{
    const char *from = app_option(r, "from");
    Work *w = ARENA_NEW(r->arena, Work);
    CatalogueImport *x = &w->list;
    w->arena = r->arena;
    x->now = clock_now(r->house->clock);
    x->dry_run = app_option(r, "dry-run") != NULL;
    if (!r->input_count || !from || !date_read(str_of(from), (Date){0}, &x->since))
        return app_usage(r);
    Err e = app_input_read(r->arena, &r->inputs[0], LIMIT_CSV_BYTES, &x->list);
    e = e ? e : store_write(r->house->store, r->arena, import_list, w);
    for (size_t i = 0; i < x->complaint_count; i++)
        fprintf(r->out, "%d: %.*s\n", x->complaints[i].line, STR_ARG(lang_reason(r->arena, r->lang, x->complaints[i].why)));
    if (e)
        return app_refuse(r, e);
    Str key = x->dry_run ? S("app.catalogue_would") : S("app.catalogue_imported");
    fprintf(r->out, "%.*s\n", STR_ARG(LANG_FILL(r->arena, r->lang, key, i64_plain(r->arena, (int64_t)x->changed),
                                                i64_plain(r->arena, (int64_t)x->same), date_plain(r->arena, x->since))));
    return EXIT_DONE;
}
