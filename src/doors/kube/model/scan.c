/* SPDX-License-Identifier: Apache-2.0 */
#include "doors/kube/model/scan.h"

#include "wire/utf8.h"

/* --- passing over ------------------------------------------------------------------------------
 */

static bool is_space(uint8_t c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

static const uint8_t *skip_space(const uint8_t *at, const uint8_t *end)
{
    while (at < end && is_space(*at))
        at++;
    return at;
}

#define REPEAT(byte) (0x0101010101010101u * (uint64_t)(byte))

/* Nonzero where a byte of the word is 0. */
static uint64_t zero_bytes(uint64_t word)
{
    return (word - REPEAT(0x01)) & ~word & REPEAT(0x80);
}

/* The closing quote of a string whose first character is at `at`; end: there is none. Eight bytes
 * at a time: most of what is passed over is inside of strings. */
static const uint8_t *string_end(const uint8_t *at, const uint8_t *end)
{
    for (;;) {
        uint64_t word;

        while ((size_t)(end - at) >= sizeof(word)) {
            memcpy(&word, at, sizeof(word));
            if (zero_bytes(word ^ REPEAT('"')) | zero_bytes(word ^ REPEAT('\\')))
                break;
            at += sizeof(word);
        }
        while (at < end && *at != '"' && *at != '\\')
            at++;
        if (at >= end || *at == '"')
            return at;
        if (end - at < 2)
            return end;
        at += 2;
    }
}

static const uint8_t *skip_string(const uint8_t *at, const uint8_t *end)
{
    at = string_end(at + 1, end);
    return at < end ? at + 1 : end;
}

/* An object or array, by its brackets alone. */
static const uint8_t *skip_nested(const uint8_t *at, const uint8_t *end)
{
    size_t depth = 0;

    while (at < end) {
        uint8_t c = *at;

        if (c == '"') {
            at = skip_string(at, end);
            continue;
        }
        at++;
        if (c == '{' || c == '[')
            depth++;
        else if ((c == '}' || c == ']') && --depth == 0)
            return at;
    }
    return end;
}

static const uint8_t *skip_value(const uint8_t *at, const uint8_t *end)
{
    if (at >= end)
        return end;
    if (*at == '"')
        return skip_string(at, end);
    if (*at == '{' || *at == '[')
        return skip_nested(at, end);
    while (at < end && *at != ',' && *at != '}' && *at != ']' && !is_space(*at))
        at++;
    return at;
}

/* --- members -----------------------------------------------------------------------------------
 */

bool vd_kube_scan_object(struct vd_kube_scan *scan, struct vd_slice object)
{
    const uint8_t *end = object.ptr + object.len, *at = skip_space(object.ptr, end);

    if (at >= end || *at != '{')
        return false;
    *scan = (struct vd_kube_scan){.at = at + 1, .end = end};
    return true;
}

bool vd_kube_scan_next(struct vd_kube_scan *scan, struct vd_slice *out_name)
{
    const uint8_t *end = scan->end, *at = scan->at, *quote;

    if (scan->in_value)
        at = skip_value(at, end);
    scan->in_value = false;
    at = skip_space(at, end);
    if (at < end && *at == ',')
        at = skip_space(at + 1, end);
    scan->at = at;
    if (at >= end || *at != '"')
        return false;
    quote = string_end(at + 1, end);
    *out_name = vd_slice(at + 1, (size_t)(quote - at - 1));
    at = skip_space(quote < end ? quote + 1 : end, end);
    if (at >= end || *at != ':')
        return false;
    scan->at = skip_space(at + 1, end);
    scan->in_value = scan->at < end;
    return scan->in_value;
}

struct vd_slice vd_kube_scan_value(struct vd_kube_scan *scan)
{
    const uint8_t *from = scan->at;

    scan->at = skip_value(from, scan->end);
    scan->in_value = false;
    return vd_slice(from, (size_t)(scan->at - from));
}

const uint8_t *vd_kube_scan_end(const struct vd_kube_scan *scan)
{
    return scan->at < scan->end ? scan->at + 1 : scan->end;
}

struct vd_slice vd_kube_scan_member(struct vd_slice object, struct vd_slice name)
{
    struct vd_kube_scan scan;
    struct vd_slice found;

    if (!vd_kube_scan_object(&scan, object))
        return VD_SLICE_EMPTY;
    while (vd_kube_scan_next(&scan, &found))
        if (vd_kube_scan_says(found, name))
            return vd_kube_scan_value(&scan);
    return VD_SLICE_EMPTY;
}

struct vd_slice vd_kube_scan_path(struct vd_slice object, struct vd_slice path)
{
    while (path.len && object.len) {
        const uint8_t *dot = memchr(path.ptr, '.', path.len);
        size_t n = dot ? (size_t)(dot - path.ptr) : path.len;

        object = vd_kube_scan_member(object, vd_slice(path.ptr, n));
        path = dot ? vd_slice(dot + 1, path.len - n - 1) : VD_SLICE_EMPTY;
    }
    return object;
}

/* --- texts -------------------------------------------------------------------------------------
 */

static unsigned hex_of(uint8_t c)
{
    if (c >= '0' && c <= '9')
        return (unsigned)(c - '0');
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? (unsigned)(c - 'a') + 10 : 0;
}

static uint32_t hex4(const uint8_t *at)
{
    return hex_of(at[0]) << 12 | hex_of(at[1]) << 8 | hex_of(at[2]) << 4 | hex_of(at[3]);
}

static uint8_t *put_utf8(uint8_t *to, uint32_t c)
{
    if (c < 0x80) {
        *to++ = (uint8_t)c;
    } else if (c < 0x800) {
        *to++ = (uint8_t)(0xc0 | c >> 6);
        *to++ = (uint8_t)(0x80 | (c & 0x3f));
    } else if (c < 0x10000) {
        *to++ = (uint8_t)(0xe0 | c >> 12);
        *to++ = (uint8_t)(0x80 | (c >> 6 & 0x3f));
        *to++ = (uint8_t)(0x80 | (c & 0x3f));
    } else {
        *to++ = (uint8_t)(0xf0 | c >> 18);
        *to++ = (uint8_t)(0x80 | (c >> 12 & 0x3f));
        *to++ = (uint8_t)(0x80 | (c >> 6 & 0x3f));
        *to++ = (uint8_t)(0x80 | (c & 0x3f));
    }
    return to;
}

/* Behind the `u`; *at is moved behind it. */
static uint32_t code_point(const uint8_t **at, const uint8_t *end)
{
    uint32_t c, low;

    if (end - *at < 4) {
        *at = end;
        return 0xfffd;
    }
    c = hex4(*at);
    *at += 4;
    if (c < 0xd800 || c > 0xdfff)
        return c;
    if (c > 0xdbff || end - *at < 6 || (*at)[0] != '\\' || (*at)[1] != 'u')
        return 0xfffd;
    low = hex4(*at + 2);
    if (low < 0xdc00 || low > 0xdfff)
        return 0xfffd;
    *at += 6;
    return 0x10000 + ((c & 0x3ff) << 10) + (low & 0x3ff);
}

size_t vd_kube_scan_unescape(struct vd_slice raw, uint8_t *to)
{
    static const char from[] = "bfnrt", into[] = "\b\f\n\r\t";
    const uint8_t *at = raw.ptr, *end = raw.ptr + raw.len;
    uint8_t *start = to;

    while (at < end) {
        const char *known;

        if (*at != '\\' || end - at < 2) {
            *to++ = *at++;
            continue;
        }
        known = at[1] ? strchr(from, at[1]) : NULL;
        at += 2;
        if (at[-1] == 'u')
            to = put_utf8(to, code_point(&at, end));
        else
            *to++ = known ? (uint8_t)into[known - from] : at[-1];
    }
    return (size_t)(to - start);
}

bool vd_kube_scan_says(struct vd_slice raw, struct vd_slice characters)
{
    uint8_t text[512];

    if (!vd_kube_scan_has_escapes(raw))
        return vd_slice_eq(raw, characters);
    if (raw.len > sizeof(text) || characters.len > raw.len)
        return false; /* no name or value of ours is that long */
    return vd_slice_eq(vd_slice(text, vd_kube_scan_unescape(raw, text)), characters);
}

uint8_t *vd_kube_scan_compact(uint8_t *to, struct vd_slice value)
{
    const uint8_t *at = value.ptr, *end = at + value.len;

    while (at < end) {
        if (*at == '"') {
            const uint8_t *behind = skip_string(at, end);

            memcpy(to, at, (size_t)(behind - at));
            to += behind - at;
            at = behind;
        } else if (is_space(*at)) {
            at++;
        } else {
            *to++ = *at++;
        }
    }
    return to;
}

/* --- checking ----------------------------------------------------------------------------------
 */

/* What is open, a bit a level: 1 is an object. */
struct levels {
    uint64_t bits[VD_KUBE_SCAN_DEPTH_MAX / 64];
    unsigned depth;
};

static bool open_level(struct levels *levels, bool is_object)
{
    unsigned at = levels->depth;

    if (at == VD_KUBE_SCAN_DEPTH_MAX)
        return false;
    levels->bits[at / 64] &= ~((uint64_t)1 << at % 64);
    levels->bits[at / 64] |= (uint64_t)is_object << at % 64;
    levels->depth++;
    return true;
}

static bool in_object(const struct levels *levels)
{
    unsigned at = levels->depth - 1;

    return levels->bits[at / 64] >> at % 64 & 1;
}

static bool is_hex(uint8_t c)
{
    return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'f');
}

/* Half of a surrogate pair is refused, as documents are read. */
static const uint8_t *check_escape(const uint8_t *at, const uint8_t *end)
{
    uint32_t c;

    if (at >= end || !*at || !strchr("\"\\/bfnrtu", *at))
        return NULL;
    if (*at++ != 'u')
        return at;
    if (end - at < 4 || !is_hex(at[0]) || !is_hex(at[1]) || !is_hex(at[2]) || !is_hex(at[3]))
        return NULL;
    c = hex4(at);
    at += 4;
    if (c < 0xd800 || c > 0xdfff)
        return at;
    if (c > 0xdbff || end - at < 6 || at[0] != '\\' || at[1] != 'u' || !is_hex(at[2]) ||
        !is_hex(at[3]) || !is_hex(at[4]) || !is_hex(at[5]))
        return NULL;
    c = hex4(at + 2);
    return c >= 0xdc00 && c <= 0xdfff ? at + 6 : NULL;
}

/* NULL: it is none. */
static const uint8_t *check_string(const uint8_t *at, const uint8_t *end)
{
    if (at >= end || *at != '"')
        return NULL;
    at++;
    while (at && at < end && *at != '"') {
        if (*at < ' ')
            return NULL;
        at = *at == '\\' ? check_escape(at + 1, end) : at + 1;
    }
    return at && at < end ? at + 1 : NULL;
}

static const uint8_t *digits(const uint8_t *at, const uint8_t *end)
{
    const uint8_t *from = at;

    while (at < end && *at >= '0' && *at <= '9')
        at++;
    return at > from ? at : NULL;
}

static const uint8_t *check_number(const uint8_t *at, const uint8_t *end)
{
    if (*at == '-')
        at++;
    if (at < end && *at == '0')
        at++;
    else
        at = digits(at, end);
    if (at && at < end && *at == '.')
        at = digits(at + 1, end);
    if (!at || at >= end || (*at | 0x20) != 'e')
        return at;
    at++;
    if (at < end && (*at == '+' || *at == '-'))
        at++;
    return digits(at, end);
}

static const uint8_t *check_word(const uint8_t *at, const uint8_t *end)
{
    static const struct vd_slice words[] = {VD_SLICE("true"), VD_SLICE("false"), VD_SLICE("null")};

    for (size_t i = 0; i < 3; i++)
        if (vd_slice_starts_with(vd_slice(at, (size_t)(end - at)), words[i]))
            return at + words[i].len;
    return NULL;
}

static const uint8_t *check_scalar(const uint8_t *at, const uint8_t *end)
{
    if (*at == '"')
        return check_string(at, end);
    if (*at == '-' || (*at >= '0' && *at <= '9'))
        return check_number(at, end);
    return check_word(at, end);
}

/* The name of a member and its colon. */
static const uint8_t *check_name(const uint8_t *at, const uint8_t *end)
{
    at = check_string(skip_space(at, end), end);
    if (!at)
        return NULL;
    at = skip_space(at, end);
    return at < end && *at == ':' ? at + 1 : NULL;
}

/* Behind a value: closes what ends here, and stands before the next value; or, when nothing is
 * open, behind the last. NULL: it is wrong. */
static const uint8_t *check_after(const uint8_t *at, const uint8_t *end, struct levels *levels)
{
    while (levels->depth) {
        at = skip_space(at, end);
        if (at >= end)
            return NULL;
        if (*at == ',')
            return in_object(levels) ? check_name(at + 1, end) : at + 1;
        if (*at != (in_object(levels) ? '}' : ']'))
            return NULL;
        levels->depth--;
        at++;
    }
    return at;
}

/* An opening bracket; what is empty is closed at once. */
static const uint8_t *check_open(const uint8_t *at, const uint8_t *end, struct levels *levels)
{
    bool is_object = *at == '{';
    const uint8_t *inside = skip_space(at + 1, end);

    if (!open_level(levels, is_object) || inside >= end)
        return NULL;
    if (*inside == (is_object ? '}' : ']')) {
        levels->depth--;
        return check_after(inside + 1, end, levels);
    }
    return is_object ? check_name(inside, end) : inside;
}

bool vd_kube_scan_check(struct vd_slice text)
{
    const uint8_t *at = text.ptr, *end = text.ptr + text.len;
    struct levels levels = {.depth = 0};

    do {
        at = skip_space(at, end);
        if (at >= end)
            return false;
        if (*at == '{' || *at == '[') {
            at = check_open(at, end, &levels);
        } else {
            at = check_scalar(at, end);
            at = at ? check_after(at, end, &levels) : NULL;
        }
        if (!at)
            return false;
    } while (levels.depth);
    return skip_space(at, end) == end && vd_utf8_is_valid(text);
}
