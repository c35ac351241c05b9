// SPDX-License-Identifier: Apache-2.0
/* Keys of the process, tokens, and the digests under which short secrets are kept (docs/why/pin.md). */
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "access/access_own.h"
#include "codec/codec.h"

enum { KEY_BYTES = sizeof(ColumnKey) };

static ColumnKey columns, pins;
static bool opened;

const ColumnKey *access_column_key(void)
{
    REQUIRE(opened);
    return &columns;
}

/* -- key files --------------------------------------------------------------------------------------------------- */

static Err bad_key(Arena *a, const char *path, const char *why)
{
    return ERR(a, ERR_BROKEN, "err.access.key_file", .args = {str_of(path)}, .detail = str_of(why));
}

static Err read_key(Arena *a, const char *path, int fd, ColumnKey *ret_key)
{
    struct stat st;
    if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode))
        return bad_key(a, path, "no regular file");
    if (st.st_mode & 077)
        return bad_key(a, path, "others may read it");
    ColumnKey key;
    uint8_t beyond;
    if (read(fd, key.at, KEY_BYTES) != KEY_BYTES || read(fd, &beyond, 1) != 0)
        return bad_key(a, path, "not 32 bytes");
    *ret_key = key;
    seal_wipe(&key, sizeof key);
    return NULL;
}

/* Written beside its place and moved there: a power cut leaves no half key. */
static Err make_key(Arena *a, const char *folder, const char *path)
{
    ColumnKey key;
    const char *fresh = arena_cstr(a, arena_printf(a, "%s.new", path));
    seal_random(key.at, KEY_BYTES);
    int fd = open(fresh, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600);
    bool kept = fd >= 0 && write(fd, key.at, KEY_BYTES) == KEY_BYTES && fsync(fd) == 0;
    seal_wipe(&key, sizeof key);
    if (fd >= 0)
        close(fd);
    kept = kept && rename(fresh, path) == 0;
    int dir = kept ? open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
    kept = dir >= 0 && fsync(dir) == 0;
    if (dir >= 0)
        close(dir);
    return kept ? NULL : bad_key(a, path, strerror(errno));
}

static Err open_key(Arena *a, const char *folder, const char *name, bool make, ColumnKey *ret_key)
{
    const char *path = arena_cstr(a, arena_printf(a, "%s/%s", folder, name));
    int fd = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0 && errno == ENOENT && make) {
        TRY(make_key(a, folder, path));
        fd = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    }
    if (fd < 0)
        return bad_key(a, path, strerror(errno));
    Err e = read_key(a, path, fd, ret_key);
    close(fd);
    return e;
}

Err access_keys_open(Arena *a, const char *folder, bool make)
{
    const char *keys = arena_cstr(a, arena_printf(a, "%s/keys", folder));
    if (make && mkdir(keys, 0700) != 0 && errno != EEXIST)
        return bad_key(a, keys, strerror(errno));
    opened = false;
    TRY(open_key(a, keys, "columns.key", make, &columns));
    TRY(open_key(a, keys, "pin.key", make, &pins));
    opened = true;
    return NULL;
}

/* -- digests and tokens ------------------------------------------------------------------------------------------ */

static Str bytes_of(Arena *a, const Digest *d)
{
    return arena_str(a, (Str){(const char *)d->at, sizeof d->at});
}

Str access_keyed(Arena *a, SecretKind which, Str first, Str second)
{
    REQUIRE(opened);
    ColumnKey sub = seal_subkey(&pins, (uint64_t)which, "shortsec");
    Digest key;
    memcpy(key.at, sub.at, sizeof key.at);
    Digest d = seal_hmac(&key, arena_join(a, (const Str[]){first, second}, 2, S("|")));
    seal_wipe(&sub, sizeof sub);
    seal_wipe(&key, sizeof key);
    return bytes_of(a, &d);
}

Str access_digest(Arena *a, Str token)
{
    Digest d = seal_sha256(token);
    return bytes_of(a, &d);
}

Str access_new_token(Arena *a)
{
    uint8_t bytes[32];
    seal_random(bytes, sizeof bytes);
    return base64url_write(a, (Str){(const char *)bytes, sizeof bytes});
}
