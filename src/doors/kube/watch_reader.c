/* SPDX-License-Identifier: Apache-2.0 */
#include "doors/kube/watch.h"

enum {
    BOOKMARK_MS = 60000,
    BOOKMARK_JITTER_MS = 5000,
    BEFORE_END_MS = 2000, /* the last bookmark */
    TEXT_BYTES = 128
};

static struct vd_kube *kube_of(const struct vd_kube_reader *reader)
{
    return reader->source.show->kube;
}

/* To the next bookmark, or the last one before the end, or the end. */
static void start_timer(struct vd_kube_reader *reader)
{
    struct vd_kube *kube = kube_of(reader);
    uint64_t now_ms = vd_loop_now_ms(kube->env.loop);
    uint64_t left_ms = reader->until_ms > now_ms ? reader->until_ms - now_ms : 0, wait_ms = left_ms;

    if (reader->wants_bookmarks && left_ms > BEFORE_END_MS)
        wait_ms = VD_MIN(left_ms - BEFORE_END_MS,
                         (uint64_t)BOOKMARK_MS - vd_kube_random(kube, BOOKMARK_JITTER_MS));
    vd_timer_start(kube->env.loop, &reader->timer, wait_ms);
}

void vd_kube_reader_tick(struct vd_kube_reader *reader)
{
    if (vd_loop_now_ms(kube_of(reader)->env.loop) >= reader->until_ms) {
        reader->is_done = true;
        return;
    }
    reader->is_due = reader->wants_bookmarks;
    start_timer(reader);
}

int vd_kube_reader_open(struct vd_kube_reader *reader, const struct vd_kube_watching *watching,
                        const struct vd_principal *principal)
{
    struct vd_kube *kube = watching->show->kube;
    int rc = vd_kube_source_open(&reader->source, watching->show, principal, &watching->start);

    if (rc)
        return rc;
    rc = vd_kube_hurt_open(reader, &watching->fault);
    if (rc) {
        vd_kube_source_close(&reader->source);
        return rc;
    }
    reader->wants_bookmarks = watching->wants_bookmarks;
    reader->until_ms = vd_loop_now_ms(kube->env.loop) + watching->timeout_ms;
    start_timer(reader);
    return 0;
}

void vd_kube_reader_close(struct vd_kube_reader *reader)
{
    if (!reader->source.show)
        return;
    vd_timer_stop(kube_of(reader)->env.loop, &reader->timer);
    vd_rest_drop(&reader->rest);
    vd_kube_hurt_close(reader);
    vd_kube_source_close(&reader->source);
}

static int say_bookmark(struct vd_kube_reader *reader, struct vd_kube_piece *out_piece)
{
    struct vd_buf *scratch = vd_kube_scratch(kube_of(reader));
    int64_t revision = vd_kube_source_revision(&reader->source);

    reader->is_due = false;
    if (!revision)
        return VD_WAIT;
    vd_kube_write_bookmark(scratch, reader->source.show, revision, false);
    *out_piece = (struct vd_kube_piece){.text = vd_buf_slice(scratch)};
    return vd_buf_status(scratch);
}

static int say_expired(struct vd_kube_reader *reader, struct vd_kube_piece *out_piece)
{
    struct vd_buf *scratch = vd_kube_scratch(kube_of(reader));
    char text[TEXT_BYTES];
    struct vd_kube_status status = vd_kube_status_expired(
        kube_of(reader), reader->source.after.revision - 1, text, sizeof(text));

    reader->is_done = true;
    vd_kube_write_error(scratch, &status);
    *out_piece = (struct vd_kube_piece){.text = vd_buf_slice(scratch)};
    return vd_buf_status(scratch);
}

static int next_of_source(struct vd_kube_reader *reader, size_t room,
                          struct vd_kube_piece *out_piece)
{
    int rc = vd_kube_source_next(&reader->source, room, out_piece);

    return rc == VD_WAIT && reader->is_due ? say_bookmark(reader, out_piece) : rc;
}

int vd_kube_reader_next(struct vd_kube_reader *reader, size_t room, struct vd_kube_piece *out_piece)
{
    int rc;

    if (reader->is_done)
        return VD_END;
    rc = reader->hurt ? vd_kube_hurt_next(reader, room, next_of_source, out_piece)
                      : next_of_source(reader, room, out_piece);
    return rc == VD_COMPACTED ? say_expired(reader, out_piece) : rc;
}
