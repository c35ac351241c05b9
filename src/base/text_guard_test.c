// SPDX-License-Identifier: Apache-2.0
/* Masks, numbers that check themselves, and the guard: by example, and by thousands of numbers and ledger lines. */
#include "unit.h"

enum { HITS_MAX = 16, NUMBERS = 10000, LEDGER_LINES = 5000, FALSE_ALARMS_MAX = LEDGER_LINES / 100 };

TEST(text_masks)
{
    typedef Str Mask(Arena * a, Str s);
    static const struct {
        Mask *mask;
        Str from, masked;
    } cases[] = {
        {text_mask_name, S("张三"), S("张*")},
        {text_mask_name, S("张三丰"), S("张*丰")},
        {text_mask_name, S("欧阳娜娜"), S("欧阳**")},
        {text_mask_name, S("欧阳锋"), S("欧阳*")},
        {text_mask_name, S("司马"), S("司*")},
        {text_mask_name, S("陈林小云"), S("陈**云")},
        {text_mask_name, S("\xF0\xA0\xAE\xB7野"), S("\xF0\xA0\xAE\xB7*")},
        {text_mask_name, S("张"), S("*")},
        {text_mask_name, S(""), S("")},
        {text_mask_phone, S("13800001234"), S("138****1234")},
        {text_mask_phone, S("0543-7312345"), S("054*****2345")},
        {text_mask_phone, S("7312345"), S("*******")},
        {text_mask_account, S("6222000011112222333"), S("****2333")},
        {text_mask_account, S("2333"), S("****")},
        {text_mask_id, S("370000199001011234"), S("3***************34")},
        {text_mask_id, S("371"), S("***")},
        {text_mask_address, S("黄升镇某村3组12号"), S("某村3组")},
        {text_mask_address, S("沾化区黄升镇黄一村三组十二号"), S("黄一村三组")},
        {text_mask_address, S("黄一村12号"), S("黄一村")},
        {text_mask_address, S("富国街道富民社区5号楼2单元301室"), S("富民社区")},
        {text_mask_address, S("北街十二号"), S("北街")},
        {text_mask_address, S("枣香小区3栋201室"), S("枣香小区")},
        {text_mask_address, S("村东第三排"), S("村东第三排")},
        {text_mask_address, S("黄升镇"), S("黄升镇")},
        {text_mask_address, S("12号"), S("*")},
        {text_mask_address, S(""), S("*")},
        {text_mask_birth, S("1990-01-01"), S("1990")},
        {text_mask_birth, S("１９９０年1月1日"), S("1990")},
        {text_mask_birth, S("正月初三"), S("*")},
        {text_mask_birth, S("199"), S("*")},
        {text_hint_id, S("37160320010101670X"), S("371603********670X")},
        {text_hint_account, S("233"), S("***")},
    };
    Arena *a = arena_new(1 << 20);
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        assert_str(cases[i].mask(a, cases[i].from), cases[i].masked);
    arena_free(a);
}

TEST(text_checks_numbers)
{
    static const Str ids[] = {S("11010519491231002X"), S("11010519491231002x"), S("371603199001010014"),
                              S("371603195512310029")};
    static const Str no_ids[] = {S(""), S("37160319900101001"), S("3716031990010100144"), S("161603199001010014"),
                                 S("371603199002300014"), S("37160319900101001Y"), S("3716031990O1010014")};
    for (size_t i = 0; i < COUNT_OF(ids); i++)
        assert_true(text_is_resident_id(ids[i]));
    for (size_t i = 0; i < COUNT_OF(no_ids); i++)
        assert_false(text_is_resident_id(no_ids[i]));
    assert_true(text_is_credit_code(S("91350100M000100Y43")));
    assert_true(text_is_credit_code(S("N2371603MA0AB1C21D")));
    assert_false(text_is_credit_code(S("91350100M000100Y44")));
    assert_false(text_is_credit_code(S("91350100I000100Y43"))); /* no I in the alphabet */
    assert_false(text_is_credit_code(S("91350100M000100Y4")));
    assert_true(text_is_mobile(S("13800138000")));
    assert_false(text_is_mobile(S("12800138000")));
    assert_false(text_is_mobile(S("1380013800")));
    assert_false(text_is_mobile(S("1380013800a")));
    assert_false(text_is_luhn(S("")));
    assert_false(text_is_luhn(S("6217 0072")));
}

static const struct {
    Str text;
    GuardKind kind; /* 0: nothing is to be found */
    bool blocks;
    Str hit, masked;
} seen[] = {
    {S("户主张三,身份证号371603194903077725"), GUARD_RESIDENT_ID, true, S("371603194903077725"),
     S("3***************25")},
    {S("号371603 19490307 7725。"), GUARD_RESIDENT_ID, true, S("371603 19490307 7725"), S("3***************25")},
    {S("371603-2001-0101-670X"), GUARD_RESIDENT_ID, true, S("371603-2001-0101-670X"), S("3***************0X")},
    {S("编号00371603194903077725"), GUARD_RESIDENT_ID, true, S("371603194903077725"), S("3***************25")},
    {S("371603194903077724"), GUARD_RESIDENT_ID_DOUBTFUL, false, S("371603194903077724"), S("3***************24")},
    {S("371603490307772"), GUARD_RESIDENT_ID_DOUBTFUL, false, S("371603490307772"), S("3************72")},
    {S("卡6217 0072 2818 6620 112打款"), GUARD_BANK_CARD, true, S("6217 0072 2818 6620 112"), S("****0112")},
    {S("6259557933791562"), GUARD_BANK_CARD, true, S("6259557933791562"), S("****1562")},
    {S("电话13800138000"), GUARD_MOBILE, true, S("13800138000"), S("138****8000")},
    {S("+86 139-1234-5678找我"), GUARD_MOBILE, true, S("+86 139-1234-5678"), S("139****5678")},
    {S("(86)13912345678"), GUARD_MOBILE, true, S("(86)13912345678"), S("139****5678")},
    {S("008613912345678"), GUARD_MOBILE, true, S("008613912345678"), S("139****5678")},
    {S("1 3 9 1 2 3 4 5 6 7 8"), GUARD_MOBILE, true, S("1 3 9 1 2 3 4 5 6 7 8"), S("139****5678")},
    {S("打一三九一二三四五六七八"), GUARD_MOBILE, true, S("一三九一二三四五六七八"), S("139****5678")},
    {S("139\xE2\x80\x8B" "12345678"), GUARD_MOBILE, true, S("139\xE2\x80\x8B" "12345678"), S("139****5678")},
    {S("户主家里电话 0543-7312345"), GUARD_LANDLINE, false, S("0543-7312345"), S("054****2345")},
    {S("邮箱 li_jm@example.com。"), GUARD_EMAIL, false, S("li_jm@example.com"), S("***@example.com")},
    {S("微信号：huang_yi2026"), GUARD_WECHAT, false, S("huang_yi2026"), S("***")},
    {S("加VX zaoyuan88 聊"), GUARD_WECHAT, false, S("zaoyuan88"), S("***")},
    {S("车牌鲁M·12345占道"), GUARD_PLATE, false, S("鲁M·12345"), S("***")},
    {S("鲁MD12345"), GUARD_PLATE, false, S("鲁MD12345"), S("***")},
    {S("护照E12345678"), GUARD_PASSPORT, false, S("E12345678"), S("***")},
    {S("护照 EA1234567"), GUARD_PASSPORT, false, S("EA1234567"), S("***")},
    {S("王秀兰 低保 350元"), GUARD_SENSITIVE_NEAR_NAME, true, S("王秀兰"), S("王*兰")},
    {S("村民欧阳若溪因残疾"), GUARD_SENSITIVE_NEAR_NAME, true, S("欧阳若溪"), S("欧阳**")},
    {S("低保户：张三"), GUARD_SENSITIVE_NEAR_NAME, true, S("张三"), S("张*")},
    {S("低保评议：监委会主任 张建国"), 0, false, S(""), S("")},
    {S("低保金 3,200 元 经手人：李建民"), 0, false, S(""), S("")},
    {S("社区矫正对象刘强按时报到"), 0, false, S(""), S("")}, /* nothing says where the name ends */
    {S("刘强在社区矫正"), GUARD_SENSITIVE_NEAR_NAME, true, S("刘强"), S("刘*")},

    {S("留守儿童王小明领书包"), 0, false, S(""), S("")}, /* nothing says where the name ends */
    {S("困境儿童：王子涵，每月 500 元"), GUARD_CHILD, true, S("王子涵"), S("王*")},
    {S("孤儿 欧阳若溪"), GUARD_CHILD, true, S("欧阳若溪"), S("欧阳*")},
    {S("出生日期：1990-01-01，汉族"), GUARD_BIRTH, false, S("1990-01-01"), S("1990")},
    {S("生于1990年1月1日"), GUARD_BIRTH, false, S("1990年1月1日"), S("1990")},
    {S("1990年出生"), 0, false, S(""), S("")},
    {S("出生于1990年"), 0, false, S(""), S("")},
    {S("留守儿童 3 人，发书包 3 个，经手人：李建民"), 0, false, S(""), S("")},

    {S("村委会电话 0543-7312345"), 0, false, S(""), S("")},
    {S("低保 3 人，残疾人补贴 12 人，合计 4,500 元"), 0, false, S(""), S("")},
    {S("周六 残疾人活动"), 0, false, S(""), S("")},
    {S("张*兰 低保"), 0, false, S(""), S("")},
    {S("王建国传达了会议精神"), 0, false, S(""), S("")},
    {S("统一社会信用代码 91371603MA3TLG8995"), 0, false, S(""), S("")},
    {S("凭证号 P20260905"), 0, false, S(""), S("")},
    {S("二〇二六年九月五日"), 0, false, S(""), S("")},
    {S("微信群里说过"), 0, false, S(""), S("")},
    {S("3716031062000000"), 0, false, S(""), S("")},
    {S("1380013800"), 0, false, S(""), S("")},
    {S("138001380001"), 0, false, S(""), S("")},
    {S(""), 0, false, S(""), S("")},
};

TEST(guard_finds_and_masks)
{
    Arena *a = arena_new(1 << 22);
    for (size_t i = 0; i < COUNT_OF(seen); i++) {
        GuardHit hits[HITS_MAX];
        size_t count = text_guard(a, seen[i].text, hits, HITS_MAX);
        if (count != (seen[i].kind != 0))
            fail_msg("%.*s: %zu hits, kind %u", STR_ARG(seen[i].text), count, count ? hits[0].kind : 0);
        if (count == 0)
            continue;
        assert_int_equal(hits[0].kind, seen[i].kind);
        assert_int_equal(hits[0].blocks, seen[i].blocks);
        assert_str(str_sub(seen[i].text, hits[0].at, hits[0].len), seen[i].hit);
        assert_str(hits[0].masked, seen[i].masked);
    }
    arena_free(a);
}

TEST(guard_finds_many_in_order_and_stops_at_max)
{
    Arena *a = arena_new(1 << 20);
    GuardHit hits[HITS_MAX];
    Str text = S("13800138000\n卡 6259557933791562 号371603194903077725电话13900139000");
    static const GuardKind kinds[] = {GUARD_MOBILE, GUARD_BANK_CARD, GUARD_RESIDENT_ID, GUARD_MOBILE};
    assert_int_equal(text_guard(a, text, hits, HITS_MAX), COUNT_OF(kinds));
    for (size_t i = 0; i < COUNT_OF(kinds); i++)
        assert_int_equal(hits[i].kind, kinds[i]);
    assert_int_equal(text_guard(a, text, hits, 2), 2);
    assert_int_equal(text_guard(a, text, hits, 0), 0);
    assert_int_equal(text_guard(a, S("37160319490307772513800138000"), hits, HITS_MAX), 2); /* glued together */
    arena_free(a);
}

/* -- thousands ----------------------------------------------------------------------------------------------------- */

static uint64_t dice;

static uint32_t below(uint32_t max)
{
    dice = dice * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(dice >> 33) % max;
}

static Str pick(const Str *words, size_t count)
{
    return words[below((uint32_t)count)];
}
#define PICK(...) pick((const Str[]){__VA_ARGS__}, sizeof((const Str[]){__VA_ARGS__}) / sizeof(Str))

static Str random_digits(Arena *a, size_t count)
{
    char *digits = arena_take(a, count, 1);
    for (size_t i = 0; i < count; i++)
        digits[i] = (char)('0' + below(10));
    return (Str){digits, count};
}

static Str with_check(Arena *a, Str body, Str checks, bool (*good)(Str))
{
    for (size_t i = 0; i < checks.len; i++) {
        Str whole = arena_join(a, (const Str[]){body, str_sub(checks, i, 1)}, 2, STR_NONE);
        if (good(whole))
            return whole;
    }
    fail_msg("no check digit for %.*s", STR_ARG(body));
    return body;
}

static Str random_id(Arena *a)
{
    Date born = {(int32_t)below(28000) - 12000};
    Ymd d = date_ymd(born);
    Str area = PICK(S("371603"), S("110101"), S("650102"), S("430424"), S("820001"));
    Str body = arena_printf(a, "%.*s%04d%02d%02d%03u", STR_ARG(area), d.year, d.month, d.day, below(1000));
    return with_check(a, body, S("0123456789X"), text_is_resident_id);
}

static Str random_card(Arena *a)
{
    Str issuer = PICK(S("621700"), S("622848"), S("436742"), S("625955"), S("603694"));
    Str body = arena_join(a, (const Str[]){issuer, random_digits(a, 9 + below(4))}, 2, STR_NONE);
    return with_check(a, body, S("0123456789"), text_is_luhn);
}

static Str random_mobile(Arena *a)
{
    return arena_printf(a, "1%u%.*s", 3 + below(7), STR_ARG(random_digits(a, 9)));
}

/* As people type it: plain, in parts, full-width, with an invisible character, spelt. A mobile is cut 3-4-4. */
static Str typed(Arena *a, Str number)
{
    size_t first = number.len == 11 ? 3 : 4;
    static const char *const spelt[] = {"〇", "一", "二", "三", "四", "五", "六", "七", "八", "九"};
    uint32_t way = below(6);
    Str mark = way == 0 ? S(" ") : way == 1 ? S("-") : S("");
    Out *o = out_new(a, 1024, NULL);
    for (size_t i = 0; i < number.len; i++) {
        char c = number.at[i];
        if (i >= first && (i - first) % 4 == 0)
            out_raw(o, mark);
        if (way == 2 && i == 5)
            out_raw(o, S("\xE2\x80\x8B"));
        if (way == 3 && c != 'X')
            out_raw(o, (Str){(char[]){'\xEF', '\xBC', (char)(0x90 + c - '0')}, 3});
        else if (way == 4 && c != 'X')
            out_raw(o, str_of(spelt[c - '0']));
        else
            out_byte(o, c);
    }
    return out_str(o);
}

TEST(guard_finds_all_of_ten_thousand_numbers)
{
    Arena *a = arena_new(1 << 20);
    dice = 2026;
    for (int i = 0; i < NUMBERS; i++) {
        arena_reset(a);
        uint32_t kind = below(3);
        Str number = kind == 0 ? random_id(a) : kind == 1 ? random_card(a) : random_mobile(a);
        Str before = PICK(S(""), S("户主李建民，"), S("9月5日付 1,380.50 元，"), S("凭证 2026-09-012："), S("卡号"), S("tel:"));
        Str after = PICK(S(""), S("，电话"), S("。合计 31,000 元"), S(" 62 亩 × 500 元"), S("（本人）"), S(";x"));
        Str text = arena_join(a, (const Str[]){before, typed(a, number), after}, 3, STR_NONE);
        GuardHit hits[HITS_MAX];
        size_t count = text_guard(a, text, hits, HITS_MAX);
        bool blocked = false;
        for (size_t k = 0; k < count; k++)
            blocked = blocked || (hits[k].blocks && hits[k].at >= before.len);
        if (!blocked)
            fail_msg("number %d was missed: %.*s", i, STR_ARG(text));
    }
    arena_free(a);
}

static Str ledger_line(Arena *a)
{
    uint32_t month = 1 + below(12), day = 1 + below(28), sum = below(2000000), count = 1 + below(400);
    Money money = {(int64_t)sum * (below(2) ? 100 : 1)};
    Str yuan = below(2) ? money_grouped(a, money) : money_plain(a, money);
    Str what = PICK(S("冬枣园承包费"), S("三季度村级运转经费"), S("涵洞水泥管"), S("路灯"), S("机井清淤"), S("误工补贴"),
                    S("残疾人补贴"), S("低保金"), S("80岁以上老人慰问品"), S("办公水电"), S("玉米保险"), S("幸福院用煤"));
    Str who = PICK(S(""), S("经手人李建民"), S("党支部书记王志强"), S("监委会主任 张建国"), S("合作社"), S("镇农经站"));
    uint32_t serial = below(100000000);
    switch (below(10)) {
    case 0: return arena_printf(a, "%u/%u %.*s %u 亩 × 500 元 %.*s", month, day, STR_ARG(what), count, STR_ARG(yuan));
    case 1:
        return arena_printf(a, "2026.%02u.%02u\t%.*s\t%.*s\t%.*s", month, day, STR_ARG(what), STR_ARG(yuan), STR_ARG(who));
    case 2: return arena_printf(a, "凭证号 2026%02u%02u0%08u 合计 %.*s 元", month, day, serial, STR_ARG(yuan));
    case 3: return arena_printf(a, "记-%04u %.*s，发票号 %08u，%.*s元", count, STR_ARG(what), serial, STR_ARG(yuan));
    case 4: return arena_printf(a, "耕地补贴 %u.%u 亩 × 130 元 = %.*s 元，直接打卡", count * 4, below(10), STR_ARG(yuan));
    case 5: return arena_printf(a, "项目 2026-371603-%06u 预算 %u 结算 %u 已付 %u", count, sum, sum - count, sum / 2);
    case 6: /* three bare figures in a row may be cut like a mobile number: the price of finding those that are */
        return arena_printf(a, "%.*s %u %u %u %.*s", STR_ARG(what), 100 + below(900), 1000 + below(9000),
                            1000 + below(9000), STR_ARG(yuan));
    case 7: return arena_printf(a, "代表应到 %u，实到 %u，赞成 %u", count, count - count / 9, count - count / 7);
    case 8: return arena_printf(a, "合同 2026-%02u-%02u 至 2030-12-31，%u 亩，每亩 %u 元", month, day, count, sum % 900);
    default: return arena_printf(a, "发票 263720000000%08u %.*s %.*s", serial, STR_ARG(who), STR_ARG(yuan));
    }
}

TEST(guard_leaves_ledger_lines_alone)
{
    Arena *a = arena_new(1 << 20);
    dice = 9;
    int alarms = 0;
    for (int i = 0; i < LEDGER_LINES; i++) {
        arena_reset(a);
        GuardHit hits[HITS_MAX];
        alarms += text_guard(a, ledger_line(a), hits, HITS_MAX) > 0;
    }
    printf("%d false alarms in %d ledger lines\n", alarms, LEDGER_LINES);
    assert_in_range(alarms, 0, FALSE_ALARMS_MAX);
    arena_free(a);
}

TEST_MAIN
