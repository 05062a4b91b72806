/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Our side of TLS against OpenSSL's client, over memory: each conversation in any pieces, in both
 * versions, and with each allocation failing, OpenSSL's own among them.
 */
#include "wire/tls.h"

#include "base/alloc.h"
#include "base/check.h"
#include "wire/test_tls_peer.h"

#include <errno.h>
#include <openssl/err.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

enum { PLAIN_BYTES = 65536, WHOLE = 1 << 30 };

static struct vd_test_cert authority, other_authority, server_cert, client_cert;
static struct vd_tls_context *open_to_all, *asks_peers;
static const int versions[] = {TLS1_2_VERSION, TLS1_3_VERSION};

/* Both ends, and what the server's has read. */
struct talk {
    struct vd_tls *tls;
    struct vd_test_peer peer;
    struct vd_buf heard;
    size_t piece; /* how much is taken at a time */
    int rc;       /* the last answer of input that was not 0 or VD_AGAIN */
};

static void begin(struct talk *talk, struct vd_tls_context *context,
                  const struct vd_test_peer_wish *wish)
{
    *talk = (struct talk){.piece = WHOLE};
    vd_buf_init(&talk->heard, 0);
    assert_int_equal(vd_tls_new(context, &talk->tls), 0);
    vd_test_peer_init(&talk->peer, wish);
}

static void end(struct talk *talk)
{
    vd_tls_free(talk->tls);
    vd_test_peer_deinit(&talk->peer);
    vd_buf_deinit(&talk->heard);
}

static int take_piece(struct talk *talk, struct vd_slice sealed)
{
    static uint8_t plain[PLAIN_BYTES];
    size_t len;
    int rc;

    do {
        rc = vd_tls_input(talk->tls, &sealed, plain, sizeof(plain), &len);
        vd_buf_append(&talk->heard, plain, len);
    } while (rc == VD_AGAIN);
    assert_true(rc || !sealed.len);
    return rc;
}

/* What the client has said goes to the server. */
static void hear(struct talk *talk)
{
    struct vd_buf *said = &talk->peer.said;
    size_t at = 0;

    while (at < said->len && !talk->rc) {
        size_t n = VD_MIN(said->len - at, talk->piece);

        talk->rc = take_piece(talk, vd_slice(said->data + at, n));
        at += n;
    }
    vd_buf_clear(said);
}

static void answer(struct talk *talk)
{
    struct vd_buf *control = vd_tls_control(talk->tls);

    vd_test_peer_hear(&talk->peer, control->data, control->len);
    vd_buf_clear(control);
}

/* Until neither has anything to say. */
static void run(struct talk *talk)
{
    while (talk->peer.said.len || vd_tls_control(talk->tls)->len) {
        hear(talk);
        answer(talk);
    }
}

static void shake(struct talk *talk, struct vd_tls_context *context,
                  const struct vd_test_peer_wish *wish)
{
    begin(talk, context, wish);
    run(talk);
}

static void say(struct talk *talk, const void *ptr, size_t n)
{
    uint8_t *sealed = malloc(vd_tls_sealed_bytes(n));
    ssize_t len = vd_tls_seal(talk->tls, vd_slice(ptr, n), sealed);

    assert_true(len > (ssize_t)n && len <= (ssize_t)vd_tls_sealed_bytes(n));
    assert_int_equal(vd_tls_control(talk->tls)->len, 0);
    vd_test_peer_hear(&talk->peer, sealed, (size_t)len);
    free(sealed);
}

static void assert_speaks(struct talk *talk)
{
    assert_true(vd_tls_is_established(talk->tls));
    assert_true(vd_test_peer_is_established(&talk->peer));
    vd_buf_clear(&talk->heard);
    vd_buf_clear(&talk->peer.heard);
    vd_test_peer_say(&talk->peer, "ping", 4);
    hear(talk);
    assert_memory_equal(talk->heard.data, "ping", 4);
    say(talk, "pong!", 5);
    assert_int_equal(talk->peer.heard.len, 5);
    assert_memory_equal(talk->peer.heard.data, "pong!", 5);
    assert_false(vd_tls_is_mid_record(talk->tls));
    assert_int_equal(talk->rc, 0);
}

static void assert_refused(struct talk *talk)
{
    assert_int_equal(talk->rc, VD_INVALID);
    assert_true(talk->peer.failed);
}

/* --- the handshake ---------------------------------------------------------------------------- */

static void handshake_is_made_in_both_versions(void **state)
{
    for (size_t i = 0; i < VD_COUNT(versions); i++) {
        struct vd_test_peer_wish wish = {.version = versions[i]};
        struct talk talk;

        shake(&talk, open_to_all, &wish);
        assert_int_equal(SSL_version(talk.peer.ssl), versions[i]);
        assert_int_equal(vd_tls_alpn(talk.tls), VD_TLS_ALPN_NONE);
        assert_int_equal(vd_tls_peer(talk.tls)->name.len, 0);
        assert_speaks(&talk);
        end(&talk);
    }
}

static void handshake_may_come_in_any_pieces(void **state)
{
    for (size_t i = 0; i < VD_COUNT(versions); i++) {
        struct vd_test_peer_wish wish = {.version = versions[i], .cert = &client_cert};

        for (size_t piece = 1; piece < 700; piece += piece < 12 ? 1 : 97) {
            struct talk talk;

            begin(&talk, asks_peers, &wish);
            talk.piece = piece;
            run(&talk);
            assert_speaks(&talk);
            end(&talk);
        }
    }
}

/* The first flight, cut once at each byte. */
static void handshake_may_be_cut_at_every_byte(void **state)
{
    size_t flight = 2;

    for (size_t cut = 1; cut < flight; cut++) {
        struct talk talk;

        begin(&talk, open_to_all, &(struct vd_test_peer_wish){0});
        flight = talk.peer.said.len;
        assert_int_equal(take_piece(&talk, vd_slice(talk.peer.said.data, cut)), 0);
        assert_true(vd_tls_is_mid_record(talk.tls));
        vd_buf_consume(&talk.peer.said, cut);
        run(&talk);
        assert_speaks(&talk);
        end(&talk);
    }
    assert_true(flight > 100);
}

static void versions_below_1_2_are_refused(void **state)
{
    struct talk talk;

    shake(&talk, open_to_all, &(struct vd_test_peer_wish){.version = TLS1_1_VERSION});
    assert_refused(&talk);
    assert_false(vd_tls_is_established(talk.tls));
    end(&talk);
}

static void what_is_no_tls_is_refused(void **state)
{
    static const char *const texts[] = {"GET / HTTP/1.1\r\nhost: x\r\n\r\n",
                                        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
                                        "\x16\x03\x01\xff\xff\x01zzzzzzzzzzzzzzzzzzz"};

    for (size_t i = 0; i < VD_COUNT(texts); i++) {
        struct talk talk;

        begin(&talk, open_to_all, &(struct vd_test_peer_wish){0});
        assert_int_equal(take_piece(&talk, vd_slice_str(texts[i])), VD_INVALID);
        assert_int_equal(take_piece(&talk, vd_slice_str(texts[i])), VD_INVALID);
        end(&talk);
    }
}

/* Cut anywhere, and whether or not the rest ever comes. */
static void first_message_that_promises_too_much_is_refused(void **state)
{
    static const char much[] = "\x16\x03\x01\x40\x00\x01\x00\x40\x01";
    static const char hidden[] = "\x16\x03\x01\x00\x02\x01\x00\x16\x03\x01";
    static const char less[] = "\x16\x03\x01\x40\x00\x01\x00\x40\x00";
    struct talk talk;

    for (size_t piece = 1; piece < sizeof(much); piece++) {
        begin(&talk, open_to_all, &(struct vd_test_peer_wish){0});
        vd_buf_clear(&talk.peer.said);
        vd_buf_append(&talk.peer.said, much, sizeof(much) - 1);
        talk.piece = piece;
        hear(&talk);
        assert_int_equal(talk.rc, VD_INVALID);
        end(&talk);
    }
    begin(&talk, open_to_all, &(struct vd_test_peer_wish){0});
    assert_int_equal(take_piece(&talk, vd_slice(less, sizeof(less) - 1)), 0);
    end(&talk);
    begin(&talk, open_to_all, &(struct vd_test_peer_wish){0});
    assert_int_equal(take_piece(&talk, vd_slice(hidden, sizeof(hidden) - 1)), VD_INVALID);
    end(&talk);
}

static void protocols_are_agreed_on_or_refused(void **state)
{
    static const struct {
        const char *offered;
        enum vd_tls_alpn agreed;
        bool is_refused;
    } cases[] = {
        {NULL, VD_TLS_ALPN_NONE, false},
        {"\x02h2", VD_TLS_ALPN_HTTP2, false},
        {"\x08http/1.1", VD_TLS_ALPN_HTTP1, false},
        {"\x08http/1.1\x02h2", VD_TLS_ALPN_HTTP2, false},
        {"\x08grpc-exp\x02h2", VD_TLS_ALPN_HTTP2, false},
        {"\x06spdy/3", VD_TLS_ALPN_NONE, true},
        {"\x08http/1.0\x03h2c", VD_TLS_ALPN_NONE, true},
    };

    for (size_t i = 0; i < VD_COUNT(cases); i++) {
        struct talk talk;

        shake(&talk, open_to_all, &(struct vd_test_peer_wish){.alpn = cases[i].offered});
        if (cases[i].is_refused)
            assert_refused(&talk);
        else
            assert_speaks(&talk);
        assert_int_equal(vd_tls_alpn(talk.tls), cases[i].agreed);
        end(&talk);
    }
}

static void session_is_resumed_by_a_ticket_of_the_same_context_only(void **state)
{
    struct vd_tls_options options = {.cert = vd_buf_slice(&server_cert.cert_pem),
                                     .key = vd_buf_slice(&server_cert.key_pem)};
    struct vd_tls_context *another;

    assert_int_equal(vd_tls_context_new(&options, &another), VD_TLS_FINE);
    for (size_t i = 0; i < VD_COUNT(versions); i++) {
        struct vd_test_peer_wish wish = {.version = versions[i]};
        SSL_SESSION *session;
        struct talk talk;

        shake(&talk, open_to_all, &wish);
        assert_speaks(&talk);
        session = SSL_get1_session(talk.peer.ssl);
        SSL_shutdown(talk.peer.ssl);
        end(&talk);
        wish.session = session;
        shake(&talk, open_to_all, &wish);
        assert_true(SSL_session_reused(talk.peer.ssl));
        assert_speaks(&talk);
        end(&talk);
        shake(&talk, another, &wish);
        assert_false(SSL_session_reused(talk.peer.ssl));
        assert_speaks(&talk);
        end(&talk);
        SSL_SESSION_free(session);
    }
    vd_tls_context_unref(another);
}

/* --- who the peer is -------------------------------------------------------------------------- */

static void peer_without_a_certificate_that_is_believed_is_refused(void **state)
{
    static const struct vd_test_cert_wish
        of_another = {.common_name = "eve", .by = &other_authority},
        late = {.common_name = "eve", .by = &authority, .is_expired = true},
        for_servers = {.common_name = "eve", .by = &authority, .usage = "serverAuth"},
        by_itself = {.common_name = "eve"};
    static const struct vd_test_cert_wish *const wishes[] = {NULL, &of_another, &late, &for_servers,
                                                             &by_itself};

    for (size_t i = 0; i < VD_COUNT(wishes) * VD_COUNT(versions); i++) {
        const struct vd_test_cert_wish *cert_wish = wishes[i % VD_COUNT(wishes)];
        struct vd_test_peer_wish wish = {.version = versions[i / VD_COUNT(wishes)]};
        struct vd_test_cert cert;
        struct talk talk;

        if (cert_wish) {
            vd_test_cert_make(&cert, cert_wish);
            wish.cert = &cert;
        }
        shake(&talk, asks_peers, &wish);
        assert_refused(&talk);
        assert_false(vd_tls_is_established(talk.tls));
        assert_int_equal(vd_tls_peer(talk.tls)->name.len, 0);
        end(&talk);
        if (cert_wish)
            vd_test_cert_drop(&cert);
    }
}

static void peer_is_named_by_its_certificate(void **state)
{
    static const struct {
        struct vd_test_cert_wish wish;
        const char *name;
    } cases[] = {
        {{.common_name = "alice", .by = &authority}, "alice"},
        {{.common_name = "alice", .alt_name = "DNS:bob", .by = &authority}, "alice"},
        {{.alt_name = "DNS:bob.example,DNS:second", .by = &authority}, "bob.example"},
        {{.alt_name = "IP:10.0.0.1,URI:spiffe://x/y", .by = &authority}, "spiffe://x/y"},
        {{.alt_name = "email:a@example.com", .by = &authority}, "a@example.com"},
        {{.common_name = "r\303\266sli", .by = &authority}, "r\303\266sli"},
        {{.common_name = "root\0.evil", .common_name_len = 10, .by = &authority}, ""},
        {{.common_name = "a\nb", .alt_name = "DNS:c", .by = &authority}, "c"},
        {{.by = &authority}, ""},
    };

    for (size_t i = 0; i < VD_COUNT(cases); i++) {
        struct vd_test_cert cert;
        struct talk talk;
        struct vd_slice name;

        vd_test_cert_make(&cert, &cases[i].wish);
        shake(&talk, asks_peers, &(struct vd_test_peer_wish){.cert = &cert});
        assert_speaks(&talk);
        name = vd_tls_peer(talk.tls)->name;
        assert_true(vd_slice_eq(name, vd_slice_str(cases[i].name)));
        end(&talk);
        vd_test_cert_drop(&cert);
    }
}

static void peer_with_a_certificate_shows_it_each_time(void **state)
{
    for (size_t i = 0; i < VD_COUNT(versions); i++) {
        struct vd_test_peer_wish wish = {.version = versions[i], .cert = &client_cert};
        struct talk talk;

        shake(&talk, asks_peers, &wish);
        assert_speaks(&talk);
        wish.session = SSL_get1_session(talk.peer.ssl);
        end(&talk);
        shake(&talk, asks_peers, &wish);
        assert_false(SSL_session_reused(talk.peer.ssl));
        assert_int_equal(vd_tls_peer(talk.tls)->name.len, 6);
        end(&talk);
        SSL_SESSION_free(wish.session);
    }
}

/* --- what is said ----------------------------------------------------------------------------- */

static void bytes_of_any_number_come_through(void **state)
{
    static const size_t sizes[] = {1, 100, 16383, 16384, 16385, 65536, 300000};
    uint8_t *bytes = malloc(300000);

    for (size_t i = 0; i < 300000; i++)
        bytes[i] = (uint8_t)(i * 7 + i / 251);
    for (size_t i = 0; i < VD_COUNT(sizes) * VD_COUNT(versions); i++) {
        size_t n = sizes[i % VD_COUNT(sizes)];
        struct talk talk;

        shake(&talk, open_to_all,
              &(struct vd_test_peer_wish){.version = versions[i / VD_COUNT(sizes)]});
        talk.piece = n > 1000 ? 7001 : WHOLE;
        vd_test_peer_say(&talk.peer, bytes, n);
        hear(&talk);
        assert_int_equal(talk.heard.len, n);
        assert_memory_equal(talk.heard.data, bytes, n);
        say(&talk, bytes, n);
        assert_int_equal(talk.peer.heard.len, n);
        assert_memory_equal(talk.peer.heard.data, bytes, n);
        end(&talk);
    }
    free(bytes);
}

static void input_stops_where_there_is_no_room(void **state)
{
    uint8_t plain[7];
    struct talk talk;
    struct vd_slice sealed;
    size_t len;

    shake(&talk, open_to_all, &(struct vd_test_peer_wish){0});
    vd_test_peer_say(&talk.peer, "0123456789", 10);
    sealed = vd_buf_slice(&talk.peer.said);
    assert_int_equal(vd_tls_input(talk.tls, &sealed, plain, sizeof(plain), &len), VD_AGAIN);
    assert_int_equal(len, 7);
    assert_int_equal(vd_tls_input(talk.tls, &sealed, plain, sizeof(plain), &len), 0);
    assert_int_equal(len, 3);
    assert_memory_equal(plain, "789", 3);
    end(&talk);
}

static void record_that_was_changed_ends_it(void **state)
{
    for (size_t i = 0; i < 40; i++) {
        struct talk talk;

        shake(&talk, open_to_all,
              &(struct vd_test_peer_wish){.version = versions[i % VD_COUNT(versions)]});
        vd_test_peer_say(&talk.peer, "0123456789", 10);
        /* Its length is no secret: more only means that more is waited for. */
        if (i / 2 == 3)
            talk.peer.said.data[3] = 0x7f;
        else if (i / 2 != 4)
            talk.peer.said.data[i / 2] ^= 0x40;
        else
            talk.peer.said.data[talk.peer.said.len - 1] ^= 1;
        run(&talk);
        assert_refused(&talk);
        assert_int_equal(talk.heard.len, 0);
        end(&talk);
    }
}

static void record_that_is_cut_short_is_seen(void **state)
{
    struct talk talk;

    shake(&talk, open_to_all, &(struct vd_test_peer_wish){0});
    vd_test_peer_say(&talk.peer, "0123456789", 10);
    for (size_t i = 0; i + 1 < talk.peer.said.len; i++) {
        assert_int_equal(take_piece(&talk, vd_slice(talk.peer.said.data + i, 1)), 0);
        assert_true(vd_tls_is_mid_record(talk.tls));
        assert_int_equal(talk.heard.len, 0);
    }
    end(&talk);
}

static void end_of_either_side_is_said(void **state)
{
    for (size_t i = 0; i < VD_COUNT(versions); i++) {
        struct talk talk;

        shake(&talk, open_to_all, &(struct vd_test_peer_wish){.version = versions[i]});
        vd_tls_shut(talk.tls);
        assert_true(vd_tls_control(talk.tls)->len > 0);
        answer(&talk);
        assert_true(talk.peer.ended);
        vd_tls_shut(talk.tls);
        assert_int_equal(vd_tls_control(talk.tls)->len, 0);
        end(&talk);

        shake(&talk, open_to_all, &(struct vd_test_peer_wish){.version = versions[i]});
        vd_test_peer_say(&talk.peer, "last", 4);
        SSL_shutdown(talk.peer.ssl);
        vd_test_peer_go_on(&talk.peer);
        hear(&talk);
        assert_int_equal(talk.heard.len, 4);
        assert_int_equal(talk.rc, VD_END);
        say(&talk, "goodbye", 7); /* our side is still open */
        end(&talk);
    }
}

static void end_before_the_handshake_says_nothing(void **state)
{
    struct talk talk;

    begin(&talk, open_to_all, &(struct vd_test_peer_wish){0});
    vd_tls_shut(talk.tls);
    assert_int_equal(vd_tls_control(talk.tls)->len, 0);
    end(&talk);
}

static void renegotiation_is_refused(void **state)
{
    struct talk talk;

    shake(&talk, open_to_all, &(struct vd_test_peer_wish){.version = TLS1_2_VERSION});
    assert_int_equal(SSL_renegotiate(talk.peer.ssl), 1);
    vd_test_peer_go_on(&talk.peer);
    assert_true(talk.peer.said.len > 0);
    run(&talk);
    assert_true(talk.peer.failed); /* OpenSSL's client takes the refusal for an end */
    end(&talk);
}

static void change_of_keys_is_borne(void **state)
{
    struct talk talk;

    shake(&talk, open_to_all, &(struct vd_test_peer_wish){.version = TLS1_3_VERSION});
    for (int i = 0; i < 20; i++) {
        assert_int_equal(SSL_key_update(talk.peer.ssl, SSL_KEY_UPDATE_REQUESTED), 1);
        vd_test_peer_go_on(&talk.peer);
        assert_speaks(&talk);
    }
    end(&talk);
}

/* --- contexts --------------------------------------------------------------------------------- */

static void context_says_what_is_wrong(void **state)
{
    struct vd_slice cert = vd_buf_slice(&server_cert.cert_pem);
    struct vd_slice key = vd_buf_slice(&server_cert.key_pem);
    struct vd_slice other = vd_buf_slice(&client_cert.key_pem), text = VD_SLICE("no PEM\n");
    struct vd_slice cut = vd_slice(cert.ptr, cert.len / 2);
    const struct {
        struct vd_tls_options options;
        enum vd_tls_fault fault;
    } cases[] = {
        {{.cert = cert, .key = key}, VD_TLS_FINE},
        {{.cert = cert, .key = key, .client_ca = cert}, VD_TLS_FINE},
        {{.key = key}, VD_TLS_BAD_CERT},
        {{.cert = text, .key = key}, VD_TLS_BAD_CERT},
        {{.cert = cut, .key = key}, VD_TLS_BAD_CERT},
        {{.cert = cert}, VD_TLS_BAD_KEY},
        {{.cert = cert, .key = text}, VD_TLS_BAD_KEY},
        {{.cert = cert, .key = cert}, VD_TLS_BAD_KEY},
        {{.cert = cert, .key = other}, VD_TLS_OTHER_KEY},
        {{.cert = cert, .key = key, .client_ca = text}, VD_TLS_BAD_CLIENT_CA},
        {{.cert = cert, .key = key, .client_ca = cut}, VD_TLS_BAD_CLIENT_CA},
        {{.cert = cert, .key = key, .min_version = VD_TLS_1_3, .max_version = VD_TLS_1_2},
         VD_TLS_BAD_VERSIONS},
    };

    for (size_t i = 0; i < VD_COUNT(cases); i++) {
        struct vd_tls_context *context = NULL;

        assert_int_equal(vd_tls_context_new(&cases[i].options, &context), cases[i].fault);
        assert_true((context != NULL) == (cases[i].fault == VD_TLS_FINE));
        assert_int_equal(ERR_peek_error(), 0);
        vd_tls_context_unref(context);
    }
}

static void context_knows_when_it_ends(void **state)
{
    int64_t left_s = vd_tls_context_ends_s(open_to_all) - (int64_t)time(NULL);

    assert_in_range(left_s, 80000, 86400);
}

static void context_bounds_versions(void **state)
{
    struct vd_tls_options options = {.cert = vd_buf_slice(&server_cert.cert_pem),
                                     .key = vd_buf_slice(&server_cert.key_pem),
                                     .min_version = VD_TLS_1_3};
    struct vd_tls_context *context;
    struct talk talk;

    assert_int_equal(vd_tls_context_new(&options, &context), VD_TLS_FINE);
    shake(&talk, context, &(struct vd_test_peer_wish){.version = TLS1_2_VERSION});
    assert_refused(&talk);
    end(&talk);
    shake(&talk, context, &(struct vd_test_peer_wish){.version = TLS1_3_VERSION});
    assert_speaks(&talk);
    end(&talk);
    vd_tls_context_unref(context);
}

static void identity_is_replaced_under_sessions_that_run(void **state)
{
    struct vd_tls_identity *identity = vd_tls_identity_new(vd_tls_context_ref(open_to_all));
    struct vd_tls_context *context = vd_tls_identity_context(identity);
    struct talk talk;

    assert_ptr_equal(context, open_to_all);
    shake(&talk, context, &(struct vd_test_peer_wish){0});
    vd_tls_context_unref(context);
    vd_tls_identity_replace(identity, vd_tls_context_ref(asks_peers));
    context = vd_tls_identity_context(identity);
    assert_ptr_equal(context, asks_peers);
    vd_tls_context_unref(context);
    vd_tls_identity_free(identity);
    assert_speaks(&talk);
    end(&talk);
}

/* --- without memory --------------------------------------------------------------------------- */

static bool openssl_fails_too;

static void *allocate(size_t n, const char *file, int line)
{
    return openssl_fails_too ? vd_alloc(n) : malloc(n);
}

static void *reallocate(void *ptr, size_t n, const char *file, int line)
{
    return openssl_fails_too ? vd_realloc(ptr, n) : realloc(ptr, n);
}

static void release(void *ptr, const char *file, int line)
{
    free(ptr);
}

/* A whole conversation in which the server's n-th allocation and all later ones fail. True: none
 * was refused, so it went well. */
static bool survives(long after)
{
    static uint8_t plain[PLAIN_BYTES];
    struct vd_test_peer_wish wish = {.cert = &client_cert, .version = versions[after % 2]};
    struct vd_test_peer peer;
    struct vd_tls *tls = NULL;
    uint8_t sealed[256];
    ssize_t len = 0;
    bool refused = false;
    int rc;

    vd_test_peer_init(&peer, &wish);
    openssl_fails_too = true;
    vd_alloc_fail_after(after);
    rc = vd_tls_new(asks_peers, &tls);
    for (int i = 0; i < 3 && !rc && peer.said.len; i++) {
        struct vd_slice said = vd_buf_slice(&peer.said);
        size_t n;

        rc = vd_tls_input(tls, &said, plain, sizeof(plain), &n);
        refused = vd_alloc_fail_hit();
        openssl_fails_too = false;
        vd_alloc_fail_after(-1);
        vd_buf_clear(&peer.said);
        vd_test_peer_hear(&peer, vd_tls_control(tls)->data, vd_tls_control(tls)->len);
        vd_buf_clear(vd_tls_control(tls));
        if (refused)
            break;
        openssl_fails_too = true;
        vd_alloc_fail_after(after);
    }
    if (!rc && !refused && vd_tls_is_established(tls)) {
        len = vd_tls_seal(tls, VD_SLICE("hello"), sealed);
        vd_tls_shut(tls);
    }
    refused |= vd_alloc_fail_hit();
    openssl_fails_too = false;
    vd_alloc_fail_after(-1);
    assert_true(rc <= 0 || rc == VD_INVALID);
    if (!refused)
        assert_true(rc == 0 && vd_tls_is_established(tls) && len > 5);
    vd_tls_free(tls);
    vd_test_peer_deinit(&peer);
    return !refused && rc == 0;
}

static void session_without_memory_ends_cleanly(void **state)
{
    long after = 0;

    while (!survives(after) || !survives(after + 1))
        after++;
    assert_true(after > 20);
}

static void context_without_memory_is_none(void **state)
{
    struct vd_tls_options options = {.cert = vd_buf_slice(&server_cert.cert_pem),
                                     .key = vd_buf_slice(&server_cert.key_pem),
                                     .client_ca = vd_buf_slice(&authority.cert_pem)};
    enum vd_tls_fault fault = VD_TLS_NO_MEMORY;

    for (long after = 0; fault != VD_TLS_FINE; after++) {
        struct vd_tls_context *context = NULL;
        bool refused;

        openssl_fails_too = true;
        vd_alloc_fail_after(after);
        fault = vd_tls_context_new(&options, &context);
        refused = vd_alloc_fail_hit();
        openssl_fails_too = false;
        vd_alloc_fail_after(-1);
        assert_true(refused || fault == VD_TLS_FINE);
        assert_true((fault == VD_TLS_FINE) == (context != NULL));
        vd_tls_context_unref(context);
    }
}

/* --- the whole -------------------------------------------------------------------------------- */

static int set_up(void **state)
{
    struct vd_tls_options options;

    vd_test_cert_make(&authority,
                      &(struct vd_test_cert_wish){.common_name = "authority", .is_ca = true});
    vd_test_cert_make(&other_authority,
                      &(struct vd_test_cert_wish){.common_name = "other", .is_ca = true});
    vd_test_cert_make(&server_cert,
                      &(struct vd_test_cert_wish){.common_name = "localhost", .by = &authority});
    vd_test_cert_make(&client_cert, &(struct vd_test_cert_wish){.common_name = "client",
                                                                .by = &authority,
                                                                .usage = "clientAuth"});
    options = (struct vd_tls_options){.cert = vd_buf_slice(&server_cert.cert_pem),
                                      .key = vd_buf_slice(&server_cert.key_pem)};
    if (vd_tls_context_new(&options, &open_to_all))
        return -1;
    options.client_ca = vd_buf_slice(&authority.cert_pem);
    return vd_tls_context_new(&options, &asks_peers) ? -1 : 0;
}

static int tear_down(void **state)
{
    vd_tls_context_unref(open_to_all);
    vd_tls_context_unref(asks_peers);
    vd_test_cert_drop(&authority);
    vd_test_cert_drop(&other_authority);
    vd_test_cert_drop(&server_cert);
    vd_test_cert_drop(&client_cert);
    return 0;
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(handshake_is_made_in_both_versions),
        cmocka_unit_test(handshake_may_come_in_any_pieces),
        cmocka_unit_test(handshake_may_be_cut_at_every_byte),
        cmocka_unit_test(versions_below_1_2_are_refused),
        cmocka_unit_test(what_is_no_tls_is_refused),
        cmocka_unit_test(first_message_that_promises_too_much_is_refused),
        cmocka_unit_test(protocols_are_agreed_on_or_refused),
        cmocka_unit_test(session_is_resumed_by_a_ticket_of_the_same_context_only),
        cmocka_unit_test(peer_without_a_certificate_that_is_believed_is_refused),
        cmocka_unit_test(peer_is_named_by_its_certificate),
        cmocka_unit_test(peer_with_a_certificate_shows_it_each_time),
        cmocka_unit_test(bytes_of_any_number_come_through),
        cmocka_unit_test(input_stops_where_there_is_no_room),
        cmocka_unit_test(record_that_was_changed_ends_it),
        cmocka_unit_test(record_that_is_cut_short_is_seen),
        cmocka_unit_test(end_of_either_side_is_said),
        cmocka_unit_test(end_before_the_handshake_says_nothing),
        cmocka_unit_test(renegotiation_is_refused),
        cmocka_unit_test(change_of_keys_is_borne),
        cmocka_unit_test(context_says_what_is_wrong),
        cmocka_unit_test(context_knows_when_it_ends),
        cmocka_unit_test(context_bounds_versions),
        cmocka_unit_test(identity_is_replaced_under_sessions_that_run),
        cmocka_unit_test(session_without_memory_ends_cleanly),
        cmocka_unit_test(context_without_memory_is_none),
    };

    CRYPTO_set_mem_functions(allocate, reallocate, release);
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
