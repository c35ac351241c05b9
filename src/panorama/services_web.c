// SPDX-License-Identifier: Apache-2.0
/* What the village helps with: the 44 items of data/catalogue/service_item.csv, days promised, papers said once. */
#include "panorama/panorama_web.h"

#define SERVICE_FILE "data/catalogue/service_item.csv"

enum { SERVICES_MAX = 100 };

static Table services;

Err panorama_services_open(Arena *a, const House *h)
{
    return csv_read(a, h->file(S(SERVICE_FILE)), SERVICES_MAX, &services);
}

static Str cell(size_t row, Str column)
{
    for (size_t c = 0; c < services.columns; c++)
        if (str_eq(services.cells[c], column))
            return services.cells[row * services.columns + c];
    return S("");
}

static ServiceLine line_of(const Request *q, size_t row)
{
    int64_t days = 0;
    bool zh = lang_is_zh(q->lang);
    (void)str_to_i64(cell(row, S("promised_working_days")), &days);
    Str promise = days ? desk_span_words(q, LIMIT_WORKDAYS, days) : web_sentence(q, "services.same_day");
    return (ServiceLine){cell(row, zh ? S("name_zh") : S("name_en")), days, promise,
                         cell(row, zh ? S("documents_zh") : S("documents"))};
}

/* By kind, in the order of the table. */
static void fill_services(const Request *q, ServicesPage *p)
{
    ServiceGroup *groups = ARENA_ARRAY(q->arena, ServiceGroup, services.rows);
    ServiceLine *lines = ARENA_ARRAY(q->arena, ServiceLine, services.rows);
    size_t n = 0;
    for (size_t row = 1; row < services.rows; row++) {
        Str kind = cell(row, S("category"));
        if (n == 0 || !str_eq(groups[n - 1].code, kind))
            groups[n++] = (ServiceGroup){
                .code = kind, .lines = &lines[row],
                .name = lang_get(q->lang, arena_printf(q->arena, "services.kind.%.*s", STR_ARG(kind)))};
        lines[row] = line_of(q, row);
        groups[n - 1].lines_count++;
    }
    p->groups = groups;
    p->groups_count = n;
}

Err panorama_get_services(const Request *q, Response *r)
{
    const Place *village;
    TRY(desk_place(q, PLACE_VILLAGE, &village));
    ServicesPage p = {.village = village->name, .centre = panorama_centre(village)};
    fill_services(q, &p);
    PageFrame frame = {.title = WEB_FILL(q, "services.title", village->name), .path = q->path,
                       .back_text = village->name,
                       .back = arena_printf(q->arena, "/v/%.*s", STR_ARG(place_plain(q->arena, village->code)))};
    PANORAMA_SEND(q, r, &frame, services, ServicesPage, &p);
    r->cacheable = true;
    return NULL;
}
