/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A real client of TLS whose bytes are tampered with on their way: cut, changed, left out, mixed
 * with others. Whatever is done to them, the server opens nothing that the client did not say, in
 * its order, and once it has given up it stays so.
 *
 * The input is a script: an operation a byte, and its arguments.
 */
#include "base/check.h"
#include "wire/test_tls_peer.h"
#include "wire/tls.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

enum { PLAIN_BYTES = 20000, OPERATIONS_MAX = 64 };

struct fuzz {
    struct vd_slice script;
    struct vd_tls *tls;
    struct vd_test_peer peer;
    size_t said, heard; /* bytes of the client: the i-th of them is (uint8_t)i */
    bool ended;
};

static struct vd_tls_context *context;
static struct vd_test_cert cert;

static uint8_t next(struct fuzz *fuzz)
{
    uint8_t byte = 0;

    if (fuzz->script.len) {
        byte = *fuzz->script.ptr++;
        fuzz->script.len--;
    }
    return byte;
}

static void check_heard(struct fuzz *fuzz, const uint8_t *plain, size_t len)
{
    vd_assert(len == 0 || vd_tls_is_established(fuzz->tls));
    for (size_t i = 0; i < len; i++)
        vd_assert(plain[i] == (uint8_t)fuzz->heard++);
    vd_assert(fuzz->heard <= fuzz->said);
}

static void give(struct fuzz *fuzz, const void *ptr, size_t n)
{
    static uint8_t plain[PLAIN_BYTES];
    struct vd_slice sealed = vd_slice(ptr, n);
    size_t len;
    int rc;

    do {
        rc = vd_tls_input(fuzz->tls, &sealed, plain, sizeof(plain), &len);
        check_heard(fuzz, plain, len);
    } while (rc == VD_AGAIN);
    vd_assert(!fuzz->ended || rc);
    vd_assert(rc || !sealed.len);
    fuzz->ended |= rc != 0;
}

/* The first n bytes of what waits to be sent. */
static void pass_on(struct fuzz *fuzz, size_t n)
{
    struct vd_buf *said = &fuzz->peer.said;

    n = VD_MIN(n, said->len);
    if (n)
        give(fuzz, said->data, n);
    vd_buf_consume(said, n);
}

static void answer(struct fuzz *fuzz)
{
    struct vd_buf *control = vd_tls_control(fuzz->tls);

    vd_assert(control->len <= VD_TLS_CONTROL_BYTES);
    vd_test_peer_hear(&fuzz->peer, control->data, control->len);
    vd_buf_clear(control);
}

static void speak(struct fuzz *fuzz, size_t n)
{
    uint8_t bytes[256 * 64];

    if (!vd_test_peer_is_established(&fuzz->peer))
        return;
    for (size_t i = 0; i < n; i++)
        bytes[i] = (uint8_t)(fuzz->said + i);
    if (n)
        vd_test_peer_say(&fuzz->peer, bytes, n);
    fuzz->said += n;
}

static void change(struct fuzz *fuzz)
{
    struct vd_buf *said = &fuzz->peer.said;
    size_t at = (size_t)next(fuzz) << 8 | next(fuzz);
    uint8_t by = next(fuzz);

    if (said->len)
        said->data[at % said->len] ^= by;
}

static void give_others(struct fuzz *fuzz)
{
    size_t n = next(fuzz);

    n = VD_MIN(n, fuzz->script.len);
    if (n)
        give(fuzz, fuzz->script.ptr, n);
    fuzz->script.ptr += n;
    fuzz->script.len -= n;
}

static void lose(struct fuzz *fuzz, size_t n)
{
    vd_buf_consume(&fuzz->peer.said, VD_MIN(n, fuzz->peer.said.len));
}

static void operate(struct fuzz *fuzz)
{
    switch (next(fuzz) % 8) {
    case 0:
        pass_on(fuzz, SIZE_MAX);
        answer(fuzz);
        break;
    case 1:
        pass_on(fuzz, next(fuzz));
        break;
    case 2:
        change(fuzz);
        break;
    case 3:
        give_others(fuzz);
        break;
    case 4:
        speak(fuzz, (size_t)next(fuzz) * 64);
        break;
    case 5:
        lose(fuzz, next(fuzz));
        break;
    case 6:
        vd_tls_shut(fuzz->tls);
        answer(fuzz);
        break;
    default:
        speak(fuzz, next(fuzz));
        pass_on(fuzz, SIZE_MAX);
        break;
    }
}

static void prepare(void)
{
    struct vd_tls_options options;

    vd_test_cert_make(&cert, &(struct vd_test_cert_wish){.common_name = "x", .is_ca = true});
    options = (struct vd_tls_options){.cert = vd_buf_slice(&cert.cert_pem),
                                      .key = vd_buf_slice(&cert.key_pem),
                                      .client_ca = vd_buf_slice(&cert.cert_pem)};
    vd_assert(vd_tls_context_new(&options, &context) == VD_TLS_FINE);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    struct fuzz fuzz = {.script = vd_slice(bytes, len)};
    struct vd_test_peer_wish wish = {.cert = &cert};

    if (!context)
        prepare();
    wish.version = next(&fuzz) % 2 ? TLS1_2_VERSION : TLS1_3_VERSION;
    if (vd_tls_new(context, &fuzz.tls))
        return 0;
    vd_test_peer_init(&fuzz.peer, &wish);
    for (int i = 0; i < OPERATIONS_MAX && fuzz.script.len; i++)
        operate(&fuzz);
    vd_tls_free(fuzz.tls);
    vd_test_peer_deinit(&fuzz.peer);
    return 0;
}
