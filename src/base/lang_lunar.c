// SPDX-License-Identifier: Apache-2.0
/*
 * The lunar calendar, which villages meet by. It follows the sky over 120 degrees east, so it is a table: one word a
 * year, checked against the moon and the sun. Bits 0..12: which months have 30 days, in order; bits 13..16: the month
 * that comes twice, or 0; from bit 17: New Year's day, counted from 20 January.
 */
#include "base/lang.h"

enum { TABLE_YEAR = 1900, YEAR_MIN = 1901, YEAR_MAX = 2099, LEAP_AT = 13, NEW_YEAR_AT = 17 };

static const uint32_t years[] = {
    0x1716D2, 0x3C0752, 0x260EA5, 0x12B64A, 0x36064B, 0x1E0A9B, 0x0A9556, 0x30056A, /* 1900 */
    0x1A0B59, 0x045752, 0x2A0752, 0x14DB25, 0x3A0B25, 0x220A4B, 0x0CB4AB, 0x3202AD, /* 1908 */
    0x1C056B, 0x064B69, 0x2C0DA9, 0x18FD92, 0x3E0E92, 0x260D25, 0x10BA4D, 0x360A56, /* 1916 */
    0x2002B6, 0x0895B5, 0x3006D4, 0x1A0EA9, 0x065E92, 0x2A0E92, 0x14CD26, 0x38052B, /* 1924 */
    0x220A57, 0x0CB2B6, 0x320B5A, 0x1E06D4, 0x086EC9, 0x2C0749, 0x16F693, 0x3C0A93, /* 1932 */
    0x26052B, 0x0ECA5B, 0x340AAD, 0x20056A, 0x0A9B55, 0x300BA4, 0x1A0B49, 0x045A93, /* 1940 */
    0x2A0A95, 0x12F52D, 0x380536, 0x220AAD, 0x0EB5AA, 0x3205B2, 0x1C0DA5, 0x087D4A, /* 1948 */
    0x2E0D4A, 0x170A95, 0x3A0A97, 0x260556, 0x10CAB5, 0x340AD5, 0x2006D2, 0x0A8EA5, /* 1956 */
    0x300EA5, 0x1A064A, 0x026C97, 0x280A9B, 0x14F55A, 0x38056A, 0x220B69, 0x0EB752, /* 1964 */
    0x340B52, 0x1C0B25, 0x06964B, 0x2C0A4B, 0x1714AB, 0x3A02AD, 0x24056D, 0x10CB69, /* 1972 */
    0x360DA9, 0x200D92, 0x0A9D25, 0x300D25, 0x1B5A4D, 0x3E0A56, 0x2802B6, 0x12C5B5, /* 1980 */
    0x3806D5, 0x220EA9, 0x0EBE92, 0x340E92, 0x1E0D26, 0x066A56, 0x2A0A57, 0x1714D6, /* 1988 */
    0x3C035A, 0x2406D5, 0x10B6C9, 0x360749, 0x200693, 0x08952B, 0x2E052B, 0x180A5B, /* 1996 */
    0x04555A, 0x28056A, 0x12FB55, 0x3A0BA4, 0x240B49, 0x0CBA93, 0x320A95, 0x1C052D, /* 2004 */
    0x068AAD, 0x2A0AB5, 0x1735AA, 0x3C05D2, 0x260DA5, 0x10DD4A, 0x360D4A, 0x200C95, /* 2012 */
    0x0A952E, 0x2E0556, 0x180AB5, 0x0455B2, 0x2A06D2, 0x12CEA5, 0x380725, 0x22064B, /* 2020 */
    0x0CAC97, 0x300CAB, 0x1C055A, 0x066AD6, 0x2C0B69, 0x177752, 0x3C0B52, 0x260B25, /* 2028 */
    0x10DA4B, 0x340A4B, 0x1E04AB, 0x08A55B, 0x2E05AD, 0x180B6A, 0x045B52, 0x2A0D92, /* 2036 */
    0x14FD25, 0x380D25, 0x220A55, 0x0CB4AD, 0x3204B6, 0x1A05B5, 0x066DAA, 0x2C0EC9, /* 2044 */
    0x191E92, 0x3C0E92, 0x260D26, 0x10CA56, 0x340A57, 0x1E04D6, 0x0886D5, 0x2E0755, /* 2052 */
    0x1A0749, 0x026E93, 0x280693, 0x12F52B, 0x38052B, 0x200A5B, 0x0CB55A, 0x32056A, /* 2060 */
    0x1C0B65, 0x06974A, 0x2C0B4A, 0x171A95, 0x3C0A95, 0x24052D, 0x0ECAAD, 0x340AB5, /* 2068 */
    0x2005AA, 0x088BA5, 0x2E0DA5, 0x1A0D4A, 0x047C95, 0x280C96, 0x12F94E, 0x380556, /* 2076 */
    0x220AB5, 0x0CB5B2, 0x3206D2, 0x1C0EA5, 0x088E4A, 0x2A068B, 0x150C97, 0x3A04AB, /* 2084 */
    0x24055B, 0x0ECAD6, 0x340B6A, 0x200752, 0x0A9725, 0x2E0B45, 0x180A8B, 0x02549B, /* 2092 */
};

typedef struct LunarDay {
    int32_t month, day;
    bool leap;
} LunarDay;

static Date new_year(int32_t year)
{
    Date start;
    REQUIRE(date_of((Ymd){year, 1, 20}, &start));
    return date_add_days(start, (int32_t)(years[year - TABLE_YEAR] >> NEW_YEAR_AT));
}

static LunarDay lunar_of(Date d)
{
    int32_t year = date_ymd(d).year;
    if (d.day < new_year(year).day)
        year--;
    uint32_t word = years[year - TABLE_YEAR];
    int32_t leap = (int32_t)(word >> LEAP_AT & 15), left = d.day - new_year(year).day, index = 0;
    for (;; index++) {
        int32_t days = 29 + (int32_t)(word >> index & 1);
        if (left < days)
            break;
        left -= days;
    }
    bool behind = leap && index >= leap; /* the doubled month itself, or a later one */
    return (LunarDay){.month = behind ? index : index + 1, .day = left + 1, .leap = leap && index == leap};
}

Str lang_lunar(Arena *a, const Lang *l, Date d)
{
    int32_t year = date_is(d) ? date_ymd(d).year : 0;
    if (year < YEAR_MIN || year > YEAR_MAX)
        return S("");
    LunarDay lunar = lunar_of(d);
    Str month = lang_get(l, arena_printf(a, "lunar.month.%d", lunar.month));
    Str day = lang_get(l, arena_printf(a, "lunar.day.%d", lunar.day));
    return LANG_FILL(a, l, lunar.leap ? S("lunar.leap") : S("lunar.date"), month, day);
}
