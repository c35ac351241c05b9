// SPDX-License-Identifier: Apache-2.0
/* A step that came too late, or twice: who did what since the form was made, and what was typed, kept beside it. */
#include "desk/desk_own.h"
#include "desk/fact.h"
#include "form_html.h"
#include "moved_html.h"

enum { STEPS_SAID = 3 };

/* -- who did what ------------------------------------------------------------------------------------------------- */

/* Of several steps the last ones are said; the case page has them all. */
Err desk_moved(const Request *q, const Case *c, const Action *x, int64_t version, DeskMoved *ret)
{
    const DeskPast *steps;
    size_t count, from;
    Str words[STEPS_SAID];
    *ret = (DeskMoved){.hint = web_sentence(q, "desk.moved.do")};
    TRY(desk_steps_since(q, c, version, &steps, &count));
    from = count > STEPS_SAID ? count - STEPS_SAID : 0;
    for (size_t i = from; i < count; i++)
        words[i - from] = steps[i].words;
    Str all = arena_join(q->arena, words, count - from, web_sentence(q, "desk.moved_comma"));
    bool is_own = count && steps[count - 1].person.v == q->who->person.v && steps[count - 1].action == x;
    if (count)
        ret->says = is_own ? WEB_FILL(q, "desk.moved_own", all) : WEB_FILL(q, "desk.moved", all);
    if (is_own)
        ret->hint = web_sentence(q, "desk.moved_own.do");
    return NULL;
}

const DeskFaults *desk_sent_before(const Request *q, const char *hint)
{
    FormFault *fault = ARENA_NEW(q->arena, FormFault);
    DeskFaults *faults = ARENA_NEW(q->arena, DeskFaults);
    *fault = (FormFault){.reason = web_sentence(q, "desk.sent_before"), .hint = web_sentence(q, hint)};
    *faults = (DeskFaults){fault, 1};
    return faults;
}

/* -- what was typed ----------------------------------------------------------------------------------------------- */

static Err say_cells(const Request *q, const DeskAsk *ask, const Field *f, SaidFact *said)
{
    SheetShape shape;
    Str paste = pairs_get(ask->typed, desk_input(q->arena, "t", f->name));
    TRY(desk_shape(q, ask, f, &shape));
    size_t rows = desk_rows_by_hand(ask->typed, f->name);
    Out *o = out_new(q->arena, LIMIT_FORM_BYTES + LIMIT_PASTE_BYTES, q->lang);
    out_raw(o, str_trim(paste));
    for (size_t r = 0; r < rows; r++)
        for (size_t c = 0; c < shape.count; c++) {
            Str cell = pairs_get(ask->typed, desk_cell_input(q->arena, f->name, r, c));
            if (!cell.len)
                continue;
            out_raw(o, out_len(o) ? S("\n") : S(""));
            out_raw(o, WEB_FILL(q, "desk.field_wrong", words_in(shape.columns[c].label, q->lang), cell));
        }
    said->value = out_str(o);
    return NULL;
}

/* As it was typed; a code that was picked from a list as its word. */
static Err say_typed(const Request *q, const DeskAsk *ask, const Field *f, SaidFact *said)
{
    Str typed = pairs_get(ask->typed, desk_input(q->arena, "f", f->name));
    *said = (SaidFact){.name = f->name, .label = words_in(f->label, q->lang), .value = typed};
    if (f->type == FIELD_TABLE)
        return say_cells(q, ask, f, said);
    bool is_code = f->type == FIELD_CHOICE || f->type == FIELD_PERSON || f->type == FIELD_ROLE || f->type == FIELD_FLAG;
    if (typed.len && is_code && !f->many)
        return desk_say(q, f, f->type == FIELD_FLAG ? json_of_flag(true) : json_of_text(q->arena, typed), &said->value);
    return NULL;
}

Err desk_typed(const Request *q, const DeskAsk *ask, Html *ret_list)
{
    SaidFact *said = ARENA_ARRAY(q->arena, SaidFact, ask->name_count);
    SaidFacts page = {.facts = said};
    *ret_list = (Html){STR_NONE};
    for (size_t i = 0; i < ask->name_count; i++) {
        const Field *f = process_field(ask->process, ask->names[i]);
        REQUIRE(f);
        TRY(say_typed(q, ask, f, &said[page.facts_count]));
        page.facts_count += str_trim(said[page.facts_count].value).len > 0;
    }
    if (!page.facts_count)
        return NULL;
    Out *o = web_body(q);
    desk_page_said(o, &page);
    *ret_list = (Html){out_str(o)};
    return NULL;
}

/* -- the pages ---------------------------------------------------------------------------------------------------- */

Err desk_moved_page(const Request *q, const DeskAsk *ask, const DeskMoved *moved, Out *body)
{
    const Case *c = ask->about;
    MovedPage p = {.title = words_in(ask->action->label, q->lang), .says = moved->says, .hint = moved->hint,
                   .state = words_in(c->process->states[c->state].label, q->lang),
                   .href = desk_case_href(q->arena, c)};
    TRY(desk_spoken_number(q, c, &p.about));
    TRY(desk_typed(q, ask, &p.typed));
    desk_page_moved(body, &p);
    return NULL;
}

Err desk_moved_now(const Request *q, const DeskAsk *ask, Html *ret_now)
{
    MovedNow p;
    DeskAsk now = *ask;
    now.typed = NULL;
    TRY(desk_answers(q, &now, ask->about->facts, &p.facts));
    Out *o = web_body(q);
    desk_page_moved_now(o, &p);
    *ret_now = (Html){out_str(o)};
    return NULL;
}
