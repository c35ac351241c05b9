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

Err panorama_get_services(const Request *q, Response *r)
{
    const Place *village;
    TRY(desk_place(q, PLACE_VILLAGE, &village));
    size_t count = services.rows ? services.rows - 1 : 0;
    ServiceLine *lines = ARENA_ARRAY(q->arena, ServiceLine, count);
    for (size_t i = 0; i < count; i++) {
        int64_t days = 0;
        (void)str_to_i64(cell(i + 1, S("promised_working_days")), &days);
        lines[i] = (ServiceLine){cell(i + 1, lang_is_zh(q->lang) ? S("name_zh") : S("name_en")), days,
                                 lang_is_zh(q->lang) ? cell(i + 1, S("documents_zh")) : cell(i + 1, S("documents"))};
    }
    ServicesPage p = {.village = village->name, .centre = panorama_centre(village), .lines = lines,
                      .lines_count = count};
    PageFrame frame = {.title = WEB_FILL(q, "services.title", village->name), .path = q->path,
                       .back_text = village->name,
                       .back = arena_printf(q->arena, "/v/%.*s", STR_ARG(place_plain(q->arena, village->code)))};
    PANORAMA_SEND(q, r, &frame, services, ServicesPage, &p);
    r->cacheable = true;
    return NULL;
}
