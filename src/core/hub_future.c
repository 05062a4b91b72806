/* SPDX-License-Identifier: Apache-2.0 */
/* Cursors that begin in the future: a heap by the revision at whose beginning they stop waiting. A
 * cursor's place in it is its tag. */
#include "core/hub_private.h"

#include "base/alloc.h"

#include <errno.h>

int64_t vd_future_due(const struct vd_cursor *cursor)
{
    return cursor->next.revision + (cursor->next.sub > 0);
}

static void future_put(struct vd_hub *hub, size_t at, struct vd_cursor *cursor)
{
    hub->future[at] = cursor;
    cursor->tag = (uint32_t)at;
}

static void future_up(struct vd_hub *hub, size_t at)
{
    struct vd_cursor *cursor = hub->future[at];

    while (at && vd_future_due(hub->future[(at - 1) / 2]) > vd_future_due(cursor)) {
        future_put(hub, at, hub->future[(at - 1) / 2]);
        at = (at - 1) / 2;
    }
    future_put(hub, at, cursor);
}

static void future_down(struct vd_hub *hub, size_t at)
{
    struct vd_cursor *cursor = hub->future[at];
    size_t child;

    while ((child = at * 2 + 1) < hub->future_count) {
        if (child + 1 < hub->future_count &&
            vd_future_due(hub->future[child + 1]) < vd_future_due(hub->future[child]))
            child++;
        if (vd_future_due(hub->future[child]) >= vd_future_due(cursor))
            break;
        future_put(hub, at, hub->future[child]);
        at = child;
    }
    future_put(hub, at, cursor);
}

int vd_future_add(struct vd_hub *hub, struct vd_cursor *cursor)
{
    if (hub->future_count == hub->future_room) {
        size_t room = hub->future_room ? hub->future_room * 2 : 16;
        struct vd_cursor **future = vd_realloc(hub->future, room * sizeof(struct vd_cursor *));

        if (!future)
            return -ENOMEM;
        hub->future = future;
        hub->future_room = room;
    }
    cursor->state = VD_CURSOR_FUTURE;
    hub->future[hub->future_count++] = cursor;
    future_up(hub, hub->future_count - 1);
    return 0;
}

void vd_future_remove(struct vd_hub *hub, struct vd_cursor *cursor)
{
    size_t at = cursor->tag;
    struct vd_cursor *last = hub->future[--hub->future_count];

    vd_assert(at <= hub->future_count);
    cursor->tag = 0;
    if (last == cursor)
        return;
    future_put(hub, at, last);
    future_up(hub, at);
    future_down(hub, last->tag);
}
