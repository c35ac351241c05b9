// SPDX-License-Identifier: Apache-2.0
/* Who may include whom. */
#include "rooms.h"

static const Str plain_headers[] = { /* of the C library and POSIX */
    S("aio.h"),      S("assert.h"),   S("byteswap.h"), S("complex.h"),   S("ctype.h"),    S("dirent.h"),
    S("dlfcn.h"),    S("elf.h"),      S("endian.h"),   S("errno.h"),     S("execinfo.h"), S("fcntl.h"),
    S("fenv.h"),     S("float.h"),    S("fnmatch.h"),  S("ftw.h"),       S("getopt.h"),   S("glob.h"),
    S("grp.h"),      S("iconv.h"),    S("ifaddrs.h"),  S("inttypes.h"),  S("langinfo.h"), S("libgen.h"),
    S("limits.h"),   S("locale.h"),   S("math.h"),     S("netdb.h"),     S("poll.h"),     S("pthread.h"),
    S("pwd.h"),      S("regex.h"),    S("sched.h"),    S("semaphore.h"), S("setjmp.h"),   S("signal.h"),
    S("spawn.h"),    S("stdalign.h"), S("stdarg.h"),   S("stdatomic.h"), S("stdbool.h"),  S("stddef.h"),
    S("stdint.h"),   S("stdio.h"),    S("stdlib.h"),   S("stdnoreturn.h"), S("string.h"), S("strings.h"),
    S("syslog.h"),   S("termios.h"),  S("threads.h"),  S("time.h"),      S("uchar.h"),    S("unistd.h"),
    S("utime.h"),    S("wchar.h"),    S("wctype.h"),   S("wordexp.h"),
};
static const Str plain_folders[] = {S("sys/"), S("arpa/"), S("net/"), S("netinet/"), S("linux/"), S("asm/")};
/* Written by the build for the whole house. */
static const Str of_the_house[] = {S("carried.h"), S("steps.h"), S("rooms.h")};

static bool is_plain(Str header)
{
    for (size_t i = 0; i < COUNT_OF(plain_headers); i++)
        if (str_eq(plain_headers[i], header))
            return true;
    for (size_t i = 0; i < COUNT_OF(plain_folders); i++)
        if (str_starts(header, plain_folders[i]))
            return true;
    return false;
}

static bool is_in_src(const File *f)
{
    return f->unit && f->unit->kind != UNIT_OTHER;
}

/* The file before f that includes the same third-party header, or NULL. */
static const File *includes_before(const Rooms *r, const File *f, Str header)
{
    for (const File *other = r->files; other != f; other = other->next) {
        Str path;
        bool angled;
        for (size_t at = 0; is_in_src(other) && rooms_is_c(other) && !other->is_test &&
                            rooms_next_include(other, &at, &path, &angled);)
            if (angled && str_eq(path, header))
                return other;
    }
    return NULL;
}

static void check_outside(Rooms *r, const File *f, int line, Str header)
{
    if (is_plain(header) || f->is_test)
        return;
    const File *other = includes_before(r, f, header);
    if (other)
        rooms_complain(r, f, line, RULE_OUTSIDE, "<%.*s> appears in one file only, and that is %.*s", STR_ARG(header),
                       STR_ARG(other->path));
}

/* The unit whose folder holds stem.sql or stem.html. */
static const Unit *woven_from(const Rooms *r, Str stem, Str ending)
{
    for (const File *f = r->files; f; f = f->next)
        if (is_in_src(f) && str_eq(f->stem, stem) && str_eq(f->ending, ending))
            return f->unit;
    return NULL;
}

/* A header without a folder: woven, or the tests' own. */
static void check_bare(Rooms *r, const File *f, int line, Str header)
{
    static const Str kinds[] = {S("sql"), S("html")};
    for (size_t i = 0; i < COUNT_OF(kinds); i++) {
        Str tail = arena_printf(r->arena, "_%.*s.h", STR_ARG(kinds[i]));
        if (!str_ends(header, tail))
            continue;
        const Unit *owner = woven_from(r, str_sub(header, 0, header.len - tail.len), kinds[i]);
        if (!owner)
            rooms_complain(r, f, line, RULE_INCLUDE, "nothing is woven into \"%.*s\"", STR_ARG(header));
        else if (owner != f->unit && !rooms_has_word(owner->others, header))
            rooms_complain(r, f, line, RULE_INCLUDE, "\"%.*s\" is for %.*s alone", STR_ARG(header), STR_ARG(owner->name));
        return;
    }
    for (size_t i = 0; i < COUNT_OF(of_the_house); i++)
        if (str_eq(of_the_house[i], header)) {
            if (f->unit->kind != UNIT_ROOF && !f->is_test)
                rooms_complain(r, f, line, RULE_INCLUDE, "\"%.*s\" is for app alone", STR_ARG(header));
            return;
        }
    if (!f->is_test)
        rooms_complain(r, f, line, RULE_INCLUDE, "\"%.*s\" needs its folder: \"unit/unit.h\"", STR_ARG(header));
}

static bool is_public(const Unit *u, Str name)
{
    bool is_door = str_ends(name, S(".h")) && str_eq(str_sub(name, 0, name.len - 2), u->name);
    return is_door || str_eq(u->name, S("base")) || rooms_has_word(u->others, name);
}

static bool may_use(Rooms *r, const File *f, int line, const Unit *other)
{
    const Unit *u = f->unit;
    bool is_known = true;
    bool may = u->kind == UNIT_ROOF || (u->kind == UNIT_ROOM && other->kind != UNIT_ROOF) ||
               (u->kind == UNIT_FLOOR && rooms_floor_may(u->name, other->name, &is_known));
    if (!is_known)
        rooms_complain(r, f, line, RULE_INCLUDE, "the floor %.*s has no row in tools/rooms/floors.c", STR_ARG(u->name));
    else if (!may)
        rooms_complain(r, f, line, RULE_INCLUDE, "%.*s may not include %.*s", STR_ARG(u->name), STR_ARG(other->name));
    else if (!f->is_test && !rooms_has_word(u->uses, other->name) && !rooms_has_word(u->uses, S("everything")))
        rooms_complain(r, f, line, RULE_INCLUDE, "%.*s includes %.*s, which its card does not use", STR_ARG(u->name),
                       STR_ARG(other->name));
    else
        return true;
    return false;
}

static void check_inside(Rooms *r, const File *f, int line, Str path)
{
    Str folder, name;
    if (!str_cut(path, '/', &folder, &name)) {
        check_bare(r, f, line, path);
        return;
    }
    const Unit *other = rooms_unit(r, folder);
    if (!other || other->kind == UNIT_OTHER) {
        if (!f->is_test)
            rooms_complain(r, f, line, RULE_INCLUDE, "\"%.*s\" is in no unit", STR_ARG(path));
        return;
    }
    if (other == f->unit || !may_use(r, f, line, other))
        return;
    if (!is_public(other, name))
        rooms_complain(r, f, line, RULE_INCLUDE, "\"%.*s\" is for %.*s alone: include \"%.*s/%.*s.h\"", STR_ARG(path),
                       STR_ARG(other->name), STR_ARG(other->name), STR_ARG(other->name));
}

void rooms_check_includes(Rooms *r)
{
    for (const File *f = r->files; f; f = f->next) {
        Str path;
        bool angled;
        for (size_t at = 0; is_in_src(f) && rooms_is_c(f) && rooms_next_include(f, &at, &path, &angled);)
            (angled ? check_outside : check_inside)(r, f, rooms_line(f, at), path);
    }
}
