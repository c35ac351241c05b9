// SPDX-License-Identifier: Apache-2.0
/* Style sheets and scripts: /a/<name>?v=<hash8>, immutable, with their gzip twins, made at start. */
#include "web/inside.h"

static const char forever[] = "public, max-age=31536000, immutable";

static void asset_make(Arena *a, const WebOptions *o, const WebAsset *from, Asset *ret)
{
    Digest digest = seal_sha256(from->bytes);
    Str hash = str_sub(hex_write(a, (Str){(const char *)digest.at, sizeof digest.at}), 0, 16);
    Asset asset = {.name = from->path, .versioned = arena_printf(a, "%.*s?v=%.8s", STR_ARG(from->path), hash.at),
                   .etag = arena_printf(a, "\"%.*s\"", STR_ARG(hash))};
    asset.bodies[CACHE_PLAIN] = from->bytes;
    asset.bodies[CACHE_GZIP] = web_gzip(a, from->bytes);
    for (size_t i = 0; i < CACHE_FORMS; i++) {
        HeadParts head = {.status = i == CACHE_UNCHANGED ? 304 : 200, .type = from->type, .etag = asset.etag,
                          .length = asset.bodies[i].len, .encoding = i == CACHE_GZIP ? S("gzip") : STR_NONE,
                          .cache_control = str_of(forever), .edge = o->edge,
                          .headers = &(Header){"Vary", S("Accept-Encoding")}, .header_count = 1};
        asset.heads[i] = answer_head(a, &head);
    }
    *ret = asset;
}

Assets assets_make(Arena *a, const WebOptions *o)
{
    Asset *assets = ARENA_ARRAY(a, Asset, o->asset_count);
    for (size_t i = 0; i < o->asset_count; i++)
        asset_make(a, o, &o->assets[i], &assets[i]);
    return (Assets){assets, o->asset_count};
}

const Asset *assets_find(const Assets *assets, Str path)
{
    for (size_t i = 0; i < assets->count; i++)
        if (str_eq(assets->at[i].name, path))
            return &assets->at[i];
    return NULL;
}

Str assets_address(const Assets *assets, Str path)
{
    const Asset *asset = assets_find(assets, path);
    return asset ? asset->versioned : path;
}
