// SPDX-License-Identifier: Apache-2.0
/*
 * Numbers of persons in a line. Digits stand in groups; groups with one mark between them (a blank, a dash, a point)
 * may be one number written in parts. A number in parts counts when the parts are cut the way people cut it.
 */
#include "base/text_guard.h"

#include "base/attr.h"

#include <string.h>

enum { DIGITS_MAX = 19, GROUPS_MAX = DIGITS_MAX, ID_LEN = 18, OLD_ID_LEN = 15, PERSONAL_CHARS = 12 };

typedef struct Group {
    size_t from, to;
    uint32_t mark; /* between the group before and this one; 0 when there is more between them, or nothing */
} Group;

typedef struct Groups {
    Group *at;
    size_t count;
} Groups;

/* Consecutive groups read as one number. */
typedef struct Number {
    char digits[DIGITS_MAX + 1];
    size_t len, groups;
    uint8_t lens[GROUPS_MAX];
    uint32_t mark;
    size_t from, to;
} Number;

static uint32_t mark_of(uint32_t c)
{
    static const struct {
        uint32_t c, mark;
    } marks[] = {{' ', ' '},      {'\t', ' '},    {'-', '-'},    {0x2010, '-'}, {0x2011, '-'}, {0x2012, '-'},
                 {0x2013, '-'},   {0x2014, '-'},  {0x2212, '-'}, {'.', '.'},    {'/', '/'},    {0xB7, '.'},
                 {0x2022, '.'},   {0x30FB, '.'},  {'_', '-'}};
    for (size_t i = 0; i < COUNT_OF(marks); i++)
        if (c == marks[i].c)
            return marks[i].mark;
    return 0;
}

static Groups find_groups(GuardScan *g)
{
    Groups groups = {.at = ARENA_ARRAY(g->a, Group, g->count / 2 + 1)};
    for (size_t i = 0; i < g->count;) {
        size_t from = i;
        while (text_guard_is_digit(text_guard_at(g, i)))
            i++;
        if (i == from) {
            i++;
            continue;
        }
        size_t end_before = groups.count ? groups.at[groups.count - 1].to : 0;
        bool beside = groups.count && from - end_before == 1;
        groups.at[groups.count++] = (Group){from, i, beside ? mark_of(g->chars[end_before].c) : 0};
    }
    return groups;
}

static void add_group(const GuardScan *g, const Group *group, Number *n)
{
    for (size_t i = group->from; i < group->to; i++)
        n->digits[n->len++] = (char)g->chars[i].c;
    n->lens[n->groups++] = (uint8_t)(group->to - group->from);
    n->to = group->to;
}

/* A check of one kind of number; true when it was one. */
typedef bool TryNumber(GuardScan *g, const Number *n);

/* The longest run of groups from `first` on that has one kind of mark and at most DIGITS_MAX digits. */
static Number longest_number(const GuardScan *g, const Groups *groups, size_t first)
{
    Number n = {.from = groups->at[first].from};
    for (size_t i = first; i < groups->count; i++) {
        const Group *group = &groups->at[i];
        bool joins = i == first || (group->mark && (n.groups == 1 || group->mark == n.mark));
        if (!joins || n.len + (group->to - group->from) > DIGITS_MAX)
            break;
        n.mark = i > first ? group->mark : 0;
        add_group(g, group, &n);
    }
    return n;
}

/* Offers every run of groups, the longer first: what looks like a card of sixteen digits may be one of nineteen. */
static void offer(GuardScan *g, const Groups *groups, TryNumber *try)
{
    for (size_t i = 0; i < groups->count; i++) {
        Number n = longest_number(g, groups, i);
        while (n.groups && !try(g, &n)) {
            n.len -= n.lens[--n.groups];
            n.digits[n.len] = '\0';
            n.mark = n.groups > 1 ? n.mark : 0;
            n.to = n.groups ? groups->at[i + n.groups - 1].to : n.from;
        }
    }
}

/* -- resident IDs -------------------------------------------------------------------------------------------------- */

static void hit_id(GuardScan *g, size_t from, size_t to, Str digits, bool sure)
{
    GuardKind kind = sure ? GUARD_RESIDENT_ID : GUARD_RESIDENT_ID_DOUBTFUL;
    text_guard_hit(g, from, to, (GuardHit){.kind = kind, .blocks = sure, .masked = text_mask_id(g->a, digits),
                                           .hint = text_hint_id(g->a, digits)});
}

/* Seventeen digits and an X, which may stand apart like the groups do. */
static Number with_x(const GuardScan *g, const Number *n)
{
    Number with = *n;
    size_t at = n->to;
    if (n->len != ID_LEN - 1)
        return with;
    if (n->mark && mark_of(text_guard_at(g, at)) == n->mark)
        at++;
    uint32_t x = text_guard_at(g, at);
    if ((x == 'x' || x == 'X') && !text_guard_is_alnum(text_guard_at(g, at + 1))) {
        with.digits[with.len++] = 'X';
        with.to = at + 1;
    }
    return with;
}

static bool try_id(GuardScan *g, const Number *n)
{
    Number with = with_x(g, n);
    Str digits = {with.digits, with.len};
    if (!text_is_resident_id(digits))
        return false;
    hit_id(g, with.from, with.to, digits, true);
    return true;
}

/* A wrong check digit, or the fifteen digits of old cards: a slip of the pen is still about a person. */
static bool try_doubtful_id(GuardScan *g, const Number *n)
{
    Number with = with_x(g, n);
    Str digits = {with.digits, with.len};
    if ((digits.len == OLD_ID_LEN && n->groups > 1) || !text_is_resident_shape(digits))
        return false;
    hit_id(g, with.from, with.to, digits, false);
    return true;
}

/* An ID glued to other digits: every window of a long group, with the X that may end it. */
static void find_glued_ids(GuardScan *g, const Groups *groups)
{
    for (size_t i = 0; i < groups->count; i++)
        for (size_t from = groups->at[i].from; from + ID_LEN <= groups->at[i].to + 1; from++) {
            char digits[ID_LEN];
            size_t len = 0;
            while (len < ID_LEN && (text_guard_is_digit(text_guard_at(g, from + len)) ||
                                    (len == ID_LEN - 1 && (text_guard_at(g, from + len) | 0x20) == 'x'))) {
                digits[len] = (char)g->chars[from + len].c;
                len++;
            }
            if (text_is_resident_id((Str){digits, len}))
                hit_id(g, from, from + len, (Str){digits, len}, true);
        }
}

/* Digits that an ID has left over are groups of their own: its phone number may stand right behind it. */
static Groups without_taken(GuardScan *g, const Groups *groups)
{
    Groups left = {.at = ARENA_ARRAY(g->a, Group, g->count / 2 + 1)};
    for (size_t i = 0; i < groups->count; i++) {
        uint32_t mark = groups->at[i].mark;
        for (size_t k = groups->at[i].from; k < groups->at[i].to;) {
            size_t from = k;
            while (k < groups->at[i].to && !g->chars[k].taken)
                k++;
            if (k > from)
                left.at[left.count++] = (Group){from, k, from == groups->at[i].from ? mark : 0};
            while (k < groups->at[i].to && g->chars[k].taken)
                k++;
        }
    }
    return left;
}

/* -- codes that may be public -------------------------------------------------------------------------------------- */

static void allow_credit_codes(GuardScan *g)
{
    for (size_t i = 0; i < g->count;) {
        size_t from = i;
        char code[ID_LEN];
        while (text_guard_is_alnum(text_guard_at(g, i))) {
            if (i - from < sizeof code)
                code[i - from] = (char)g->chars[i].c;
            i++;
        }
        if (text_is_credit_code((Str){code, i - from}))
            for (size_t k = from; k < i; k++)
                g->chars[k].taken = true;
        i += i == from;
    }
}

/* -- cards and phones ---------------------------------------------------------------------------------------------- */

static bool is_card_issuer(Str digits)
{
    static const struct {
        Str prefix;
        size_t len_min, len_max;
    } issuers[] = {{S("62"), 16, 19}, {S("60"), 16, 19}, {S("95"), 16, 19}, {S("4"), 16, 19},  {S("51"), 16, 16},
                   {S("52"), 16, 16}, {S("53"), 16, 16}, {S("54"), 16, 16}, {S("55"), 16, 16}, {S("35"), 16, 16}};
    for (size_t i = 0; i < COUNT_OF(issuers); i++)
        if (digits.len >= issuers[i].len_min && digits.len <= issuers[i].len_max &&
            str_starts(digits, issuers[i].prefix))
            return true;
    return false;
}

/* 6217 0072 2818 6620 112, or six digits and the rest, or each digit by itself. */
static bool is_cut_like_a_card(const Number *n)
{
    bool fours = true, ones = true;
    for (size_t i = 0; i < n->groups; i++) {
        fours = fours && (n->lens[i] == 4 || i + 1 == n->groups);
        ones = ones && n->lens[i] == 1;
    }
    return n->groups == 1 || fours || ones || (n->groups == 2 && n->lens[0] == 6);
}

static bool try_card(GuardScan *g, const Number *n)
{
    Str digits = {n->digits, n->len};
    if (!is_card_issuer(digits) || !text_is_luhn(digits) || !is_cut_like_a_card(n))
        return false;
    text_guard_hit(g, n->from, n->to, (GuardHit){.kind = GUARD_BANK_CARD, .blocks = true,
                                                 .masked = text_mask_account(g->a, digits),
                                                 .hint = text_hint_account(g->a, digits)});
    return true;
}

static bool is_cut(const uint8_t *lens, size_t groups, const uint8_t *shape, size_t shape_groups)
{
    return groups == shape_groups && memcmp(lens, shape, groups) == 0;
}

static bool is_cut_like_a_mobile(const Number *n)
{
    static const uint8_t whole[] = {11}, three[] = {3, 4, 4}, two[] = {3, 8}, other[] = {7, 4},
                         ones[] = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1};
    return is_cut(n->lens, n->groups, whole, COUNT_OF(whole)) || is_cut(n->lens, n->groups, three, COUNT_OF(three)) ||
           is_cut(n->lens, n->groups, two, COUNT_OF(two)) || is_cut(n->lens, n->groups, other, COUNT_OF(other)) ||
           is_cut(n->lens, n->groups, ones, COUNT_OF(ones));
}

/* How many characters of a country code, with what stands between, come before the number that starts at `from`. */
static size_t country_chars(const GuardScan *g, size_t from)
{
    size_t at = from;
    if (at && (mark_of(g->chars[at - 1].c) || g->chars[at - 1].c == ')'))
        at--;
    if (at < 2 || g->chars[at - 1].c != '6' || g->chars[at - 2].c != '8')
        return 0;
    at -= 2;
    while (at && (g->chars[at - 1].c == '+' || g->chars[at - 1].c == '0' || g->chars[at - 1].c == '('))
        at--;
    return at && text_guard_is_digit(g->chars[at - 1].c) ? 0 : from - at;
}

static bool try_mobile(GuardScan *g, const Number *n)
{
    static const Str countries[] = {S("0086"), S("86"), S("")};
    for (size_t i = 0; i < COUNT_OF(countries); i++) {
        Str digits = {n->digits, n->len}, country = countries[i];
        if (!str_starts(digits, country))
            continue;
        Number local = *n; /* without a country code written against the number */
        local.lens[0] = (uint8_t)(local.lens[0] - country.len);
        digits = str_from(digits, country.len);
        if (n->lens[0] < country.len || !text_is_mobile(digits) || !is_cut_like_a_mobile(&local))
            continue;
        size_t before = country.len ? 0 : country_chars(g, n->from);
        text_guard_hit(g, n->from - before, n->to, (GuardHit){.kind = GUARD_MOBILE, .blocks = true,
                                                              .masked = text_mask_phone(g->a, digits)});
        return true;
    }
    return false;
}

static bool is_said_of_a_person(const GuardScan *g, size_t from)
{
    static const Str words[] = {S("本人"), S("户主"), S("家庭"), S("住宅"), S("家里"), S("家中"), S("个人")};
    size_t start = from > PERSONAL_CHARS ? from - PERSONAL_CHARS : 0;
    if (start == from)
        return false;
    Str before = {g->text.at + g->chars[start].at, g->chars[from].at - g->chars[start].at};
    for (size_t i = 0; i < COUNT_OF(words); i++)
        if (str_has(before, words[i]))
            return true;
    return false;
}

static bool try_landline(GuardScan *g, const Number *n)
{
    bool cut = n->groups == 1 || (n->groups == 2 && (n->lens[0] == 3 || n->lens[0] == 4));
    if (n->digits[0] != '0' || n->digits[1] == '0' || n->len < 10 || n->len > 12 || !cut ||
        !is_said_of_a_person(g, n->from))
        return false;
    text_guard_hit(g, n->from, n->to, (GuardHit){.kind = GUARD_LANDLINE,
                                                 .masked = text_mask_phone(g->a, (Str){n->digits, n->len})});
    return true;
}

void text_guard_numbers(GuardScan *g)
{
    Groups groups = find_groups(g);
    offer(g, &groups, try_id);
    find_glued_ids(g, &groups);
    groups = without_taken(g, &groups);
    offer(g, &groups, try_card);
    allow_credit_codes(g); /* no card is numbered like one, but what comes now may be */
    offer(g, &groups, try_mobile);
    offer(g, &groups, try_doubtful_id);
    offer(g, &groups, try_landline);
}
