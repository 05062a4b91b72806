/* SPDX-License-Identifier: Apache-2.0 */
/* Decoding and encoding against protobuf-c, which knows the messages from proto/etcd/rpc.proto. */
#include "base/alloc.h"
#include "doors/etcd3/decode.h"
#include "doors/etcd3/encode.h"
#include "rpc.pb-c.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

enum { MESSAGE_BYTES = 4096 };

static uint8_t packed[MESSAGE_BYTES];

static struct vd_slice pack(const ProtobufCMessage *message)
{
    size_t n = protobuf_c_message_get_packed_size(message);

    assert_true(n <= sizeof(packed));
    protobuf_c_message_pack(message, packed);
    return vd_slice(packed, n);
}

static ProtobufCBinaryData bytes_of(const char *text)
{
    return (ProtobufCBinaryData){strlen(text), (uint8_t *)(uintptr_t)text};
}

static void assert_bytes(struct vd_slice got, const char *want)
{
    assert_true(vd_slice_eq(got, vd_slice_str(want)));
}

static void assert_data(ProtobufCBinaryData got, struct vd_slice want)
{
    assert_int_equal(got.len, want.len);
    assert_memory_equal(got.data, want.ptr, want.len);
}

static void range_request_is_read_field_by_field(void **state)
{
    Etcdserverpb__RangeRequest m = ETCDSERVERPB__RANGE_REQUEST__INIT;
    struct vd_range_op op;

    assert_int_equal(vd_etcd3_read_range(pack(&m.base), &op), 0);
    assert_int_equal(op.key.len + op.end.len, 0);
    m.key = bytes_of("k");
    m.range_end = bytes_of("l");
    m.limit = -3;
    m.revision = INT64_MAX;
    m.sort_order = ETCDSERVERPB__RANGE_REQUEST__SORT_ORDER__DESCEND;
    m.sort_target = ETCDSERVERPB__RANGE_REQUEST__SORT_TARGET__VALUE;
    m.serializable = m.keys_only = m.count_only = 1;
    m.min_mod_revision = 10;
    m.max_mod_revision = 11;
    m.min_create_revision = 12;
    m.max_create_revision = 13;
    assert_int_equal(vd_etcd3_read_range(pack(&m.base), &op), 0);
    assert_bytes(op.key, "k");
    assert_bytes(op.end, "l");
    assert_int_equal(op.limit, -3);
    assert_int_equal(op.revision, INT64_MAX);
    assert_int_equal(op.order, VD_SORT_DESCEND);
    assert_int_equal(op.target, VD_SORT_BY_VALUE);
    assert_true(op.keys_only && op.count_only);
    assert_int_equal(op.min_mod_revision, 10);
    assert_int_equal(op.max_mod_revision, 11);
    assert_int_equal(op.min_create_revision, 12);
    assert_int_equal(op.max_create_revision, 13);
}

static void put_request_is_read_field_by_field(void **state)
{
    Etcdserverpb__PutRequest m = ETCDSERVERPB__PUT_REQUEST__INIT;
    struct vd_put_op op;

    m.key = bytes_of("key");
    m.value = bytes_of("value");
    m.lease = INT64_MIN;
    assert_int_equal(vd_etcd3_read_put(pack(&m.base), &op), 0);
    assert_bytes(op.key, "key");
    assert_bytes(op.value, "value");
    assert_true(op.lease == INT64_MIN);
    assert_false(op.prev_kv || op.ignore_value || op.ignore_lease);
    m.prev_kv = 1;
    assert_int_equal(vd_etcd3_read_put(pack(&m.base), &op), 0);
    assert_true(op.prev_kv && !op.ignore_value && !op.ignore_lease);
    m.ignore_value = 1;
    assert_int_equal(vd_etcd3_read_put(pack(&m.base), &op), 0);
    assert_true(op.ignore_value && !op.ignore_lease);
    m.ignore_lease = 1;
    assert_int_equal(vd_etcd3_read_put(pack(&m.base), &op), 0);
    assert_true(op.ignore_lease);
}

static void delete_and_compaction_requests_are_read(void **state)
{
    Etcdserverpb__DeleteRangeRequest d = ETCDSERVERPB__DELETE_RANGE_REQUEST__INIT;
    Etcdserverpb__CompactionRequest c = ETCDSERVERPB__COMPACTION_REQUEST__INIT;
    struct vd_etcd3_compaction compaction;
    struct vd_delete_op op;

    d.key = bytes_of("a");
    d.range_end = bytes_of("b");
    d.prev_kv = 1;
    assert_int_equal(vd_etcd3_read_delete(pack(&d.base), &op), 0);
    assert_bytes(op.key, "a");
    assert_bytes(op.end, "b");
    assert_true(op.prev_kv);
    c.revision = 77;
    c.physical = 1;
    assert_int_equal(vd_etcd3_read_compaction(pack(&c.base), &compaction), 0);
    assert_int_equal(compaction.revision, 77);
    assert_true(compaction.physical);
}

static void unknown_fields_are_ignored(void **state)
{
    /* 15: varint, 16: bytes, 17: 64 bits, 18: 32 bits; and number 1 with another wire type. */
    static const uint8_t MESSAGE[] = {0x78, 0x05, 0x82, 0x01, 0x01, 'x', 0x89, 0x01, 1,
                                      2,    3,    4,    5,    6,    7,   8,    0x95, 0x01,
                                      1,    2,    3,    4,    0x08, 9,   0x0a, 0x01, 'k'};
    struct vd_put_op op;

    assert_int_equal(vd_etcd3_read_put(vd_slice(MESSAGE, sizeof(MESSAGE)), &op), 0);
    assert_bytes(op.key, "k");
}

static void cut_message_is_invalid(void **state)
{
    Etcdserverpb__PutRequest m = ETCDSERVERPB__PUT_REQUEST__INIT;
    struct vd_slice message;
    struct vd_put_op op;

    m.key = bytes_of("key");
    message = pack(&m.base);
    for (size_t n = 1; n < message.len; n++)
        assert_int_equal(vd_etcd3_read_put(vd_slice(message.ptr, n), &op), VD_INVALID);
}

/* --- watch ---------------------------------------------------------------------------------- */

static void watch_create_is_read_field_by_field(void **state)
{
    Etcdserverpb__WatchRequest m = ETCDSERVERPB__WATCH_REQUEST__INIT;
    Etcdserverpb__WatchCreateRequest c = ETCDSERVERPB__WATCH_CREATE_REQUEST__INIT;
    Etcdserverpb__WatchCreateRequest__FilterType filters[] = {
        ETCDSERVERPB__WATCH_CREATE_REQUEST__FILTER_TYPE__NODELETE};
    struct vd_etcd3_watch_request r;

    m.request_union_case = ETCDSERVERPB__WATCH_REQUEST__REQUEST_UNION_CREATE_REQUEST;
    m.create_request = &c;
    assert_int_equal(vd_etcd3_read_watch(pack(&m.base), &r), 0);
    assert_int_equal(r.kind, VD_ETCD3_WATCH_CREATE);
    c.key = bytes_of("k");
    c.range_end = bytes_of("l");
    c.start_revision = -1;
    c.progress_notify = c.prev_kv = c.fragment = 1;
    c.watch_id = 42;
    c.filters = filters;
    c.n_filters = 1;
    assert_int_equal(vd_etcd3_read_watch(pack(&m.base), &r), 0);
    assert_bytes(r.key, "k");
    assert_bytes(r.end, "l");
    assert_int_equal(r.start_revision, -1);
    assert_true(r.progress_notify && r.prev_kv && r.fragment && r.no_delete && !r.no_put);
    assert_int_equal(r.watch_id, 42);
}

static void filters_are_read_packed_and_one_by_one(void **state)
{
    static const struct {
        uint8_t message[16];
        size_t len;
        bool no_put, no_delete;
    } CASES[] = {
        {{0x0a, 4, 0x2a, 2, 0, 1}, 6, true, true},
        {{0x0a, 4, 0x28, 0, 0x28, 1}, 6, true, true},
        {{0x0a, 2, 0x28, 1}, 4, false, true},
        {{0x0a, 3, 0x2a, 1, 0}, 5, true, false},
        {{0x0a, 3, 0x2a, 1, 7}, 5, false, false},
        {{0x0a, 2, 0x2a, 0}, 4, false, false},
        {{0x0a, 5, 0x2a, 1, 1, 0x28, 0}, 7, true, true},
    };

    for (size_t i = 0; i < sizeof(CASES) / sizeof(CASES[0]); i++) {
        struct vd_etcd3_watch_request r;

        assert_int_equal(vd_etcd3_read_watch(vd_slice(CASES[i].message, CASES[i].len), &r), 0);
        assert_int_equal(r.no_put, CASES[i].no_put);
        assert_int_equal(r.no_delete, CASES[i].no_delete);
    }
}

static void watch_request_of_no_kind_is_none(void **state)
{
    Etcdserverpb__WatchRequest m = ETCDSERVERPB__WATCH_REQUEST__INIT;
    Etcdserverpb__WatchCancelRequest c = ETCDSERVERPB__WATCH_CANCEL_REQUEST__INIT;
    Etcdserverpb__WatchProgressRequest p = ETCDSERVERPB__WATCH_PROGRESS_REQUEST__INIT;
    struct vd_etcd3_watch_request r;

    assert_int_equal(vd_etcd3_read_watch(VD_SLICE_EMPTY, &r), 0);
    assert_int_equal(r.kind, VD_ETCD3_WATCH_NONE);
    m.request_union_case = ETCDSERVERPB__WATCH_REQUEST__REQUEST_UNION_CANCEL_REQUEST;
    m.cancel_request = &c;
    c.watch_id = -5;
    assert_int_equal(vd_etcd3_read_watch(pack(&m.base), &r), 0);
    assert_int_equal(r.kind, VD_ETCD3_WATCH_CANCEL);
    assert_int_equal(r.watch_id, -5);
    m.request_union_case = ETCDSERVERPB__WATCH_REQUEST__REQUEST_UNION_PROGRESS_REQUEST;
    m.progress_request = &p;
    assert_int_equal(vd_etcd3_read_watch(pack(&m.base), &r), 0);
    assert_int_equal(r.kind, VD_ETCD3_WATCH_PROGRESS);
}

/* --- txn ------------------------------------------------------------------------------------ */

static int read_txn(struct vd_arena *arena, struct vd_slice message, struct vd_txn *txn)
{
    vd_arena_init(arena, 32 << 20);
    return vd_etcd3_read_txn(arena, message, VD_ETCD3_TXN_OPS, txn);
}

static void txn_is_read_with_everything_in_it(void **state)
{
    Etcdserverpb__TxnRequest m = ETCDSERVERPB__TXN_REQUEST__INIT;
    Etcdserverpb__TxnRequest inner = ETCDSERVERPB__TXN_REQUEST__INIT;
    Etcdserverpb__Compare c = ETCDSERVERPB__COMPARE__INIT, v = ETCDSERVERPB__COMPARE__INIT;
    Etcdserverpb__Compare *compares[] = {&c, &v};
    Etcdserverpb__RequestOp put = ETCDSERVERPB__REQUEST_OP__INIT;
    Etcdserverpb__RequestOp range = ETCDSERVERPB__REQUEST_OP__INIT;
    Etcdserverpb__RequestOp del = ETCDSERVERPB__REQUEST_OP__INIT;
    Etcdserverpb__RequestOp txn = ETCDSERVERPB__REQUEST_OP__INIT;
    Etcdserverpb__RequestOp *then[] = {&put, &txn}, *other[] = {&range, &del};
    Etcdserverpb__PutRequest p = ETCDSERVERPB__PUT_REQUEST__INIT;
    Etcdserverpb__RangeRequest r = ETCDSERVERPB__RANGE_REQUEST__INIT;
    Etcdserverpb__DeleteRangeRequest d = ETCDSERVERPB__DELETE_RANGE_REQUEST__INIT;
    struct vd_arena arena;
    struct vd_txn got;

    p.key = bytes_of("p");
    r.key = bytes_of("r");
    d.key = bytes_of("d");
    put.request_case = ETCDSERVERPB__REQUEST_OP__REQUEST_REQUEST_PUT;
    put.request_put = &p;
    range.request_case = ETCDSERVERPB__REQUEST_OP__REQUEST_REQUEST_RANGE;
    range.request_range = &r;
    del.request_case = ETCDSERVERPB__REQUEST_OP__REQUEST_REQUEST_DELETE_RANGE;
    del.request_delete_range = &d;
    txn.request_case = ETCDSERVERPB__REQUEST_OP__REQUEST_REQUEST_TXN;
    txn.request_txn = &inner;
    inner.success = then;
    inner.n_success = 1;
    c.result = ETCDSERVERPB__COMPARE__COMPARE_RESULT__GREATER;
    c.target = ETCDSERVERPB__COMPARE__COMPARE_TARGET__MOD;
    c.target_union_case = ETCDSERVERPB__COMPARE__TARGET_UNION_MOD_REVISION;
    c.mod_revision = 9;
    c.key = bytes_of("c");
    c.range_end = bytes_of("e");
    v.result = ETCDSERVERPB__COMPARE__COMPARE_RESULT__NOT_EQUAL;
    v.target = ETCDSERVERPB__COMPARE__COMPARE_TARGET__VALUE;
    v.target_union_case = ETCDSERVERPB__COMPARE__TARGET_UNION_VALUE;
    v.value = bytes_of("val");
    m.compare = compares;
    m.n_compare = 2;
    m.success = then;
    m.n_success = 2;
    m.failure = other;
    m.n_failure = 2;

    assert_int_equal(read_txn(&arena, pack(&m.base), &got), 0);
    assert_int_equal(got.compare_count, 2);
    assert_int_equal(got.compares[0].result, VD_CMP_GREATER);
    assert_int_equal(got.compares[0].target, VD_CMP_MOD);
    assert_int_equal(got.compares[0].number, 9);
    assert_bytes(got.compares[0].key, "c");
    assert_bytes(got.compares[0].end, "e");
    assert_int_equal(got.compares[1].result, VD_CMP_NOT_EQUAL);
    assert_bytes(got.compares[1].value, "val");
    assert_int_equal(got.success_count, 2);
    assert_int_equal(got.success[0].type, VD_OP_PUT);
    assert_bytes(got.success[0].put.key, "p");
    assert_int_equal(got.success[1].type, VD_OP_TXN);
    assert_int_equal(got.success[1].txn->success_count, 1);
    assert_bytes(got.success[1].txn->success[0].put.key, "p");
    assert_int_equal(got.failure_count, 2);
    assert_bytes(got.failure[0].range.key, "r");
    assert_bytes(got.failure[1].del.key, "d");
    vd_arena_deinit(&arena);
}

static void compare_operand_of_another_target_does_not_count(void **state)
{
    Etcdserverpb__TxnRequest m = ETCDSERVERPB__TXN_REQUEST__INIT;
    Etcdserverpb__Compare c = ETCDSERVERPB__COMPARE__INIT;
    Etcdserverpb__Compare *compares[] = {&c};
    struct vd_arena arena;
    struct vd_txn got;

    m.compare = compares;
    m.n_compare = 1;
    c.target = ETCDSERVERPB__COMPARE__COMPARE_TARGET__CREATE;
    c.target_union_case = ETCDSERVERPB__COMPARE__TARGET_UNION_VERSION;
    c.version = 5;
    assert_int_equal(read_txn(&arena, pack(&m.base), &got), 0);
    assert_int_equal(got.compares[0].target, VD_CMP_CREATE);
    assert_int_equal(got.compares[0].number, 0);
    vd_arena_deinit(&arena);
    /* An unknown result, then an unknown target: always true. */
    c.result = (Etcdserverpb__Compare__CompareResult)9;
    assert_int_equal(read_txn(&arena, pack(&m.base), &got), 0);
    assert_int_equal(got.compares[0].result, VD_CMP_ALWAYS);
    vd_arena_deinit(&arena);
    c.result = ETCDSERVERPB__COMPARE__COMPARE_RESULT__GREATER;
    c.target = (Etcdserverpb__Compare__CompareTarget)9;
    assert_int_equal(read_txn(&arena, pack(&m.base), &got), 0);
    assert_int_equal(got.compares[0].result, VD_CMP_ALWAYS);
    vd_arena_deinit(&arena);
}

static void operation_that_is_none_is_told(void **state)
{
    static const uint8_t MESSAGE[] = {0x12, 0x00};
    struct vd_arena arena;
    struct vd_txn got;

    assert_int_equal(read_txn(&arena, vd_slice(MESSAGE, sizeof(MESSAGE)), &got), VD_NOT_FOUND);
    vd_arena_deinit(&arena);
}

/* A transaction of `levels` transactions, one in the other. */
static struct vd_slice nested(unsigned levels, uint8_t *to, size_t cap)
{
    size_t at = cap;

    for (unsigned i = 1; i < levels; i++) {
        uint8_t head[2 * VD_ETCD3_FIELD_BYTES], *p;
        size_t n = cap - at;

        p = vd_pb_put_len(head, 2, vd_pb_bytes_size(4, n));
        p = vd_pb_put_len(p, 4, n);
        at -= (size_t)(p - head);
        memcpy(to + at, head, (size_t)(p - head));
    }
    return vd_slice(to + at, cap - at);
}

static void nesting_is_bounded(void **state)
{
    size_t cap = 1 << 20;
    uint8_t *bytes = malloc(cap);
    struct vd_arena arena;
    struct vd_txn got;

    assert_int_equal(read_txn(&arena, nested(128, bytes, cap), &got), 0);
    vd_arena_deinit(&arena);
    assert_int_equal(read_txn(&arena, nested(129, bytes, cap), &got), VD_TOO_MANY);
    vd_arena_deinit(&arena);
    assert_int_equal(read_txn(&arena, nested(10000, bytes, cap), &got), VD_TOO_MANY);
    vd_arena_deinit(&arena);
    free(bytes);
}

static void lists_are_bounded_before_anything_is_made_of_them(void **state)
{
    uint8_t bytes[3 * (VD_ETCD3_TXN_OPS + 1)];
    struct vd_arena arena;
    struct vd_txn got;

    for (unsigned list = 1; list <= 3; list++) {
        for (size_t i = 0; i <= VD_ETCD3_TXN_OPS; i++)
            memcpy(bytes + 3 * i, (uint8_t[]){(uint8_t)(list << 3 | 2), 1, 0x00}, 3);
        assert_int_equal(read_txn(&arena, vd_slice(bytes, sizeof(bytes)), &got), VD_TOO_MANY);
        assert_int_equal(arena.total_bytes, 0);
        vd_arena_deinit(&arena);
    }
}

static void txn_survives_short_memory(void **state)
{
    size_t cap = 1 << 16;
    uint8_t *bytes = malloc(cap);
    struct vd_arena arena;
    struct vd_txn got;

    for (long n = 0;; n++) {
        int rc;

        vd_alloc_fail_after(n);
        rc = read_txn(&arena, nested(100, bytes, cap), &got);
        vd_arena_deinit(&arena);
        if (!vd_alloc_fail_hit()) {
            assert_int_equal(rc, 0);
            break;
        }
        assert_int_equal(rc, -ENOMEM);
    }
    vd_alloc_fail_after(-1);
    free(bytes);
}

/* --- encoding --------------------------------------------------------------------------------- */

static void header_is_what_protobuf_reads(void **state)
{
    static const struct vd_etcd3_identity IDENTITIES[] = {
        {1, 2, 3}, {UINT64_MAX, UINT64_MAX, UINT64_MAX}, {0, 0, 0}};
    static const int64_t REVISIONS[] = {0, 1, 127, 128, INT64_MAX};

    for (size_t i = 0; i < 3; i++)
        for (size_t k = 0; k < 5; k++) {
            struct vd_etcd3_header header;
            Etcdserverpb__PutResponse *m;

            vd_etcd3_header_make(&IDENTITIES[i], REVISIONS[k], &header);
            m = etcdserverpb__put_response__unpack(NULL, header.len, header.bytes);
            assert_non_null(m);
            assert_true(m->header->cluster_id == IDENTITIES[i].cluster_id);
            assert_true(m->header->member_id == IDENTITIES[i].member_id);
            assert_true(m->header->raft_term == IDENTITIES[i].term);
            assert_int_equal(m->header->revision, REVISIONS[k]);
            etcdserverpb__put_response__free_unpacked(m, NULL);
        }
}

static void assert_kv(const Mvccpb__KeyValue *kv, const struct vd_row *row)
{
    assert_non_null(kv);
    assert_data(kv->key, row->key);
    assert_data(kv->value, row->value);
    assert_int_equal(kv->create_revision, row->create_revision);
    assert_int_equal(kv->mod_revision, row->mod_revision);
    assert_int_equal(kv->version, row->version);
    assert_int_equal(kv->lease, row->lease);
}

static const struct vd_row ROWS[] = {
    {VD_SLICE("k"), VD_SLICE("v"), 2, 3, 4, 5},
    {VD_SLICE("k"), VD_SLICE(""), INT64_MAX, INT64_MAX, INT64_MAX, INT64_MIN},
    {VD_SLICE("key\0zero"),
     VD_SLICE("a longer value than one byte of length could ever say: "
              "................................................."
              "................................................."),
     300, 20000, 1, 0},
};

static void row_is_what_protobuf_reads(void **state)
{
    for (size_t i = 0; i < sizeof(ROWS) / sizeof(ROWS[0]); i++) {
        size_t n = vd_etcd3_row_size(&ROWS[i]);
        Mvccpb__KeyValue *kv;

        assert_ptr_equal(vd_etcd3_row_put(packed, &ROWS[i]), packed + n);
        kv = mvccpb__key_value__unpack(NULL, n, packed);
        assert_kv(kv, &ROWS[i]);
        assert_int_equal(mvccpb__key_value__get_packed_size(kv), n);
        mvccpb__key_value__free_unpacked(kv, NULL);
    }
}

static const struct vd_event *make_event(struct vd_block *block, enum vd_event_type type,
                                         const struct vd_row *row)
{
    struct vd_event *event = vd_block_add(block, row->key, row->value, VD_SLICE("cause"));

    event->type = (uint8_t)type;
    event->revision = row->mod_revision;
    event->create_revision = row->create_revision;
    event->version = row->version;
    event->lease = row->lease;
    return event;
}

static void assert_event(const struct vd_event *event, const struct vd_event *prev,
                         Mvccpb__Event__EventType type, const struct vd_row *kv,
                         const struct vd_row *prev_kv)
{
    struct vd_etcd3_event_sizes sizes = vd_etcd3_event_measure(event, prev);
    size_t n = sizes.field;
    Etcdserverpb__WatchResponse *m;

    assert_ptr_equal(vd_etcd3_event_write(packed, event, prev, &sizes), packed + n);
    m = etcdserverpb__watch_response__unpack(NULL, n, packed);
    assert_non_null(m);
    assert_int_equal(m->n_events, 1);
    assert_int_equal(m->events[0]->type, type);
    assert_kv(m->events[0]->kv, kv);
    if (prev_kv)
        assert_kv(m->events[0]->prev_kv, prev_kv);
    else
        assert_null(m->events[0]->prev_kv);
    assert_int_equal(etcdserverpb__watch_response__get_packed_size(m), n);
    etcdserverpb__watch_response__free_unpacked(m, NULL);
}

static void event_is_what_protobuf_reads(void **state)
{
    struct vd_block *block = vd_block_new(16, 4096);
    struct vd_row deleted = {VD_SLICE("k"), VD_SLICE("not shown"), 0, 9, 0, 7};
    struct vd_row shown = {VD_SLICE("k"), VD_SLICE(""), 0, 9, 0, 0};
    const struct vd_event *put, *del, *prev;

    prev = make_event(block, VD_EVENT_PUT, &ROWS[1]);
    del = make_event(block, VD_EVENT_DELETE, &deleted);
    for (size_t i = 0; i < sizeof(ROWS) / sizeof(ROWS[0]); i++) {
        put = make_event(block, VD_EVENT_PUT, &ROWS[i]);
        assert_event(put, NULL, MVCCPB__EVENT__EVENT_TYPE__PUT, &ROWS[i], NULL);
        assert_event(put, prev, MVCCPB__EVENT__EVENT_TYPE__PUT, &ROWS[i], &ROWS[1]);
    }
    assert_event(del, NULL, MVCCPB__EVENT__EVENT_TYPE__DELETE, &shown, NULL);
    assert_event(del, prev, MVCCPB__EVENT__EVENT_TYPE__DELETE, &shown, &ROWS[1]);
    vd_block_unref(block);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(range_request_is_read_field_by_field),
        cmocka_unit_test(put_request_is_read_field_by_field),
        cmocka_unit_test(delete_and_compaction_requests_are_read),
        cmocka_unit_test(unknown_fields_are_ignored),
        cmocka_unit_test(cut_message_is_invalid),
        cmocka_unit_test(watch_create_is_read_field_by_field),
        cmocka_unit_test(filters_are_read_packed_and_one_by_one),
        cmocka_unit_test(watch_request_of_no_kind_is_none),
        cmocka_unit_test(txn_is_read_with_everything_in_it),
        cmocka_unit_test(compare_operand_of_another_target_does_not_count),
        cmocka_unit_test(operation_that_is_none_is_told),
        cmocka_unit_test(nesting_is_bounded),
        cmocka_unit_test(lists_are_bounded_before_anything_is_made_of_them),
        cmocka_unit_test(txn_survives_short_memory),
        cmocka_unit_test(header_is_what_protobuf_reads),
        cmocka_unit_test(row_is_what_protobuf_reads),
        cmocka_unit_test(event_is_what_protobuf_reads),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
