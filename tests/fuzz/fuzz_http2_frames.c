/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whatever bytes behind the preface and SETTINGS, cut as the first byte says: the session stays
 * within its limits, and what it says is whole frames.
 */
#include "base/check.h"
#include "wire/test_http2_rig.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    static const struct vd_http2_config config = {65535, 100000, 50};
    static struct vd_rig rig;
    struct vd_buf said;
    size_t step = len ? bytes[0] : 0;

    vd_rig_init(&rig, &config);
    rig.quiet = true;
    rig.answer = step & 1;
    rig.hold = step & 2;
    vd_assert(vd_rig_hello(&rig) == 0);
    vd_buf_append(&rig.input, bytes, len);
    vd_assert(vd_rig_feed(&rig, step) >= 0);
    vd_assert(rig.session.streams.count <= config.max_streams);
    vd_assert(rig.control.len <= VD_HTTP2_CONTROL_BYTES);
    vd_assert(rig.session.recv_window >= 0 && rig.session.recv_window <= 100000);
    vd_buf_init(&said, 0);
    vd_rig_said(&rig, &said);
    vd_buf_deinit(&said);
    vd_rig_deinit(&rig);
    return 0;
}
