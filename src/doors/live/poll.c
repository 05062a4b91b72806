/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A poll: one answer, once there is something to answer with or the time is over. What it will say
 * is gathered before its head is written, because the head names the position behind it; what is
 * gathered is shared memory, and bounded. A list is of any length: its position is known
 * beforehand, so it is written as it is read.
 */
#include "doors/live/reader.h"

#include "base/alloc.h"
#include "doors/live/errors.h"
#include "doors/live/rest.h"

#include <errno.h>
#include <stdio.h>

enum {
    PIECES = 8,
    ANSWER_BYTES = 65536,
    JITTER = 16,       /* a part of the wait */
    RECHECK_MS = 20,   /* who is not live cannot say that nothing came */
    TAKEN_MS = 60000,  /* an answer of which nothing is taken for so long is given up */
    LATEST_MS = 30000, /* and who is not live after so long says it all the same */
    TEXT_BYTES = 160
};

struct piece {
    struct vd_bytes *bytes;
    struct vd_slice text;
};

struct poll {
    struct vd_live_source source;
    struct vd_exchange *x;
    struct vd_timer timer;
    struct vd_rest rest;
    uint64_t due_ms;    /* when the wait is over */
    struct vd_pos next; /* what the answer says */
    uint32_t limit, preferred_s;
    bool has_validator, has_preference;
    bool is_list, is_answered, is_begun, has_lines, is_done;
    unsigned piece_count, piece_at;
    size_t bytes;
    uint32_t events;
    struct piece pieces[PIECES];
};

/* --- the answer --------------------------------------------------------------------------------
 */

static struct vd_slice full_position(const struct poll *poll, uint8_t *room)
{
    uint8_t *end = vd_live_full_pos_put(room, poll->source.live->store, poll->next);

    return vd_slice(room, (size_t)(end - room));
}

static void start(struct poll *poll, unsigned status)
{
    uint8_t tag[VD_LIVE_FULL_POS_BYTES + 2];
    struct vd_slice position = full_position(poll, tag + 1);
    char preference[24];
    struct vd_header headers[] = {
        {VD_SLICE("content-type"), VD_SLICE("application/json")},
        {VD_SLICE("cache-control"), VD_SLICE("no-store")},
        {VD_SLICE("x-content-type-options"), VD_SLICE("nosniff")},
        {VD_SLICE("etag"), vd_slice(tag, position.len + 2)},
        {VD_SLICE("vedette-position"), position},
        {VD_SLICE("preference-applied"), VD_SLICE_EMPTY},
    };
    unsigned skip = status == 304; /* which has no content, and so no type of it */

    tag[0] = tag[position.len + 1] = '"';
    snprintf(preference, sizeof(preference), "wait=%u", poll->preferred_s);
    headers[VD_COUNT(headers) - 1].value = vd_slice_str(preference);
    vd_exchange_start(poll->x, status, headers + skip,
                      (uint32_t)(VD_COUNT(headers) - skip - !poll->has_preference));
    poll->is_answered = true;
    vd_timer_start(vd_exchange_loop(poll->x), &poll->timer, TAKEN_MS);
}

static void answer(struct poll *poll)
{
    poll->next = vd_live_source_position(&poll->source);
    if (!poll->is_list)
        vd_live_source_close(&poll->source);
    if (poll->has_validator && !poll->events) {
        start(poll, 304);
        vd_exchange_finish(poll->x, NULL, 0);
        return;
    }
    start(poll, 200);
    vd_exchange_ready(poll->x, false);
}

/* What stands before the lines and behind them. */
static int write_frame(struct poll *poll, struct vd_out *out)
{
    uint8_t text[TEXT_BYTES], *end = text;
    uint8_t position[VD_LIVE_FULL_POS_BYTES];
    struct vd_slice next = full_position(poll, position);
    static const struct vd_slice head = VD_SLICE("{\"store\":\""),
                                 lines = VD_SLICE("\",\"events\":["),
                                 tail = VD_SLICE("],\"next\":\""), last = VD_SLICE("\"}\n");

    if (!poll->is_begun) {
        memcpy(end, head.ptr, head.len);
        end = vd_live_store_put(end + head.len, poll->source.live->store);
        memcpy(end, lines.ptr, lines.len);
        end += lines.len;
        poll->is_begun = true;
    } else {
        if (poll->has_lines)
            *end++ = '\n';
        memcpy(end, tail.ptr, tail.len);
        memcpy(end + tail.len, next.ptr, next.len);
        end += tail.len + next.len;
        memcpy(end, last.ptr, last.len);
        end += last.len;
        poll->is_done = true;
    }
    return vd_rest_begin(&poll->rest, out, vd_slice(text, (size_t)(end - text)), NULL);
}

/* The next lines of what was gathered, or of the list. VD_END: there are no more. */
static int write_next(struct poll *poll, struct vd_out *out)
{
    struct vd_live_piece piece;
    int rc;

    if (!poll->is_list) {
        struct piece *gathered = &poll->pieces[poll->piece_at];

        if (poll->piece_at == poll->piece_count)
            return VD_END;
        poll->piece_at++;
        return vd_live_write_lines(&poll->rest, out, &poll->has_lines, gathered->text,
                                   gathered->bytes);
    }
    if (!vd_live_source_is_listing(&poll->source))
        return VD_END;
    rc = vd_live_source_next(&poll->source, VD_LIVE_ARRAY, out->room, 0, &piece);
    if (rc || !piece.text.len)
        return rc;
    return vd_live_write_lines(&poll->rest, out, &poll->has_lines, piece.text, piece.bytes);
}

static enum vd_fill break_off(struct poll *poll)
{
    vd_exchange_reset(poll->x, VD_LIVE_H2_INTERNAL_ERROR);
    return VD_FILL_IDLE;
}

static void look(struct poll *poll);

/* Before it is answered: what there is by now is looked at in its turn, when all that was committed
 * before has been matched. */
static enum vd_fill fill(struct vd_exchange *x, struct vd_out *out)
{
    struct poll *poll = vd_exchange_user(x);

    if (!poll->is_answered) {
        look(poll);
        return VD_FILL_IDLE;
    }
    vd_timer_start(vd_exchange_loop(x), &poll->timer, TAKEN_MS);
    for (;;) {
        int rc;

        if (!vd_rest_is_empty(&poll->rest))
            vd_rest_write(&poll->rest, out);
        if (!vd_rest_is_empty(&poll->rest))
            return VD_FILL_MORE;
        if (poll->is_done) {
            vd_exchange_finish(x, NULL, 0);
            return VD_FILL_IDLE;
        }
        if (!out->room)
            return VD_FILL_MORE;
        rc = poll->is_begun ? write_next(poll, out) : write_frame(poll, out);
        if (rc == VD_END)
            rc = write_frame(poll, out);
        if (rc == VD_WAIT)
            return VD_FILL_IDLE;
        if (rc == VD_AGAIN)
            return VD_FILL_LATER;
        if (rc)
            return break_off(poll);
    }
}

/* --- waiting -----------------------------------------------------------------------------------
 */

/* As much as is there, up to what an answer holds. 0: enough; VD_WAIT, VD_AGAIN: that is all. */
static int gather(struct poll *poll)
{
    while (poll->piece_count < PIECES && poll->bytes < ANSWER_BYTES &&
           (!poll->limit || poll->events < poll->limit)) {
        struct vd_live_piece piece;
        int rc = vd_live_source_next(&poll->source, VD_LIVE_ARRAY, ANSWER_BYTES - poll->bytes,
                                     poll->limit ? poll->limit - poll->events : 0, &piece);

        if (rc)
            return rc;
        if (piece.text.len) {
            poll->pieces[poll->piece_count++] =
                (struct piece){vd_bytes_ref(piece.bytes), piece.text};
            poll->bytes += piece.text.len;
            poll->events += piece.events;
        }
        if (piece.is_last)
            return VD_WAIT;
    }
    return 0;
}

/* Answers if there is something to say, or nothing more to wait for. */
static void look(struct poll *poll)
{
    uint64_t now_ms = vd_loop_now_ms(vd_exchange_loop(poll->x));
    bool is_due = now_ms >= poll->due_ms;
    int rc = gather(poll);

    if (rc && rc != VD_WAIT && rc != VD_AGAIN && rc != VD_END && !poll->events) {
        struct vd_live *live = poll->source.live;

        poll->is_answered = true;
        vd_timer_stop(vd_exchange_loop(poll->x), &poll->timer);
        vd_live_refuse(live, poll->x, vd_live_problem_of(rc), NULL);
        return;
    }
    if (poll->events || rc == VD_END ||
        (is_due && (vd_live_source_is_live(&poll->source) || now_ms >= poll->due_ms + LATEST_MS)))
        answer(poll);
    else
        vd_timer_start(vd_exchange_loop(poll->x), &poll->timer,
                       is_due || rc == VD_AGAIN ? RECHECK_MS : poll->due_ms - now_ms);
}

static void on_ready(struct vd_live_source *source)
{
    struct poll *poll = vd_container_of(source, struct poll, source);

    if (!poll->is_answered || poll->is_list)
        vd_exchange_ready(poll->x, false);
}

static void on_timer(struct vd_timer *timer)
{
    struct poll *poll = vd_container_of(timer, struct poll, timer);

    if (poll->is_answered)
        vd_exchange_reset(poll->x, VD_LIVE_H2_INTERNAL_ERROR);
    else
        vd_exchange_ready(poll->x, false);
}

/* --- its life ----------------------------------------------------------------------------------
 */

static void drain(struct vd_exchange *x)
{
    struct poll *poll = vd_exchange_user(x);

    if (!poll->is_answered)
        answer(poll);
}

static void closed(struct vd_exchange *x, bool aborted)
{
    struct poll *poll = vd_exchange_user(x);

    (void)aborted;
    vd_timer_stop(vd_exchange_loop(x), &poll->timer);
    vd_live_source_close(&poll->source);
    vd_rest_drop(&poll->rest);
    for (unsigned i = 0; i < poll->piece_count; i++)
        vd_bytes_unref(poll->pieces[i].bytes);
    vd_free(poll);
}

static void survey(struct vd_exchange *x, struct vd_survey *survey)
{
    struct poll *poll = vd_exchange_user(x);

    if (!poll->is_answered)
        vd_live_source_survey(&poll->source, survey,
                              &(struct vd_watching){.door = VD_DOOR_LIVE, .by = "poll"});
}

static const struct vd_handler handler = {
    .fill = fill, .drain = drain, .closed = closed, .survey = survey, .fill_starts = true};

static void begin(struct poll *poll, const struct vd_live_wish *wish)
{
    struct vd_loop *loop = vd_exchange_loop(poll->x);
    uint32_t wait_ms = wish->wait_ms;

    if (wish->list) {
        poll->is_list = true;
        answer(poll);
        return;
    }
    if (wait_ms >= JITTER)
        wait_ms -= vd_live_random(poll->source.live, wait_ms / JITTER);
    poll->due_ms = vd_loop_now_ms(loop) + wait_ms;
    vd_exchange_ready(poll->x, true);
}

int vd_live_poll_open(struct vd_live *live, struct vd_exchange *x, const struct vd_live_ask *ask,
                      const struct vd_live_span *span)
{
    struct poll *poll = vd_alloc_zero(sizeof(*poll));
    int rc;

    if (!poll)
        return -ENOMEM;
    poll->x = x;
    poll->limit = ask->wish.limit;
    poll->has_validator = ask->has_validator;
    poll->has_preference = ask->has_preference;
    poll->preferred_s = ask->wish.wait_ms / 1000;
    poll->timer.fire = on_timer;
    poll->source.ready = on_ready;
    rc = vd_live_source_open(&poll->source, live, vd_exchange_principal(x), &ask->wish, span);
    if (rc) {
        vd_free(poll);
        return rc;
    }
    vd_exchange_set(x, &handler, poll);
    begin(poll, &ask->wish);
    return 0;
}
