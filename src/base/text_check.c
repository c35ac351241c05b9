// SPDX-License-Identifier: Apache-2.0
/* Numbers that check themselves: resident IDs (GB 11643), credit codes (GB 32100), bank cards (Luhn); mobiles. */
#include "base/text.h"

#include "base/attr.h"
#include "base/value.h"

#include <string.h>

enum { ID_LEN = 18, CREDIT_LEN = 18, MOBILE_LEN = 11 };

static bool all_digits(Str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (s.at[i] < '0' || s.at[i] > '9')
            return false;
    return s.len > 0;
}

static int32_t number(Str s, size_t at, size_t len)
{
    int32_t value = 0;
    for (size_t i = at; i < at + len; i++)
        value = value * 10 + (s.at[i] - '0');
    return value;
}

static bool is_province(int32_t code)
{
    static const struct {
        uint8_t from, to;
    } known[] = {{11, 15}, {21, 23}, {31, 37}, {41, 46}, {50, 54}, {61, 65}, {71, 71}, {81, 83}, {91, 91}};
    for (size_t i = 0; i < COUNT_OF(known); i++)
        if (code >= known[i].from && code <= known[i].to)
            return true;
    return false;
}

bool text_is_resident_shape(Str s)
{
    Date born;
    if (s.len == 15)
        return all_digits(s) && is_province(number(s, 0, 2)) &&
               date_of((Ymd){1900 + number(s, 6, 2), number(s, 8, 2), number(s, 10, 2)}, &born);
    if (s.len != ID_LEN || !all_digits(str_sub(s, 0, ID_LEN - 1)) || !is_province(number(s, 0, 2)))
        return false;
    char last = s.at[ID_LEN - 1];
    return ((last >= '0' && last <= '9') || last == 'X' || last == 'x') && number(s, 6, 4) < 2100 &&
           date_of((Ymd){number(s, 6, 4), number(s, 10, 2), number(s, 12, 2)}, &born);
}

bool text_is_resident_id(Str s)
{
    static const uint8_t weights[] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    static const char checks[] = "10X98765432";
    if (s.len != ID_LEN || !text_is_resident_shape(s))
        return false;
    int sum = 0;
    for (size_t i = 0; i < COUNT_OF(weights); i++)
        sum += (s.at[i] - '0') * weights[i];
    char last = s.at[ID_LEN - 1] == 'x' ? 'X' : s.at[ID_LEN - 1];
    return last == checks[sum % 11];
}

bool text_is_credit_code(Str s)
{
    static const char alphabet[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    enum { BASE = sizeof alphabet - 1 };
    if (s.len != CREDIT_LEN)
        return false;
    int sum = 0, weight = 1, value = 0;
    for (size_t i = 0; i < CREDIT_LEN; i++) {
        const char *found = memchr(alphabet, s.at[i], BASE);
        if (!found)
            return false;
        value = (int)(found - alphabet);
        if (i + 1 < CREDIT_LEN)
            sum += value * weight;
        weight = weight * 3 % BASE;
    }
    return value == (BASE - sum % BASE) % BASE;
}

bool text_is_mobile(Str s)
{
    return s.len == MOBILE_LEN && all_digits(s) && s.at[0] == '1' && s.at[1] >= '3';
}

bool text_is_luhn(Str s)
{
    int sum = 0;
    for (size_t i = 0; i < s.len; i++) {
        int digit = s.at[s.len - 1 - i] - '0';
        int value = i % 2 ? digit * 2 : digit;
        sum += value > 9 ? value - 9 : value;
    }
    return all_digits(s) && sum % 10 == 0;
}
