/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A connection of either version with doors behind it: the first byte says how the rest is cut and
 * how much room there is to write. Everything opened is closed, once.
 */
#include "http/test_door.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

static void drive(struct vd_fake_door *door, struct vd_conn *conn, struct vd_slice rest,
                  size_t step, size_t room)
{
    unsigned answered = 0;

    while (rest.len && !conn->gone) {
        size_t n = VD_MIN(step, rest.len);

        if (!conn->paused)
            vd_fake_receive(conn, vd_slice(rest.ptr, n));
        rest.ptr += n;
        rest.len -= n;
        vd_fake_fill(conn, room, 8);
        for (; answered < door->waiting_count && answered % 3 != 2; answered++)
            if (door->waiting[answered] && step % 2)
                vd_exchange_pause(door->waiting[answered], false);
        vd_fake_settle(conn);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    static const char *const names[] = {"x", "http://a"};
    static const struct vd_http_config config = {
        .guard = {names, names + 1, .allowed_host_count = 1, .cors_origin_count = 1}};
    static const struct vd_http_port port = {.is_loopback = true};
    static struct vd_fake_door door;
    struct vd_conn *conn;
    size_t how = len ? bytes[0] : 0;

    vd_fake_door_init(&door, &config);
    door.port = &port;
    door.total = 40000;
    door.by_reference = how & 4;
    conn = vd_fake_connect(&door);
    if (len)
        drive(&door, conn, vd_slice(bytes + 1, len - 1), 1 + how * 7, how & 8 ? 65536 : 4096);
    if (!conn->gone && (how & 16))
        conn->ops->drain(conn);
    vd_fake_fill(conn, 65536, 20);
    vd_fake_free(conn);
    vd_assert(door.finished + door.aborted == door.opened);
    vd_fake_door_deinit(&door);
    return 0;
}
