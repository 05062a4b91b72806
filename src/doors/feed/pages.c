/* SPDX-License-Identifier: Apache-2.0 */
#include "doors/feed/pages.h"

#include "base/alloc.h"
#include "base/hash.h"
#include "doors/feed/token.h"
#include "rpc/call.h"
#include "wire/protobuf.h"
#include "wire/utf8.h"

#include <errno.h>

enum {
    STREAM_VALUE = 1,
    POSITION = 15,
    POSITION_BYTES = 2 + VD_FEED_TOKEN_BYTES,
    FRAME_BYTES = VD_RPC_PREFIX_BYTES + 1 + VD_PB_VARINT_BYTES /* around a value, at most */
};

void vd_feed_pages_init(struct vd_feed_pages *pages, uint64_t store_id)
{
    *pages = (struct vd_feed_pages){.store_id = store_id};
}

static void forget(struct vd_feed_pages *pages, struct vd_feed_page *page)
{
    if (pages->large == page)
        pages->large = NULL;
    vd_bytes_unref(page->bytes);
    page->bytes = NULL;
    page->selector = NULL;
}

void vd_feed_pages_deinit(struct vd_feed_pages *pages)
{
    for (size_t i = 0; i < VD_FEED_PAGES; i++)
        forget(pages, &pages->slots[i]);
}

/* --- messages ----------------------------------------------------------------------------------
 */

/* At most; so much room must be there for vd_feed_message_put. */
static size_t message_bytes(size_t value_len, unsigned wants)
{
    return FRAME_BYTES + value_len + (wants & VD_FEED_POSITIONS ? POSITION_BYTES : 0);
}

static uint8_t *message_put(uint8_t *to, uint64_t store_id, struct vd_slice value,
                            struct vd_pos next, unsigned wants)
{
    uint8_t *at = to + VD_RPC_PREFIX_BYTES;
    uint8_t token[VD_FEED_TOKEN_BYTES];

    if (value.len)
        at = vd_pb_put_bytes(at, STREAM_VALUE, value);
    if (wants & VD_FEED_POSITIONS)
        at = vd_pb_put_bytes(at, POSITION,
                             vd_slice(token, vd_feed_token_put(token, store_id, next)));
    vd_call_put_prefix(to, (size_t)(at - to) - VD_RPC_PREFIX_BYTES);
    return at;
}

struct vd_bytes *vd_feed_message(uint64_t store_id, struct vd_slice value, struct vd_pos next,
                                 unsigned wants)
{
    struct vd_bytes *bytes = vd_bytes_new(message_bytes(value.len, wants));

    if (bytes)
        bytes->len =
            (uint32_t)(message_put(bytes->data, store_id, value, next, wants) - bytes->data);
    return bytes;
}

/* --- pages ---------------------------------------------------------------------------------------
 */

static struct vd_feed_page *slot_of(struct vd_feed_pages *pages, const struct vd_cursor *cursor,
                                    unsigned wants)
{
    uint64_t hash = vd_hash_u64((uint64_t)(uintptr_t)cursor->selector + wants);

    return &pages->slots[hash % VD_FEED_PAGES];
}

static bool is_for(const struct vd_feed_page *page, const struct vd_cursor *cursor, unsigned wants)
{
    return page->selector == cursor->selector && page->wants == wants;
}

/* Whether the stream is to have the page that the one before it had; its cursor has moved then. */
static bool is_again(const struct vd_feed_page *page, struct vd_journal *journal,
                     struct vd_cursor *cursor, unsigned wants)
{
    return is_for(page, cursor, wants) && page->batch.drained && journal->ops->repeat &&
           journal->ops->repeat(journal, cursor, &page->batch);
}

static bool is_made(const struct vd_feed_page *page, const struct vd_cursor *cursor, unsigned wants,
                    const struct vd_batch *batch)
{
    return is_for(page, cursor, wants) && batch->key && page->batch.key == batch->key &&
           !vd_pos_cmp(page->batch.from, batch->from) && !vd_pos_cmp(page->batch.to, batch->to);
}

static struct vd_pos behind(const struct vd_event *event)
{
    return event->last ? (struct vd_pos){event->revision + 1, 0}
                       : (struct vd_pos){event->revision, event->sub + 1};
}

/* Memory for at most so many bytes: what the page has, if nobody else holds it and it is not much
 * more than is needed. */
static int reserve(struct vd_feed_pages *pages, struct vd_feed_page *page, size_t bytes)
{
    if (page->bytes && page->bytes->len >= bytes && page->bytes->len / 4 <= bytes &&
        atomic_load_explicit(&page->bytes->refs, memory_order_acquire) == 1)
        return 0;
    forget(pages, page);
    if (bytes > UINT32_MAX)
        return -ENOMEM;
    page->bytes = vd_bytes_new(bytes);
    if (!page->bytes)
        return -ENOMEM;
    if (bytes <= VD_FEED_PAGE_BYTES)
        return 0;
    if (pages->large)
        forget(pages, pages->large);
    pages->large = page;
    return 0;
}

static int make(struct vd_feed_pages *pages, struct vd_feed_page *page,
                const struct vd_batch *batch)
{
    size_t bytes = 0;
    uint8_t *at;
    int rc;

    for (uint32_t i = 0; i < batch->count; i++)
        bytes += message_bytes(batch->events[i]->value_len, page->wants);
    rc = reserve(pages, page, bytes);
    if (rc)
        return rc;
    pages->made++;
    at = page->bytes->data;
    page->batch = *batch;
    page->end = VD_FEED_GOES_ON;
    page->next = batch->to;
    page->count = 0;
    page->first = batch->count ? batch->events[0]->revision : 0;
    for (uint32_t i = 0; i < batch->count; i++) {
        const struct vd_event *event = batch->events[i];

        page->end = event->type == VD_EVENT_DELETE             ? VD_FEED_DELETED
                    : !vd_utf8_is_valid(vd_event_value(event)) ? VD_FEED_NOT_TEXT
                                                               : VD_FEED_GOES_ON;
        if (page->end != VD_FEED_GOES_ON) {
            page->next = page->end == VD_FEED_DELETED ? behind(event) : vd_event_pos(event);
            break;
        }
        at = message_put(at, pages->store_id, vd_event_value(event), behind(event), page->wants);
        page->count++;
    }
    page->len = (uint32_t)(at - page->bytes->data);
    return 0;
}

int vd_feed_pages_next(struct vd_feed_pages *pages, struct vd_journal *journal,
                       struct vd_cursor *cursor, unsigned wants, size_t max_bytes,
                       const struct vd_feed_page **out_page, bool *out_drained)
{
    struct vd_feed_page *page = slot_of(pages, cursor, wants);
    unsigned flags = VD_PULL_DRAIN | (wants & VD_FEED_LATEST ? VD_PULL_LATEST : 0);
    struct vd_batch batch;
    int rc = 0;

    if (is_again(page, journal, cursor, wants)) {
        *out_page = page;
        *out_drained = true;
        return 0;
    }
    rc = journal->ops->pull(journal, cursor, max_bytes, flags, &batch);
    if (rc)
        return rc;
    if (!is_made(page, cursor, wants, &batch)) {
        page->selector = NULL;
        page->wants = wants;
        rc = make(pages, page, &batch);
        if (rc)
            return rc;
        page->selector = cursor->selector;
    }
    page->batch.drained = batch.drained;
    *out_page = page;
    *out_drained = batch.drained;
    return 0;
}
