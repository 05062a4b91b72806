/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A frame's head is gathered, checked byte by byte as soon as a byte can be judged, and its payload
 * is unmasked into the message's memory as it comes. There is no state that holds a frame whole, so
 * where the input is cut makes no difference.
 */
#include "wire/websocket.h"

#include "base/alloc.h"
#include "base/check.h"
#include "base/sha256.h"
#include "wire/base64.h"
#include "wire/utf8.h"

#include <errno.h>

enum {
    RSV = 0x70,
    MASKED = 0x80,
    LEN_16 = 126,
    LEN_64 = 127,
    GATHER_FIRST_BYTES = 1024,
    KEY_BYTES = 16,
    KEY_TEXT_BYTES = 24
};

enum { PROTOCOL_ERROR = 1002, INVALID_DATA = 1007, POLICY = 1008, TOO_BIG = 1009 };

void vd_websocket_reader_init(struct vd_websocket_reader *reader, uint32_t max_bytes,
                              uint64_t now_ms)
{
    *reader = (struct vd_websocket_reader){
        .max_bytes = max_bytes,
        .refilled_ms = (uint32_t)now_ms,
        .tiny_left = VD_WEBSOCKET_TINY,
    };
}

static void forget_message(struct vd_websocket_reader *r)
{
    vd_free(r->gathered);
    r->gathered = NULL;
    r->filled = r->cap = r->valid = r->fragments = 0;
}

static void forget_control(struct vd_websocket_reader *r)
{
    vd_free(r->control);
    r->control = NULL;
    r->control_len = 0;
}

void vd_websocket_reader_deinit(struct vd_websocket_reader *reader)
{
    forget_message(reader);
    forget_control(reader);
}

static int fail(struct vd_websocket_reader *r, uint16_t code, const char *why)
{
    r->code = code;
    r->why = why;
    return VD_INVALID;
}

static uint8_t type_of(const struct vd_websocket_reader *r)
{
    return r->head[0] & 15;
}

static bool is_control(const struct vd_websocket_reader *r)
{
    return type_of(r) >= VD_WEBSOCKET_CLOSE;
}

static bool is_final(const struct vd_websocket_reader *r)
{
    return r->head[0] & VD_WEBSOCKET_FIN;
}

/* --- heads ------------------------------------------------------------------------------------ */

static int check_first(struct vd_websocket_reader *r)
{
    switch (type_of(r)) {
    case VD_WEBSOCKET_CONTINUATION:
        if (!r->type)
            return fail(r, PROTOCOL_ERROR, "a continuation of nothing");
        break;
    case VD_WEBSOCKET_TEXT:
    case VD_WEBSOCKET_BINARY:
        if (r->type)
            return fail(r, PROTOCOL_ERROR, "a message inside of another");
        break;
    case VD_WEBSOCKET_CLOSE:
    case VD_WEBSOCKET_PING:
    case VD_WEBSOCKET_PONG:
        if (!is_final(r))
            return fail(r, PROTOCOL_ERROR, "a control frame in fragments");
        break;
    default:
        return fail(r, PROTOCOL_ERROR, "a frame of unknown type");
    }
    return r->head[0] & RSV ? fail(r, PROTOCOL_ERROR, "a reserved bit is set") : 0;
}

static int check_second(struct vd_websocket_reader *r)
{
    if (!(r->head[1] & MASKED))
        return fail(r, PROTOCOL_ERROR, "a frame that is not masked");
    if (is_control(r) && (r->head[1] & ~MASKED) > VD_WEBSOCKET_CONTROL_BYTES)
        return fail(r, PROTOCOL_ERROR, "a control frame over 125 bytes");
    return 0;
}

/* As far as can be told from what has come of it. */
static size_t head_bytes(const struct vd_websocket_reader *r)
{
    uint8_t len = r->head[1] & (uint8_t)~MASKED;

    if (r->head_len < 2)
        return r->head_len + 1U;
    return len == LEN_64 ? 14 : len == LEN_16 ? 8 : 6;
}

static int read_length(struct vd_websocket_reader *r)
{
    uint64_t len = r->head[1] & (uint8_t)~MASKED, least = 0;
    size_t at = 2, end = r->head_len - sizeof(r->mask);

    if (len >= LEN_16) {
        least = len == LEN_16 ? LEN_16 : 0x10000;
        for (len = 0; at < end; at++)
            len = len << 8 | r->head[at];
    }
    if (len < least || len >> 63)
        return fail(r, PROTOCOL_ERROR, "a length that is not as short as it can be");
    if (!is_control(r) && len > r->max_bytes - r->filled)
        return fail(r, TOO_BIG, "the message is too large");
    r->left = len;
    memcpy(r->mask, r->head + at, sizeof(r->mask));
    r->mask_at = 0;
    return 0;
}

/* Frames that cost a peer next to nothing are taken at a bounded rate. */
static int charge_tiny(struct vd_websocket_reader *r, uint64_t now_ms)
{
    bool is_whole = is_final(r) && !r->type;
    uint32_t passed_ms = (uint32_t)now_ms - r->refilled_ms;
    uint64_t back = (uint64_t)passed_ms * VD_WEBSOCKET_TINY_PER_S / 1000;

    if (!is_control(r) && r->left >= (is_whole ? 1 : VD_WEBSOCKET_TINY_BYTES))
        return 0;
    if (back) {
        r->tiny_left = (int32_t)VD_MIN((uint64_t)r->tiny_left + back, (uint64_t)VD_WEBSOCKET_TINY);
        r->refilled_ms = (uint32_t)now_ms;
    }
    if (!r->tiny_left)
        return fail(r, POLICY, "too many tiny frames");
    r->tiny_left--;
    return 0;
}

static int begin_frame(struct vd_websocket_reader *r, uint64_t now_ms)
{
    int rc = read_length(r);

    if (!rc)
        rc = charge_tiny(r, now_ms);
    if (rc)
        return rc;
    if (is_control(r)) {
        if (r->left && !(r->control = vd_alloc((size_t)r->left)))
            return -ENOMEM;
    } else if (++r->fragments > VD_WEBSOCKET_FRAGMENTS) {
        return fail(r, POLICY, "too many fragments");
    } else if (!r->type) {
        r->type = type_of(r);
    }
    r->in_payload = true;
    return 0;
}

static int read_head(struct vd_websocket_reader *r, struct vd_slice *input, uint64_t now_ms)
{
    int rc = 0;

    while (!rc && r->head_len < head_bytes(r)) {
        if (!input->len)
            return VD_WAIT;
        r->head[r->head_len++] = *input->ptr++;
        input->len--;
        if (r->head_len == 1)
            rc = check_first(r);
        else if (r->head_len == 2)
            rc = check_second(r);
    }
    return rc ? rc : begin_frame(r, now_ms);
}

/* --- payloads --------------------------------------------------------------------------------- */

/* Unmasks n bytes of the input and takes them. */
static void unmask(struct vd_websocket_reader *r, struct vd_slice *input, uint8_t *to, size_t n)
{
    uint8_t mask[sizeof(uint64_t)];
    uint64_t mask8, word;
    size_t i = 0;

    for (size_t k = 0; k < sizeof(mask); k++)
        mask[k] = r->mask[(r->mask_at + k) % sizeof(r->mask)];
    memcpy(&mask8, mask, sizeof(mask8));
    for (; n - i >= sizeof(word); i += sizeof(word)) {
        memcpy(&word, input->ptr + i, sizeof(word));
        word ^= mask8;
        memcpy(to + i, &word, sizeof(word));
    }
    for (; i < n; i++)
        to[i] = input->ptr[i] ^ mask[i % sizeof(mask)];
    r->mask_at = (uint8_t)((r->mask_at + n) % sizeof(r->mask));
    r->left -= n;
    input->ptr += n;
    input->len -= n;
}

/* Memory grows with the bytes that have come; for a message that is all there it is exact. */
static int make_room(struct vd_websocket_reader *r, size_t n)
{
    size_t cap = VD_MAX((size_t)r->cap, (size_t)GATHER_FIRST_BYTES), need = r->filled + n;
    uint8_t *gathered;

    if (need <= r->cap)
        return 0;
    while (cap < need)
        cap *= 2;
    if (is_final(r) && n == r->left)
        cap = need;
    cap = VD_MIN(cap, (size_t)r->max_bytes);
    gathered = vd_realloc(r->gathered, cap);
    if (!gathered)
        return -ENOMEM;
    r->gathered = gathered;
    r->cap = (uint32_t)cap;
    return 0;
}

/* Whether a character that is cut can still become one: its next byte has a range, and one end of
 * it or the other is an end of the range of all such bytes. */
static bool may_go_on(struct vd_slice cut)
{
    uint8_t low[4], high[4];

    if (cut.len >= sizeof(low))
        return false;
    memset(low, 0x80, sizeof(low));
    memset(high, 0xbf, sizeof(high));
    memcpy(low, cut.ptr, cut.len);
    memcpy(high, cut.ptr, cut.len);
    return vd_utf8_char(vd_slice(low, sizeof(low))) || vd_utf8_char(vd_slice(high, sizeof(high)));
}

/* What has come of a text is looked at once. */
static bool is_text_so_far(struct vd_websocket_reader *r)
{
    r->valid +=
        (uint32_t)vd_utf8_span(vd_slice(r->gathered + r->valid, (size_t)r->filled - r->valid));
    return r->valid == r->filled ||
           may_go_on(vd_slice(r->gathered + r->valid, (size_t)r->filled - r->valid));
}

static int take_data(struct vd_websocket_reader *r, struct vd_slice *input, size_t n)
{
    int rc = make_room(r, n);

    if (rc)
        return rc;
    unmask(r, input, r->gathered + r->filled, n);
    r->filled += (uint32_t)n;
    if (r->type == VD_WEBSOCKET_TEXT && !is_text_so_far(r))
        return fail(r, INVALID_DATA, "text that is not UTF-8");
    return 0;
}

static int read_payload(struct vd_websocket_reader *r, struct vd_slice *input)
{
    size_t n = (size_t)VD_MIN(r->left, (uint64_t)input->len);

    if (n && is_control(r)) {
        unmask(r, input, r->control + r->control_len, n);
        r->control_len = (uint8_t)(r->control_len + n);
    } else if (n) {
        int rc = take_data(r, input, n);

        if (rc)
            return rc;
    }
    return r->left ? VD_WAIT : 0;
}

/* --- whole items ------------------------------------------------------------------------------ */

bool vd_websocket_code_is_valid(unsigned code)
{
    return (code >= 1000 && code <= 1003) || (code >= 1007 && code <= 1014) ||
           (code >= 3000 && code <= 4999);
}

static int end_close(struct vd_websocket_reader *r, struct vd_websocket_item *item)
{
    item->code = VD_WEBSOCKET_NO_CODE;
    if (!item->bytes.len)
        return 0;
    if (item->bytes.len == 1)
        return fail(r, PROTOCOL_ERROR, "half of a close code");
    item->code = (uint16_t)(item->bytes.ptr[0] << 8 | item->bytes.ptr[1]);
    if (!vd_websocket_code_is_valid(item->code))
        return fail(r, PROTOCOL_ERROR, "a close code that may not be sent");
    item->bytes = vd_slice(item->bytes.ptr + 2, item->bytes.len - 2);
    return vd_utf8_is_valid(item->bytes) ? 0 : fail(r, INVALID_DATA, "a reason that is not UTF-8");
}

static int end_control(struct vd_websocket_reader *r, struct vd_websocket_item *item)
{
    *item = (struct vd_websocket_item){
        .type = type_of(r),
        .bytes = {r->control, r->control_len},
    };
    return item->type == VD_WEBSOCKET_CLOSE ? end_close(r, item) : 0;
}

static int end_message(struct vd_websocket_reader *r, struct vd_websocket_item *item)
{
    if (r->type == VD_WEBSOCKET_TEXT && r->valid != r->filled)
        return fail(r, INVALID_DATA, "text that is not UTF-8");
    *item = (struct vd_websocket_item){.type = r->type, .bytes = {r->gathered, r->filled}};
    r->type = 0;
    return 0;
}

int vd_websocket_next(struct vd_websocket_reader *r, struct vd_slice *input, uint64_t now_ms,
                      struct vd_websocket_item *out_item)
{
    int rc = 0;

    /* What the last call lent. */
    if (!r->in_payload)
        forget_control(r);
    if (!r->type)
        forget_message(r);
    for (;;) {
        if (!r->in_payload)
            rc = read_head(r, input, now_ms);
        if (!rc)
            rc = read_payload(r, input);
        if (rc)
            return rc;
        r->in_payload = false;
        r->head_len = 0;
        if (is_control(r))
            return end_control(r, out_item);
        if (is_final(r))
            return end_message(r, out_item);
    }
}

/* --- ours ------------------------------------------------------------------------------------- */

uint8_t *vd_websocket_put_head(uint8_t *to, unsigned first, size_t payload_bytes)
{
    size_t n = vd_websocket_head_bytes(payload_bytes);

    to[0] = (uint8_t)first;
    to[1] = (uint8_t)(n == 2 ? payload_bytes : n == 4 ? LEN_16 : LEN_64);
    for (size_t i = n; i > 2; payload_bytes >>= 8)
        to[--i] = (uint8_t)payload_bytes;
    return to + n;
}

int vd_websocket_accept(struct vd_slice key, char out_accept[VD_WEBSOCKET_ACCEPT_BYTES])
{
    static const char GUID[] = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    uint8_t text[KEY_TEXT_BYTES + sizeof(GUID) - 1], sum[VD_SHA1_BYTES];
    uint8_t encoded[VD_WEBSOCKET_ACCEPT_BYTES];
    size_t len;

    if (key.len != KEY_TEXT_BYTES)
        return VD_INVALID;
    if (vd_base64_decode(key, text, &len) || len != KEY_BYTES)
        return VD_INVALID;
    memcpy(text, key.ptr, KEY_TEXT_BYTES);
    memcpy(text + KEY_TEXT_BYTES, GUID, sizeof(GUID) - 1);
    if (vd_sha1(vd_slice(text, sizeof(text)), sum))
        return -ENOMEM;
    vd_base64_put(encoded, vd_slice(sum, sizeof(sum)));
    memcpy(out_accept, encoded, VD_WEBSOCKET_ACCEPT_BYTES);
    return 0;
}
