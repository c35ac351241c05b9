// SPDX-License-Identifier: Apache-2.0
/* demo: makes a folder, peoples it, lets a year pass, and leaves it at today. */
#include "app/demo.h"
#include "app/folder.h"


enum { DAYS_LIVED = 372 };

typedef struct Tick {
    const Engine *engine;
    Instant now;
    size_t done;
} Tick;

static Err tick(Db *db, Arena *a, void *arg)
{
    Tick *t = arg;
    return process_tick(db, a, t->engine, t->now, &t->done);
}

/* The clock's own work at half past midnight: openings, limits, reminders. */
static Err tick_night(Demo *d, Date day)
{
    Tick t = {d->house.engine, {date_start(day).ms + 30LL * 60 * 1000}, 0};
    clock_set(d->clock, t.now);
    do {
        Arena *a = arena_new((size_t)4 * LIMIT_REQUEST_ARENA);
        Err e = store_write(d->house.store, a, tick, &t);
        e = e ? err_make(d->arena, e) : NULL;
        arena_free(a);
        TRY(e);
    } while (t.done);
    return NULL;
}

static Err live_year(Demo *d, Date today)
{
    Date first = period_first(d->first_month);
    size_t all = (size_t)(today.day - first.day) + 1;
    Str what = lang_get(d->run->lang, S("app.demo_living"));
    for (Date day = first; day.day <= today.day; day.day++) {
        TRY(tick_night(d, day));
        for (size_t t = 0; t < COUNT_OF(d->towns); t++)
            TRY(demo_live_day(d, &d->towns[t], day));
        app_progress(d->run, what, (size_t)(day.day - first.day) + 1, all);
    }
    return NULL;
}

static Err sign_all(Demo *d, Instant now)
{
    size_t count;
    TRY(record_sign_due(d->house.signer, d->house.store, d->arena, now, &count));
    return store_make_safe(d->house.store, d->arena);
}

static Err read_content(Demo *d)
{
    Str file = S("data/demo/content.yaml");
    return yaml_read(d->arena, d->house.file(file), file, &d->content);
}

static Err fill(Demo *d)
{
    Instant now = clock_now(d->house.clock); /* --clock=FILE: as if made on that day */
    Date today = instant_date(now);
    d->today = today;
    d->first_month = period_at('m', date_add_days(today, -DAYS_LIVED));
    d->clock = clock_by_hand(d->arena, date_start(period_first(d->first_month)));
    TRY(read_content(d));
    TRY(demo_make_people(d));
    TRY(live_year(d, today));
    TRY(demo_make_accounts(d));
    return sign_all(d, now);
}

int app_demo(const CommandRun *r)
{
    Demo *d = ARENA_NEW(r->arena, Demo);
    d->run = r;
    d->arena = r->arena;
    FolderNew folder = {.county = S("371603"), .host = S("demo.shaichang.example"), .demo = true,
                        .host_body = S("沾化区农业农村局"), .filing = S("演示站点，没有备案号")};
    Err e = app_folder_make(r->arena, r->config->folder, &folder);
    if (!e)
        e = app_folder_open(r->arena, r->config, HOUSE_FAST, &d->house);
    if (e)
        return app_refuse(r, e);
    e = fill(d);
    app_house_close(&d->house);
    e = e ? e : app_folder_done(r->arena, r->config->folder);
    if (e)
        return app_refuse(r, e);
    fprintf(stderr, "<6>demo steps=%llu refused=%llu\n", (unsigned long long)d->steps, (unsigned long long)d->refused);
    return EXIT_DONE;
}
