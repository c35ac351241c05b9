// SPDX-License-Identifier: Apache-2.0
/* A job becomes an order; an order is drawn here, or sent to the helper that forks a child to draw it. */
#include "print/print.h"

#include "print/flow.h"
#include "print/order.h"
#include "print/wire.h"
#include "print/zygote.h"

static Zygote *helper; /* set before any thread starts; NULL: draw here */

static Err draw_sheets(Arena *a, const PrintOrder *order, Paper *paper)
{
    const PrintJob *job = &order->job;
    size_t count = job->png ? 1 : job->sheet_count, left = LIMIT_PRINT_PAGES;
    Flow *flows = ARENA_ARRAY(a, Flow, count);
    for (size_t i = 0; i < count; i++) {
        flows[i] = (Flow){.a = a, .paper = paper, .order = order, .sheet = &job->sheets[i], .most = left};
        TRY(flow_count(&flows[i]));
        left -= flow_file_pages(&flows[i]);
    }
    for (size_t i = 0; i < count; i++)
        TRY(flow_draw(&flows[i]));
    return NULL;
}

static Err draw(Arena *a, const PrintOrder *order, Str *ret_bytes)
{
    Paper *paper;
    TRY(paper_open(a, order->job.png, order->tongue, &paper));
    TRY(draw_sheets(a, order, paper));
    return paper_close(a, paper, ret_bytes);
}

Err print_draw(Arena *a, const PrintJob *job, Str *ret_bytes)
{
    PrintOrder order;
    TRY(order_make(a, job, &order));
    return draw(a, &order, ret_bytes);
}

/* In the child: what comes in is an order, what goes out is paper. */
static Err draw_order(Arena *a, Str ask, Str *ret_answer)
{
    PrintOrder order;
    TRY(wire_read(a, ask, &order));
    return draw(a, &order, ret_answer);
}

static void stop(void *unused UNUSED)
{
    print_stop();
}

Err print_start(Arena *a)
{
    static const ZygoteTask task = {
        .name = "shaichang-print",
        .run = draw_order,
        .seconds = LIMIT_PRINT_SECONDS,
        .memory_bytes = LIMIT_PRINT_MEMORY,
        .ask_bytes = LIMIT_PRINT_JOB_BYTES,
        .answer_bytes = LIMIT_PRINT_BYTES,
        .at_once = LIMIT_PRINT_AT_ONCE,
    };
    REQUIRE(!helper);
    TRY(zygote_start(a, &task, &helper));
    arena_defer(a, stop, NULL);
    return NULL;
}

void print_stop(void)
{
    zygote_stop(helper);
    helper = NULL;
}

Err print_make(Arena *a, const PrintJob *job, Str *ret_bytes)
{
    if (!helper)
        return print_draw(a, job, ret_bytes);
    PrintOrder order;
    Str ask;
    TRY(order_make(a, job, &order));
    TRY(wire_write(a, &order, &ask));
    return zygote_ask(a, helper, ask, ret_bytes);
}
