// SPDX-License-Identifier: Apache-2.0
/* Output, gathered whole and written at the end. */
#include "weave.h"

#include <string.h>

void weave_put_str(Sheet *sheet, Str s)
{
    if (sheet->room - sheet->len < s.len) {
        size_t room = (sheet->room + s.len) * 2 + 4096;
        char *bytes = arena_take(sheet->arena, room, 1);
        if (sheet->len)
            memcpy(bytes, sheet->bytes, sheet->len);
        sheet->bytes = bytes;
        sheet->room = room;
    }
    if (s.len)
        memcpy(sheet->bytes + sheet->len, s.at, s.len);
    sheet->len += s.len;
}

void weave_put(Sheet *sheet, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    Str text = arena_vprintf(sheet->arena, fmt, args);
    va_end(args);
    weave_put_str(sheet, text);
}

void weave_put_c_string(Sheet *sheet, Str s)
{
    weave_put_str(sheet, S("\""));
    for (size_t i = 0; i < s.len; i++) {
        char c = s.at[i];
        bool last = i + 1 == s.len;
        if (c == '\n')
            weave_put_str(sheet, last ? S("\\n") : S("\\n\"\n    \""));
        else if (c == '"' || c == '\\')
            weave_put(sheet, "\\%c", c);
        else if ((unsigned char)c < ' ' || (c == '?' && i && s.at[i - 1] == '?'))
            weave_put(sheet, "\\%03o", (unsigned char)c);
        else
            weave_put_str(sheet, (Str){&c, 1});
    }
    weave_put_str(sheet, S("\""));
}

Str weave_upper(Arena *a, Str s)
{
    char *copy = arena_take(a, s.len + 1, 1);
    for (size_t i = 0; i < s.len; i++)
        copy[i] = (char)(s.at[i] >= 'a' && s.at[i] <= 'z' ? s.at[i] - 'a' + 'A' : s.at[i]);
    return (Str){copy, s.len};
}

bool weave_write(Weave *w, const char *path, const Sheet *sheet)
{
    Source at = {.name = str_of(path)};
    Str tmp = arena_printf(w->arena, "%s.tmp", path);
    FILE *f = fopen(tmp.at, "wb");
    bool ok = f && fwrite(sheet->bytes, 1, sheet->len, f) == sheet->len;
    if (f)
        ok = fclose(f) == 0 && ok;
    ok = ok && rename(tmp.at, path) == 0;
    if (!ok)
        weave_complain(w, &at, 1, "cannot be written");
    return ok;
}
