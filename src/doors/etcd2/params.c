/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Values are found by name among the encoded pairs when they are asked for: there are sixteen names
 * and hardly ever more than four pairs. What does not decode has refused the request before that.
 */
#include "doors/etcd2/params.h"

#include "base/check.h"
#include "wire/url.h"

#include <stdio.h>

enum { PAIRS_MAX = 64 };

/* Both, decoded. */
struct pair {
    struct vd_slice name, value;
};

struct pairs {
    struct pair items[PAIRS_MAX];
    unsigned count;
};

static const struct vd_etcd2_error BAD_ESCAPE = {VD_ETCD2_INVALID_FORM, "invalid URL escape"};
static const struct vd_etcd2_error SEMICOLON = {VD_ETCD2_INVALID_FORM,
                                                "invalid semicolon separator in query"};
static const struct vd_etcd2_error TOO_MANY_PAIRS = {VD_ETCD2_INVALID_FORM, "too many parameters"};
static const struct vd_etcd2_error NO_MEMORY = {VD_ETCD2_INTERNAL, "vedette: out of memory"};

/* Names that nobody asks for are decoded as well, and refused if they do not; but not kept. */
static bool is_known(struct vd_slice name)
{
    static const char *const NAMES[] = {
        "value", "prevValue", "prevIndex", "waitIndex", "recursive", "sorted",  "wait",
        "dir",   "quorum",    "stream",    "ttl",       "prevExist", "refresh", "noValueOnSuccess"};

    for (size_t i = 0; i < VD_COUNT(NAMES); i++)
        if (vd_slice_eq(name, vd_slice_str(NAMES[i])))
            return true;
    return false;
}

static bool is_hex(uint8_t c)
{
    return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'f');
}

static bool is_escape(struct vd_slice at)
{
    return at.len >= 3 && is_hex(at.ptr[1]) && is_hex(at.ptr[2]);
}

/* The escape that is none, quoted, unless it would have to be escaped itself. */
static const struct vd_etcd2_error *bad_escape(struct vd_arena *arena, struct vd_slice text)
{
    struct {
        struct vd_etcd2_error error;
        char cause[32];
    } *made = vd_arena_alloc(arena, sizeof(*made));

    while (text.len && (text.ptr[0] != '%' || is_escape(text)))
        text = vd_slice(text.ptr + 1, text.len - 1);
    text.len = VD_MIN(text.len, (size_t)3);
    for (size_t i = 0; i < text.len; i++)
        if (text.ptr[i] < 0x20 || text.ptr[i] > 0x7e || text.ptr[i] == '"' || text.ptr[i] == '\\')
            return &BAD_ESCAPE;
    if (!made)
        return &NO_MEMORY;
    snprintf(made->cause, sizeof(made->cause), "invalid URL escape \"%.*s\"", (int)text.len,
             text.ptr);
    made->error = (struct vd_etcd2_error){VD_ETCD2_INVALID_FORM, made->cause};
    return &made->error;
}

static const struct vd_etcd2_error *add_pair(struct vd_arena *arena, const struct vd_url_pair *from,
                                             struct pairs *pairs)
{
    struct pair pair;
    int name_rc, rc;

    if ((from->name.len && memchr(from->name.ptr, ';', from->name.len)) ||
        (from->value.len && memchr(from->value.ptr, ';', from->value.len)))
        return &SEMICOLON;
    name_rc = vd_url_decode_in(arena, VD_URL_FORM, from->name, &pair.name);
    rc = name_rc ? name_rc : vd_url_decode_in(arena, VD_URL_FORM, from->value, &pair.value);
    if (rc == VD_INVALID)
        return bad_escape(arena, name_rc ? from->name : from->value);
    if (rc)
        return &NO_MEMORY;
    if (!is_known(pair.name))
        return NULL;
    if (pairs->count == PAIRS_MAX)
        return &TOO_MANY_PAIRS;
    pairs->items[pairs->count++] = pair;
    return NULL;
}

static const struct vd_etcd2_error *add_pairs(struct vd_arena *arena, struct vd_slice text,
                                              struct pairs *pairs)
{
    const struct vd_etcd2_error *error = NULL;
    struct vd_url_pair pair;

    while (!error && vd_url_next(&text, &pair))
        error = add_pair(arena, &pair, pairs);
    return error;
}

static const struct vd_slice *find(const struct pairs *pairs, const char *name)
{
    for (unsigned i = 0; i < pairs->count; i++)
        if (vd_slice_eq(pairs->items[i].name, vd_slice_str(name)))
            return &pairs->items[i].value;
    return NULL;
}

/* Decimal digits, and nothing else. */
static bool read_number(struct vd_slice text, uint64_t *out_number)
{
    uint64_t number = 0;

    for (size_t i = 0; i < text.len; i++)
        if (text.ptr[i] < '0' || text.ptr[i] > '9' || __builtin_mul_overflow(number, 10, &number) ||
            __builtin_add_overflow(number, text.ptr[i] - '0', &number))
            return false;
    *out_number = number;
    return text.len > 0;
}

static bool read_bool(struct vd_slice text, bool *out_flag)
{
    static const char *const WORDS[2][6] = {{"0", "f", "F", "false", "FALSE", "False"},
                                            {"1", "t", "T", "true", "TRUE", "True"}};

    for (unsigned i = 0; i < 12; i++)
        if (vd_slice_eq(text, vd_slice_str(WORDS[i / 6][i % 6]))) {
            *out_flag = i / 6;
            return true;
        }
    return false;
}

static bool number_of(const struct pairs *pairs, const char *name, uint64_t *out_number)
{
    const struct vd_slice *text = find(pairs, name);

    return !text || read_number(*text, out_number);
}

static bool bool_of(const struct pairs *pairs, const char *name, bool *out_flag)
{
    const struct vd_slice *text = find(pairs, name);

    return !text || read_bool(*text, out_flag);
}

static const struct vd_etcd2_error *read_flags(const struct pairs *pairs,
                                               struct vd_etcd2_params *params)
{
    static const struct vd_etcd2_error RECURSIVE = {VD_ETCD2_INVALID_FIELD,
                                                    "invalid value for \"recursive\""};
    static const struct vd_etcd2_error SORTED = {VD_ETCD2_INVALID_FIELD,
                                                 "invalid value for \"sorted\""};
    static const struct vd_etcd2_error WAIT = {VD_ETCD2_INVALID_FIELD,
                                               "invalid value for \"wait\""};
    static const struct vd_etcd2_error DIR = {VD_ETCD2_INVALID_FIELD, "invalid value for \"dir\""};
    static const struct vd_etcd2_error QUORUM = {VD_ETCD2_INVALID_FIELD,
                                                 "invalid value for \"quorum\""};
    static const struct vd_etcd2_error STREAM = {VD_ETCD2_INVALID_FIELD,
                                                 "invalid value for \"stream\""};

    if (!bool_of(pairs, "recursive", &params->recursive))
        return &RECURSIVE;
    if (!bool_of(pairs, "sorted", &params->sorted))
        return &SORTED;
    if (!bool_of(pairs, "wait", &params->wait))
        return &WAIT;
    if (!bool_of(pairs, "dir", &params->dir))
        return &DIR;
    if (!bool_of(pairs, "quorum", &params->quorum))
        return &QUORUM;
    return bool_of(pairs, "stream", &params->stream) ? NULL : &STREAM;
}

static const struct vd_etcd2_error *read_ttl(const struct pairs *pairs,
                                             struct vd_etcd2_params *params)
{
    static const struct vd_etcd2_error TTL = {VD_ETCD2_TTL_NAN, "invalid value for \"ttl\""};
    const struct vd_slice *text = find(pairs, "ttl");

    if (!text || !text->len)
        return NULL;
    params->has_ttl = read_number(*text, &params->ttl_s);
    return params->has_ttl ? NULL : &TTL;
}

static const struct vd_etcd2_error *read_refresh(const struct pairs *pairs,
                                                 struct vd_etcd2_params *params)
{
    static const struct vd_etcd2_error FIELD = {VD_ETCD2_INVALID_FIELD,
                                                "invalid value for refresh"};
    static const struct vd_etcd2_error VALUE = {VD_ETCD2_REFRESH_VALUE,
                                                "A value was provided on a refresh"};
    static const struct vd_etcd2_error TTL = {VD_ETCD2_REFRESH_TTL, "No TTL value set"};

    if (!bool_of(pairs, "refresh", &params->refresh))
        return &FIELD;
    if (params->refresh && params->value.len)
        return &VALUE;
    return params->refresh && !params->has_ttl ? &TTL : NULL;
}

static const struct vd_etcd2_error *read_prev_value(const struct pairs *pairs,
                                                    struct vd_etcd2_params *params)
{
    static const struct vd_etcd2_error EMPTY = {VD_ETCD2_PREV_VALUE_REQUIRED,
                                                "\"prevValue\" cannot be empty"};
    const struct vd_slice *text = find(pairs, "prevValue");

    params->prev_value = text ? *text : VD_SLICE_EMPTY;
    return text && !text->len ? &EMPTY : NULL;
}

/* The order in which etcd looks at them. */
static const struct vd_etcd2_error *read_all(const struct pairs *pairs, enum vd_etcd2_method method,
                                             struct vd_etcd2_params *params)
{
    static const struct vd_etcd2_error PREV_INDEX = {VD_ETCD2_INDEX_NAN,
                                                     "invalid value for \"prevIndex\""};
    static const struct vd_etcd2_error WAIT_INDEX = {VD_ETCD2_INDEX_NAN,
                                                     "invalid value for \"waitIndex\""};
    static const struct vd_etcd2_error WAIT = {VD_ETCD2_INVALID_FIELD,
                                               "\"wait\" can only be used with GET requests"};
    static const struct vd_etcd2_error NO_VALUE = {VD_ETCD2_INVALID_FIELD,
                                                   "invalid value for \"noValueOnSuccess\""};
    static const struct vd_etcd2_error PREV_EXIST = {VD_ETCD2_INVALID_FIELD,
                                                     "invalid value for prevExist"};
    const struct vd_slice *value = find(pairs, "value");
    const struct vd_etcd2_error *error;

    params->value = value ? *value : VD_SLICE_EMPTY;
    params->has_prev_exist = find(pairs, "prevExist") != NULL;
    if (!number_of(pairs, "prevIndex", &params->prev_index))
        return &PREV_INDEX;
    if (!number_of(pairs, "waitIndex", &params->wait_index))
        return &WAIT_INDEX;
    error = read_flags(pairs, params);
    if (error)
        return error;
    if (params->wait && method != VD_ETCD2_M_GET)
        return &WAIT;
    error = read_prev_value(pairs, params);
    if (error)
        return error;
    if (!bool_of(pairs, "noValueOnSuccess", &params->no_value_on_success))
        return &NO_VALUE;
    error = read_ttl(pairs, params);
    if (error)
        return error;
    if (!bool_of(pairs, "prevExist", &params->prev_exist))
        return &PREV_EXIST;
    return read_refresh(pairs, params);
}

const struct vd_etcd2_error *vd_etcd2_params_read(struct vd_arena *arena,
                                                  enum vd_etcd2_method method,
                                                  struct vd_slice query, struct vd_slice form,
                                                  struct vd_etcd2_params *out_params)
{
    const struct vd_etcd2_error *error;
    struct pairs pairs;

    pairs.count = 0;
    *out_params = (struct vd_etcd2_params){0};
    error = add_pairs(arena, form, &pairs);
    if (!error)
        error = add_pairs(arena, query, &pairs);
    return error ? error : read_all(&pairs, method, out_params);
}
