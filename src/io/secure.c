/* SPDX-License-Identifier: Apache-2.0 */
#include "io/secure.h"

#include "base/alloc.h"
#include "base/metrics.h"

#include <errno.h>

static void on_timer(struct vd_timer *timer)
{
    struct vd_secure *secure = vd_container_of(timer, struct vd_secure, timer);

    if (secure->phase == VD_SECURE_TALKING && secure->paused) {
        vd_timer_start(secure->loop, timer, secure->record_ms);
        return;
    }
    if (secure->phase == VD_SECURE_GREETING)
        vd_metric_add(VD_M_HANDSHAKES_LATE, 1);
    secure->late(secure, secure->arg);
}

int vd_secure_new(struct vd_loop *loop, struct vd_tls_identity *identity, uint32_t handshake_ms,
                  uint32_t record_ms, void (*late)(struct vd_secure *secure, void *arg), void *arg,
                  struct vd_secure **out_secure)
{
    struct vd_secure *secure = vd_alloc_zero(sizeof(*secure));

    if (!secure)
        return -ENOMEM;
    secure->identity = identity;
    secure->loop = loop;
    secure->timer.fire = on_timer;
    secure->record_ms = record_ms;
    secure->late = late;
    secure->arg = arg;
    vd_timer_start(loop, &secure->timer, handshake_ms);
    *out_secure = secure;
    return 0;
}

void vd_secure_free(struct vd_secure *secure)
{
    if (!secure)
        return;
    vd_timer_stop(secure->loop, &secure->timer);
    vd_tls_free(secure->tls);
    vd_free(secure);
}

/* The first bytes: what do they speak? */
static int meet(struct vd_secure *secure, struct vd_slice first)
{
    struct vd_tls_context *context;
    int rc;

    if (!vd_tls_begins_with(first.ptr[0])) {
        secure->phase = VD_SECURE_CLEAR;
        vd_timer_stop(secure->loop, &secure->timer);
        return VD_DENIED;
    }
    context = vd_tls_identity_context(secure->identity);
    rc = vd_tls_new(context, &secure->tls);
    vd_tls_context_unref(context);
    return rc;
}

static void begin_talking(struct vd_secure *secure)
{
    vd_metric_add(VD_M_HANDSHAKES_DONE, 1);
    secure->phase = VD_SECURE_TALKING;
    vd_timer_stop(secure->loop, &secure->timer);
}

/* has_moved: a record was whole since it was last looked. */
static void watch_pace(struct vd_secure *secure, bool has_moved)
{
    if (!vd_tls_is_mid_record(secure->tls))
        vd_timer_stop(secure->loop, &secure->timer);
    else if (has_moved || !vd_list_is_linked(&secure->timer.link))
        vd_timer_start(secure->loop, &secure->timer, secure->record_ms);
}

int vd_secure_open(struct vd_secure *secure, struct vd_slice *sealed, uint8_t *to, size_t cap,
                   size_t *out_len)
{
    int rc = 0;

    *out_len = 0;
    if (secure->phase == VD_SECURE_CLEAR)
        return VD_DENIED;
    if (!secure->tls)
        rc = meet(secure, *sealed);
    if (rc)
        return rc;
    rc = vd_tls_input(secure->tls, sealed, to, cap, out_len);
    if (secure->phase == VD_SECURE_GREETING && vd_tls_is_established(secure->tls))
        begin_talking(secure);
    if (secure->phase == VD_SECURE_GREETING && rc)
        vd_metric_add(VD_M_HANDSHAKES_REFUSED, 1);
    if (secure->phase == VD_SECURE_TALKING)
        watch_pace(secure, *out_len > 0);
    return rc;
}

ssize_t vd_secure_seal(struct vd_secure *secure, struct vd_pieces *pieces, uint8_t *to)
{
    ssize_t len = 0, part;

    for (unsigned i = pieces->first; len >= 0 && i < pieces->count; i++) {
        if (!pieces->items[i].bytes.len)
            continue;
        part = vd_tls_seal(secure->tls, pieces->items[i].bytes, to + len);
        len = part < 0 ? part : len + part;
    }
    vd_pieces_drop(pieces);
    return len;
}

void vd_secure_shut(struct vd_secure *secure)
{
    if (secure->tls)
        vd_tls_shut(secure->tls);
}

bool vd_secure_has_control(const struct vd_secure *secure)
{
    return secure->tls && vd_tls_control(secure->tls)->len > 0;
}

struct vd_slice vd_secure_control(const struct vd_secure *secure)
{
    return secure->tls ? vd_buf_slice(vd_tls_control(secure->tls)) : VD_SLICE_EMPTY;
}

void vd_secure_control_sent(struct vd_secure *secure)
{
    struct vd_buf *control;
    size_t limit_bytes;

    if (!vd_secure_has_control(secure))
        return;
    control = vd_tls_control(secure->tls);
    limit_bytes = control->limit_bytes;
    vd_buf_deinit(control); /* an idle connection holds no buffer */
    vd_buf_init(control, limit_bytes);
}
