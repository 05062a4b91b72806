/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A change is written into memory that was found large enough beforehand: by a bound where it is
 * small, exactly where its size would make a bound dear.
 */
#include "doors/live/lines.h"

#include "wire/base64.h"
#include "wire/json.h"

enum {
    FRAME_BYTES = 400,  /* a line without its keys and values, and what stands around it */
    EXACT_BYTES = 4096, /* from here on texts are measured */
    LINE_BYTES = 512    /* any line that is not a change */
};

/* What is said of a change, or of a row. */
struct change {
    bool is_delete, has_value, has_prev;
    struct vd_slice key, value, prev;
    int64_t revision, create, version, lease;
    struct vd_pos pos; /* revision 0: none */
    int64_t time_ms;
};

/* --- pieces of text ----------------------------------------------------------------------------
 */

static uint8_t *put(uint8_t *to, struct vd_slice text)
{
    memcpy(to, text.ptr, text.len);
    return to + text.len;
}

#define PUT(to, literal) put((to), VD_SLICE(literal))

static size_t text_bound(struct vd_slice text)
{
    if (text.len < EXACT_BYTES)
        return 6 * text.len + 2;
    return vd_utf8_is_valid(text) ? vd_json_string_size(text) : vd_base64_size(text.len) + 2;
}

/* A comma, the name, and the bytes: as text, or under the other name as base64. */
static uint8_t *put_bytes(uint8_t *to, struct vd_slice name, struct vd_slice bytes)
{
    bool is_text = vd_utf8_is_valid(bytes);

    to = put(PUT(to, ",\""), name);
    to = is_text ? PUT(to, "\":") : PUT(to, "64\":\"");
    if (is_text)
        return vd_json_put_string(to, bytes);
    return PUT(vd_base64_put(to, bytes), "\"");
}

static uint8_t *put_number(uint8_t *to, struct vd_slice name, int64_t number)
{
    return vd_json_put_int(put(to, name), number);
}

/* --- changes -----------------------------------------------------------------------------------
 */

static size_t change_bound(const struct change *change)
{
    return FRAME_BYTES + text_bound(change->key) +
           (change->has_value ? text_bound(change->value) : 0) +
           (change->has_prev ? text_bound(change->prev) : 0);
}

static uint8_t *put_object(uint8_t *to, const struct change *change)
{
    to = change->is_delete ? PUT(to, "{\"type\":\"delete\"") : PUT(to, "{\"type\":\"put\"");
    to = put_bytes(to, VD_SLICE("key"), change->key);
    if (change->has_value)
        to = put_bytes(to, VD_SLICE("value"), change->value);
    if (change->has_prev)
        to = put_bytes(to, VD_SLICE("prev"), change->prev);
    to = put_number(to, VD_SLICE(",\"rev\":"), change->revision);
    if (change->pos.revision)
        to = PUT(vd_live_pos_put(PUT(to, ",\"pos\":\""), change->pos), "\"");
    if (!change->is_delete) {
        to = put_number(to, VD_SLICE(",\"create\":"), change->create);
        to = put_number(to, VD_SLICE(",\"version\":"), change->version);
    }
    if (change->lease)
        to = PUT(put_number(to, VD_SLICE(",\"lease\":\""), change->lease), "\"");
    if (change->pos.revision)
        to = PUT(vd_live_time_put(PUT(to, ",\"time\":\""), change->time_ms), "\"");
    *to++ = '}';
    return to;
}

static uint8_t *put_change(uint8_t *to, enum vd_live_format format, uint64_t store,
                           const struct change *change)
{
    switch (format) {
    case VD_LIVE_NDJSON:
        return PUT(put_object(to, change), "\n");
    case VD_LIVE_ARRAY:
        return PUT(put_object(to, change), ",\n");
    case VD_LIVE_SSE:
        break;
    }
    if (change->pos.revision)
        to = PUT(vd_live_full_pos_put(PUT(to, "id: "), store, change->pos), "\n");
    return PUT(put_object(PUT(to, "data: "), change), "\n\n");
}

static struct change change_of(unsigned variant, const struct vd_event *event,
                               const struct vd_event *prev)
{
    struct vd_pos after = event->last ? (struct vd_pos){event->revision + 1, 0}
                                      : (struct vd_pos){event->revision, event->sub + 1};
    bool is_put = event->type == VD_EVENT_PUT;

    /* The version before may be a deletion, which has no value. */
    if (prev && (prev->type != VD_EVENT_PUT || !(variant & VD_LIVE_PREV)))
        prev = NULL;
    return (struct change){
        .is_delete = !is_put,
        .has_value = is_put && !(variant & VD_LIVE_KEYS),
        .has_prev = prev != NULL,
        .key = vd_event_key(event),
        .value = vd_event_value(event),
        .prev = prev ? vd_event_value(prev) : VD_SLICE_EMPTY,
        .revision = event->revision,
        .create = event->create_revision,
        .version = event->version,
        .lease = event->lease,
        .pos = after,
        .time_ms = event->time_ms,
    };
}

static size_t bound(unsigned variant, const struct vd_event *event, const struct vd_event *prev)
{
    unsigned hidden = event->type == VD_EVENT_DELETE ? VD_LIVE_NO_DELETE : VD_LIVE_NO_PUT;
    struct change change;

    if (variant & hidden)
        return 0;
    change = change_of(variant, event, prev);
    return change_bound(&change);
}

static uint8_t *write_event(void *arg, unsigned variant, uint8_t *to, const struct vd_event *event,
                            const struct vd_event *prev)
{
    const uint64_t *store = arg;
    struct change change = change_of(variant, event, prev);

    return put_change(to, (enum vd_live_format)(variant >> VD_LIVE_FORMAT_SHIFT), *store, &change);
}

const struct vd_run_encoder vd_live_encoder = {bound, write_event};

void vd_live_add_row(struct vd_buf *buf, unsigned variant, const struct vd_row *row)
{
    struct change change = {
        .has_value = !(variant & VD_LIVE_KEYS),
        .key = row->key,
        .value = row->value,
        .revision = row->mod_revision,
        .create = row->create_revision,
        .version = row->version,
        .lease = row->lease,
    };
    uint8_t *to = vd_buf_reserve(buf, change_bound(&change)), *end;

    if (!to)
        return;
    end = put_change(to, (enum vd_live_format)(variant >> VD_LIVE_FORMAT_SHIFT), 0, &change);
    vd_buf_advance(buf, (size_t)(end - to));
}

/* --- the others --------------------------------------------------------------------------------
 */

/* A line that is being written: what stands before its object, and behind. */
struct line {
    uint8_t bytes[LINE_BYTES];
    uint8_t *at;
    enum vd_live_format format;
};

/* id: NULL, none; event: empty, none. */
static void begin(struct line *line, enum vd_live_format format, uint64_t store,
                  const struct vd_pos *id, struct vd_slice event)
{
    line->at = line->bytes;
    line->format = format;
    if (format != VD_LIVE_SSE)
        return;
    if (id)
        line->at = PUT(vd_live_full_pos_put(PUT(line->at, "id: "), store, *id), "\n");
    if (event.len)
        line->at = PUT(put(PUT(line->at, "event: "), event), "\n");
}

static void add(struct vd_buf *buf, struct line *line, struct vd_slice end)
{
    line->at = put(line->at, end);
    vd_buf_append(buf, line->bytes, (size_t)(line->at - line->bytes));
}

static void finish(struct vd_buf *buf, struct line *line)
{
    add(buf, line,
        line->format == VD_LIVE_SSE     ? VD_SLICE("\n\n")
        : line->format == VD_LIVE_ARRAY ? VD_SLICE(",\n")
                                        : VD_SLICE("\n"));
}

/* The object's beginning; `data: ` before it where need be. */
static void put_type(struct line *line, struct vd_slice type)
{
    if (line->format == VD_LIVE_SSE)
        line->at = PUT(line->at, "data: ");
    line->at = PUT(put(PUT(line->at, "{\"type\":\""), type), "\"");
}

static void put_pos(struct line *line, struct vd_slice name, struct vd_pos pos)
{
    line->at = PUT(put(PUT(line->at, ",\""), name), "\":\"");
    line->at = PUT(vd_live_pos_put(line->at, pos), "\"");
}

void vd_live_add_open(struct vd_buf *buf, enum vd_live_format format, uint64_t store,
                      struct vd_pos pos, int64_t head, bool has_id)
{
    struct line line;

    begin(&line, format, store, has_id ? &pos : NULL, VD_SLICE("opened"));
    put_type(&line, VD_SLICE("open"));
    line.at = PUT(vd_live_store_put(PUT(line.at, ",\"store\":\""), store), "\"");
    put_pos(&line, VD_SLICE("pos"), pos);
    put_pos(&line, VD_SLICE("head"), (struct vd_pos){head + 1, 0});
    *line.at++ = '}';
    finish(buf, &line);
}

void vd_live_add_synced(struct vd_buf *buf, enum vd_live_format format, uint64_t store,
                        struct vd_pos pos, int64_t count)
{
    struct line line;

    begin(&line, format, store, &pos, VD_SLICE("synced"));
    put_type(&line, VD_SLICE("synced"));
    put_pos(&line, VD_SLICE("pos"), pos);
    line.at = PUT(put_number(line.at, VD_SLICE(",\"count\":"), count), "}");
    finish(buf, &line);
}

/* Of SSE an id alone, which no handler sees. */
void vd_live_add_bookmark(struct vd_buf *buf, enum vd_live_format format, uint64_t store,
                          struct vd_pos pos)
{
    struct line line;

    begin(&line, format, store, &pos, VD_SLICE_EMPTY);
    if (format == VD_LIVE_SSE) {
        add(buf, &line, VD_SLICE("\n"));
        return;
    }
    put_type(&line, VD_SLICE("bookmark"));
    put_pos(&line, VD_SLICE("pos"), pos);
    *line.at++ = '}';
    finish(buf, &line);
}

void vd_live_add_gone(struct vd_buf *buf, enum vd_live_format format, int64_t oldest,
                      int64_t current)
{
    struct line line;

    begin(&line, format, 0, NULL, VD_SLICE("gone"));
    put_type(&line, VD_SLICE("gone"));
    put_pos(&line, VD_SLICE("oldest"), (struct vd_pos){oldest + 1, 0});
    put_pos(&line, VD_SLICE("current"), (struct vd_pos){current + 1, 0});
    *line.at++ = '}';
    finish(buf, &line);
}
