// SPDX-License-Identifier: Apache-2.0
/* The county's desk: what waits in each town, and whether the house itself is well. */
#include "panorama/panorama_web.h"

enum { MINUTE_MS = 60 * 1000 };

static Err fill_towns(const Request *q, CountyDesk *p)
{
    const PlaceLine *towns;
    size_t count;
    TRY(panorama_places(q, p->code, &towns, &count));
    MatrixRow *rows = ARENA_ARRAY(q->arena, MatrixRow, count);
    for (size_t i = 0; i < count; i++) {
        MatrixCounts counts;
        TRY(panorama_matrix_count(q, towns[i].code, &counts));
        rows[i] = panorama_matrix_row(q, &counts, &towns[i]);
    }
    p->columns = panorama_matrix_titles(q);
    p->columns_count = MATRIX_COLUMNS;
    p->rows = rows;
    p->rows_count = count;
    return NULL;
}

/* What the clock owes, and how much stands on the record. */
static Err fill_health(const Request *q, CountyDesk *p)
{
    const Home *homes;
    size_t count;
    int64_t owed_ms;
    TRY(process_oldest_due(q->db, q->arena, q->now, &owed_ms));
    p->owed_minutes = owed_ms / MINUTE_MS;
    TRY(record_homes(q->db, q->arena, &homes, &count));
    for (size_t i = 0; i < count; i++) {
        Root root;
        TRY(record_root(q->db, q->arena, homes[i], &root));
        p->records += (int64_t)root.size;
    }
    p->logs = (int64_t)count;
    return NULL;
}

static Err fill(const Request *q, CountyDesk *p)
{
    const Place *county;
    TRY(desk_place(q, PLACE_COUNTY, &county));
    TRY(web_may(q, "county.desk", county->code));
    *p = (CountyDesk){.code = county->code, .name = county->name, .today = instant_date(q->now)};
    return fill_towns(q, p);
}

Err panorama_get_county_desk(const Request *q, Response *r)
{
    CountyDesk p;
    TRY(fill(q, &p));
    p.health = access_may(q->who, S("health.read"), p.code);
    if (p.health)
        TRY(fill_health(q, &p));
    PageFrame frame = {.title = p.name, .path = q->path, .staff = true, .wide = true, .noindex = true};
    PANORAMA_SEND(q, r, &frame, county_desk, CountyDesk, &p);
    return NULL;
}

Err panorama_get_county_towns(const Request *q, Response *r)
{
    CountyDesk p;
    TRY(fill(q, &p));
    Out *o = web_body(q);
    panorama_matrix_csv_head(q, o, "desk.col_town");
    csv_end(o);
    for (size_t i = 0; i < p.rows_count; i++) {
        panorama_matrix_csv_row(q, o, &p.rows[i]);
        csv_end(o);
    }
    panorama_send_csv(q, r, o, arena_printf(q->arena, "%.*s-towns", STR_ARG(q->params[0])));
    return NULL;
}
