// SPDX-License-Identifier: Apache-2.0
/* Which disclosures of the fictional town go wrong, and how (product.md, rule 6): planned backwards from the last day. */
#include "app/demo_day.h"

enum { DUE_DAY = 10 };

/* The newest tenth of a month that lies before the last day, and the one two months before it. */
static Date newest_due(const Demo *d, int32_t months_before)
{
    Date tenth = date_add_days(date_month_start(d->today), DUE_DAY - 1);
    return date_add_months(tenth, -(months_before + (d->today.day <= tenth.day ? 1 : 0)));
}

DemoFate demo_item_fate(const Demo *d, const DemoVillage *v, const Case *c)
{
    static const struct {
        size_t village;
        const char *item;
        int32_t months_before;
        DemoFate fate;
    } rows[] = {{0, "C2", 0, FATE_FORGOTTEN},    {1, "D1", 0, FATE_PERSONAL},  {2, "C2", 0, FATE_SUM},
                {3, "D1", 0, FATE_NOT_REVIEWED}, {4, "C2", 0, FATE_HUNG_LATE}, {1, "C2", 2, FATE_CORRECTED},
                {2, "D1", 2, FATE_WITHDRAWN}};
    Str item = json_text(c->facts, S("item"));
    Period period;
    if (!v->faults)
        return demo_fate_of(d, c);
    if (!period_read(json_text(c->facts, S("period")), &period) || period.kind != 'm')
        return FATE_NONE;
    Date due = date_add_days(period_first(period_next(period)), DUE_DAY - 1);
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        if (rows[i].village == v->nth && str_eq(str_of(rows[i].item), item) &&
            due.day == newest_due(d, rows[i].months_before).day)
            return rows[i].fate;
    return FATE_NONE;
}
