// SPDX-License-Identifier: Apache-2.0
/* First lines and room cards: who lives here, what is promised, who is used; and no circle among the rooms. */
#include "rooms.h"

void rooms_check_license(Rooms *r)
{
    for (const File *f = r->files; f; f = f->next) {
        Str first, rest, second;
        str_cut(f->text, '\n', &first, &rest);
        str_cut(rest, '\n', &second, &rest);
        Str line = str_starts(first, S("#!")) ? second : first;
        if (!str_has(line, S("SPDX-License-Identifier: Apache-2.0")))
            rooms_complain(r, f, 1, RULE_LICENSE, "the first line is no SPDX-License-Identifier: Apache-2.0");
    }
}

/* The words after `what:` in the card, over its continued lines, with single blanks between them. */
static bool card_words(Rooms *r, const File *card, Str what, Str *ret_words)
{
    Str comment, after, text = STR_NONE;
    size_t at;
    bool found = false;
    if (!str_find(card->text, S("*/"), &at))
        return false;
    comment = str_sub(card->text, 0, at);
    if (!str_find(comment, arena_printf(r->arena, " * %.*s:", STR_ARG(what)), &at))
        return false;
    after = str_from(comment, at + what.len + 4);
    for (Str row; str_next(&after, '\n', &row); found = true) {
        Str words = str_trim(row), word;
        if (found && !str_starts(row, S(" *       ")))
            break;
        words = str_starts(words, S("*")) ? str_from(words, 1) : words;
        while (str_next(&words, ' ', &word))
            if (word.len)
                text = arena_printf(r->arena, "%.*s%.*s ", STR_ARG(text), STR_ARG(word));
    }
    *ret_words = text;
    return true;
}

static void check_card(Rooms *r, Unit *u)
{
    static const Str parts[] = {S("lives"), S("promises"), S("uses")};
    Str words;
    for (size_t i = 0; i < COUNT_OF(parts); i++)
        if (!card_words(r, u->card, parts[i], &words))
            rooms_complain(r, u->card, 1, RULE_CARD, "the card has no line `%.*s:`", STR_ARG(parts[i]));
    card_words(r, u->card, S("uses"), &u->uses);
    card_words(r, u->card, S("public"), &u->others);
    Str rest = u->uses, word;
    while (str_next(&rest, ' ', &word))
        if (word.len && !str_eq(word, S("everything")) && !rooms_unit(r, word))
            rooms_complain(r, u->card, 1, RULE_CARD, "the card uses %.*s, which is no unit", STR_ARG(word));
}

/* Is there a way by cards from u to `to`, over rooms only? */
static bool leads_to(const Rooms *r, const Unit *u, const Unit *to, int steps)
{
    Str rest = u->uses, word;
    while (steps > 0 && str_next(&rest, ' ', &word)) {
        const Unit *next = rooms_unit(r, word);
        if (next && next->kind == UNIT_ROOM && (next == to || leads_to(r, next, to, steps - 1)))
            return true;
    }
    return false;
}

void rooms_check_cards(Rooms *r)
{
    int rooms = 0;
    for (Unit *u = r->units; u; u = u->next) {
        if (u->kind == UNIT_OTHER || !u->files)
            continue;
        const File *any = r->files;
        while (any && any->unit != u)
            any = any->next;
        rooms += u->kind == UNIT_ROOM;
        if (u->card)
            check_card(r, u);
        else
            rooms_complain(r, any, 1, RULE_CARD, "%.*s has no header %.*s.h with its card", STR_ARG(u->name),
                           STR_ARG(u->name));
    }
    for (Unit *u = r->units; u; u = u->next)
        if (u->kind == UNIT_ROOM && u->card && leads_to(r, u, u, rooms))
            rooms_complain(r, u->card, 1, RULE_CARD, "the rooms' cards make a circle through %.*s", STR_ARG(u->name));
}
