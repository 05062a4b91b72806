/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A watch that something befalls: what it would be told comes here first, and is passed on an event
 * at a time. So a fault strikes behind exactly as many events, however they were gathered.
 */
#include "base/alloc.h"
#include "doors/kube/mishap.h"
#include "doors/kube/watch.h"

#include <errno.h>

enum { CUT_MS = 50 /* until the half of an event has left */ };

struct vd_kube_hurt {
    struct vd_kube_reader *reader;
    struct vd_kube_mishap fault;
    struct vd_buf lines; /* what came and was not passed on, */
    size_t at;           /* from here */
    bool is_last;        /* nothing waits behind them */
    uint32_t events, bookmarks;
    bool is_cut;      /* half of it was said, */
    bool is_over;     /* and has left */
    bool is_waiting;  /* until the timer fires */
    bool was_delayed; /* the bookmark that is next */
    struct vd_timer timer;
};

static void on_timer(struct vd_timer *timer)
{
    struct vd_kube_hurt *hurt = vd_container_of(timer, struct vd_kube_hurt, timer);

    hurt->is_waiting = false;
    hurt->is_over = hurt->is_cut;
    hurt->reader->source.ready(&hurt->reader->source);
}

static struct vd_loop *loop_of(const struct vd_kube_hurt *hurt)
{
    return hurt->reader->source.show->kube->env.loop;
}

static int wait_for(struct vd_kube_hurt *hurt, uint32_t ms)
{
    hurt->is_waiting = true;
    vd_timer_start(loop_of(hurt), &hurt->timer, ms);
    return VD_WAIT;
}

int vd_kube_hurt_open(struct vd_kube_reader *reader, const struct vd_kube_mishap *fault)
{
    struct vd_kube_hurt *hurt;

    if (fault->act == VD_KUBE_MISHAP_NONE)
        return 0;
    hurt = vd_alloc_zero(sizeof(*hurt));
    if (!hurt)
        return -ENOMEM;
    hurt->reader = reader;
    hurt->fault = *fault;
    hurt->timer.fire = on_timer;
    vd_buf_init(&hurt->lines, 0);
    reader->hurt = hurt;
    return 0;
}

void vd_kube_hurt_close(struct vd_kube_reader *reader)
{
    struct vd_kube_hurt *hurt = reader->hurt;

    reader->hurt = NULL;
    if (!hurt)
        return;
    vd_timer_stop(loop_of(hurt), &hurt->timer);
    vd_buf_deinit(&hurt->lines);
    vd_free(hurt);
}

/* The first line of what waits, with its end. */
static struct vd_slice first_line(const struct vd_kube_hurt *hurt)
{
    struct vd_slice rest = vd_slice(hurt->lines.data + hurt->at, hurt->lines.len - hurt->at);
    const uint8_t *end = memchr(rest.ptr, '\n', rest.len);

    return end ? vd_slice(rest.ptr, (size_t)(end - rest.ptr) + 1) : rest;
}

static void pass(struct vd_kube_hurt *hurt, struct vd_slice line, struct vd_kube_piece *out_piece)
{
    hurt->at += line.len;
    *out_piece = (struct vd_kube_piece){.text = line,
                                        .is_last = hurt->is_last && hurt->at == hurt->lines.len};
}

static int pass_event(struct vd_kube_hurt *hurt, struct vd_slice line,
                      struct vd_kube_piece *out_piece)
{
    bool is_its_turn = hurt->fault.act == VD_KUBE_MISHAP_CUT && hurt->events == hurt->fault.after;

    pass(hurt, line, out_piece);
    hurt->events++;
    if (is_its_turn) {
        hurt->is_cut = true;
        out_piece->text.len /= 2;
    }
    /* What befalls it behind this one does so at once. */
    if (is_its_turn || hurt->fault.act == VD_KUBE_MISHAP_EXPIRE)
        out_piece->is_last = false;
    return 0;
}

static int pass_bookmark(struct vd_kube_hurt *hurt, struct vd_slice line,
                         struct vd_kube_piece *out_piece)
{
    const struct vd_kube_mishap *fault = &hurt->fault;
    bool is_meant = !fault->bookmark || fault->bookmark == hurt->bookmarks + 1;

    if (is_meant && fault->act == VD_KUBE_MISHAP_DELAY && !hurt->was_delayed) {
        hurt->was_delayed = true;
        return wait_for(hurt, fault->amount);
    }
    hurt->was_delayed = false;
    hurt->bookmarks++;
    pass(hurt, line, out_piece);
    if (is_meant && fault->act == VD_KUBE_MISHAP_DROP)
        out_piece->text.len = 0;
    return 0;
}

/* 0; otherwise as what it asks. */
static int take_more(struct vd_kube_hurt *hurt, size_t room,
                     int (*whole)(struct vd_kube_reader *reader, size_t room,
                                  struct vd_kube_piece *out_piece))
{
    struct vd_kube_piece piece;
    int rc = whole(hurt->reader, room, &piece);

    if (rc)
        return rc;
    vd_buf_clear(&hurt->lines);
    hurt->at = 0;
    hurt->is_last = piece.is_last;
    vd_buf_append_slice(&hurt->lines, piece.text);
    return vd_buf_status(&hurt->lines);
}

int vd_kube_hurt_next(struct vd_kube_reader *reader, size_t room,
                      int (*whole)(struct vd_kube_reader *reader, size_t room,
                                   struct vd_kube_piece *out_piece),
                      struct vd_kube_piece *out_piece)
{
    struct vd_kube_hurt *hurt = reader->hurt;
    struct vd_slice line;
    int rc = 0;

    if (hurt->is_over)
        return -ECONNABORTED;
    if (hurt->is_waiting)
        return VD_WAIT;
    if (hurt->is_cut)
        return wait_for(hurt, CUT_MS);
    if (hurt->fault.act == VD_KUBE_MISHAP_EXPIRE && hurt->events == hurt->fault.after)
        return VD_COMPACTED;
    if (hurt->at == hurt->lines.len)
        rc = take_more(hurt, room, whole);
    if (rc)
        return rc;
    line = first_line(hurt);
    if (!line.len)
        pass(hurt, line, out_piece);
    else if (vd_slice_starts_with(line, VD_SLICE("{\"type\":\"BOOKMARK\"")))
        return pass_bookmark(hurt, line, out_piece);
    else
        return pass_event(hurt, line, out_piece);
    return 0;
}
