/* SPDX-License-Identifier: Apache-2.0 */
/* Transactions are written in a small language: "p:a" puts a, "d:a" deletes a, "d:a-c" deletes
 * [a, c), "d:a+" everything from a on, "r:a" reads a, and "(then|else)" is a transaction. */
#include "base/alloc.h"
#include "doors/etcd3/check.h"
#include "doors/etcd3/decode.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static const char *read_ops(struct vd_arena *arena, const char *at, const struct vd_op **out_ops,
                            uint32_t *out_count);

static const char *read_txn(struct vd_arena *arena, const char *at, struct vd_txn *txn)
{
    *txn = (struct vd_txn){0};
    at = read_ops(arena, at, &txn->success, &txn->success_count);
    if (*at == '|')
        at = read_ops(arena, at + 1, &txn->failure, &txn->failure_count);
    return at;
}

static const char *read_key_op(const char *at, struct vd_op *op)
{
    struct vd_slice key = vd_slice(at + 2, 1), end = VD_SLICE_EMPTY;
    char type = at[0];

    at += 3;
    if (*at == '-') {
        end = vd_slice(at + 1, 1);
        at += 2;
    } else if (*at == '+') {
        end = VD_SLICE("\0");
        at++;
    }
    *op = (struct vd_op){.type = type == 'p'   ? VD_OP_PUT
                                 : type == 'd' ? VD_OP_DELETE
                                               : VD_OP_RANGE};
    if (type == 'p')
        op->put.key = key;
    else if (type == 'd')
        op->del = (struct vd_delete_op){.key = key, .end = end};
    else
        op->range.key = key;
    return at;
}

static const char *read_ops(struct vd_arena *arena, const char *at, const struct vd_op **out_ops,
                            uint32_t *out_count)
{
    struct vd_op *ops = vd_arena_alloc_zero(arena, 8 * sizeof(*ops));

    *out_ops = ops;
    *out_count = 0;
    while (*at && *at != '|' && *at != ')') {
        struct vd_op *op = &ops[(*out_count)++];

        if (*at == ' ') {
            (*out_count)--;
            at++;
        } else if (*at == '(') {
            struct vd_txn *txn = vd_arena_alloc(arena, sizeof(*txn));

            at = read_txn(arena, at + 1, txn) + 1;
            *op = (struct vd_op){.type = VD_OP_TXN, .txn = txn};
        } else {
            at = read_key_op(at, op);
        }
    }
    return at;
}

static const struct vd_etcd3_error *check(const char *text)
{
    const struct vd_etcd3_error *error;
    struct vd_arena arena;
    struct vd_txn txn;

    vd_arena_init(&arena, 1 << 20);
    read_txn(&arena, text, &txn);
    error = vd_etcd3_check_txn(&arena, &txn, VD_ETCD3_TXN_OPS);
    vd_arena_deinit(&arena);
    return error;
}

static void key_may_be_written_once(void **state)
{
    static const struct {
        const char *txn;
        bool ok;
    } CASES[] = {
        {"", true},
        {"p:a", true},
        {"p:a p:b", true},
        {"p:a p:a", false},
        {"p:a|p:a", true},
        {"|p:a p:a", false},
        {"p:a r:a", true},
        {"d:a d:a", true},
        {"d:a-c d:b-d", true},
        {"p:a d:a", false},
        {"d:a p:a", false},
        {"d:a-c p:b", false},
        {"d:a-c p:c", true},
        {"d:b+ p:a", true},
        {"d:b+ p:z", true}, /* etcd overlooks it */
        {"p:b d:a-c", false},
        /* Branches of one nested transaction exclude each other. */
        {"(p:a|p:a)", true},
        {"(p:a p:b|p:b p:a)", true},
        {"(p:a p:a|)", false},
        {"(p:a|p:a) p:a", false},
        {"(p:a|) p:a", false},
        {"(|p:a) p:a", false},
        {"(p:a|) (p:a|)", false},
        {"(p:a|) (|p:a)", false},
        {"((p:a|p:a)|p:a)", true},
        {"((p:a|p:a)|p:a) p:a", false},
        {"(p:a|(p:a|p:a))", true},
        /* Deletes above count for what is below. */
        {"d:a (p:a|)", false},
        {"(p:a|) d:a", false},
        {"(|p:a) d:a-b", false},
        {"d:a (p:b|)", true},
        /* A nested transaction's deletes count for those after it, and for its parent's puts. */
        {"(d:a|) (p:a|)", false},
        {"(|d:a) (p:a|)", false},
        {"(p:a|) (d:a|)", true},
        {"(d:a|) p:a", false},
        {"(d:a|p:a)", true},
        {"((d:a|)|) p:a", false},
    };

    for (size_t i = 0; i < VD_COUNT(CASES); i++) {
        const struct vd_etcd3_error *error = check(CASES[i].txn);

        if (!error != CASES[i].ok)
            print_error("%s\n", CASES[i].txn);
        assert_ptr_equal(error, CASES[i].ok ? NULL : &VD_ETCD3_DUPLICATE_KEY);
    }
}

static void requests_without_a_key_are_refused(void **state)
{
    struct vd_range_op range = {0};
    struct vd_put_op put = {0};
    struct vd_delete_op del = {0};
    struct vd_compare compare = {0};
    struct vd_op op = {.type = VD_OP_PUT};
    struct vd_txn txn = {.compares = &compare, .compare_count = 1};
    struct vd_arena arena;

    vd_arena_init(&arena, 1 << 16);
    assert_ptr_equal(vd_etcd3_check_range(&range), &VD_ETCD3_EMPTY_KEY);
    assert_ptr_equal(vd_etcd3_check_put(&put), &VD_ETCD3_EMPTY_KEY);
    assert_ptr_equal(vd_etcd3_check_delete(&del), &VD_ETCD3_EMPTY_KEY);
    assert_ptr_equal(vd_etcd3_check_txn(&arena, &txn, VD_ETCD3_TXN_OPS), &VD_ETCD3_EMPTY_KEY);
    txn = (struct vd_txn){.failure = &op, .failure_count = 1};
    assert_ptr_equal(vd_etcd3_check_txn(&arena, &txn, VD_ETCD3_TXN_OPS), &VD_ETCD3_EMPTY_KEY);
    vd_arena_deinit(&arena);
}

static void contradictions_are_refused(void **state)
{
    struct vd_put_op value = {.key = VD_SLICE("k"), .value = VD_SLICE("v"), .ignore_value = true};
    struct vd_put_op lease = {.key = VD_SLICE("k"), .lease = 1, .ignore_lease = true};
    struct vd_put_op fine = {.key = VD_SLICE("k"), .ignore_value = true, .ignore_lease = true};
    struct vd_range_op order = {.key = VD_SLICE("k"), .order = (enum vd_sort_order)3};
    struct vd_range_op target = {.key = VD_SLICE("k"), .target = (enum vd_sort_target)5};
    struct vd_range_op sorted = {
        .key = VD_SLICE("k"), .order = VD_SORT_DESCEND, .target = VD_SORT_BY_VALUE};

    assert_ptr_equal(vd_etcd3_check_put(&value), &VD_ETCD3_VALUE_PROVIDED);
    assert_ptr_equal(vd_etcd3_check_put(&lease), &VD_ETCD3_LEASE_PROVIDED);
    assert_null(vd_etcd3_check_put(&fine));
    assert_ptr_equal(vd_etcd3_check_range(&order), &VD_ETCD3_SORT_OPTION);
    assert_ptr_equal(vd_etcd3_check_range(&target), &VD_ETCD3_SORT_OPTION);
    order.order = (enum vd_sort_order) - 1;
    assert_ptr_equal(vd_etcd3_check_range(&order), &VD_ETCD3_SORT_OPTION);
    assert_null(vd_etcd3_check_range(&sorted));
}

/* A parent's longest list is taken off what its nested transactions may have. */
static void nested_transactions_share_the_budget(void **state)
{
    struct vd_op inner_ops[VD_ETCD3_TXN_OPS], outer_ops[VD_ETCD3_TXN_OPS];
    struct vd_txn inner = {.success = inner_ops}, outer = {.success = outer_ops};
    struct vd_arena arena;

    for (size_t i = 0; i < VD_ETCD3_TXN_OPS; i++)
        inner_ops[i] = outer_ops[i] =
            (struct vd_op){.type = VD_OP_RANGE, .range = {.key = VD_SLICE("k")}};
    outer_ops[0] = (struct vd_op){.type = VD_OP_TXN, .txn = &inner};
    outer.success_count = 100;
    vd_arena_init(&arena, 1 << 20);
    inner.success_count = 28;
    assert_null(vd_etcd3_check_txn(&arena, &outer, VD_ETCD3_TXN_OPS));
    inner.success_count = 29;
    assert_ptr_equal(vd_etcd3_check_txn(&arena, &outer, VD_ETCD3_TXN_OPS), &VD_ETCD3_TOO_MANY_OPS);
    vd_arena_deinit(&arena);
}

static void errors_are_etcds_word_for_word(void **state)
{
    static const struct {
        int rc;
        enum vd_rpc_code code;
        const char *message;
    } CASES[] = {
        {VD_COMPACTED, VD_RPC_OUT_OF_RANGE,
         "etcdserver: mvcc: required revision has been compacted"},
        {VD_FUTURE, VD_RPC_OUT_OF_RANGE,
         "etcdserver: mvcc: required revision is a future revision"},
        {VD_NOT_FOUND, VD_RPC_INVALID_ARGUMENT, "etcdserver: key not found"},
        {VD_LEASE_GONE, VD_RPC_NOT_FOUND, "etcdserver: requested lease not found"},
        {VD_EXISTS, VD_RPC_FAILED_PRECONDITION, "etcdserver: lease already exists"},
        {VD_INVALID, VD_RPC_INVALID_ARGUMENT, "etcdserver: invalid sort option"},
        {VD_TOO_LARGE, VD_RPC_INVALID_ARGUMENT, "etcdserver: request is too large"},
        {VD_TOO_MANY, VD_RPC_RESOURCE_EXHAUSTED, "etcdserver: too many requests"},
        {VD_OVER_QUOTA, VD_RPC_RESOURCE_EXHAUSTED, "etcdserver: mvcc: database space exceeded"},
        {VD_DENIED, VD_RPC_PERMISSION_DENIED, "etcdserver: permission denied"},
        {VD_READ_ONLY, VD_RPC_FAILED_PRECONDITION, "etcdserver: not capable"},
        {VD_CORRUPT, VD_RPC_DATA_LOSS, "etcdserver: corrupt cluster"},
        {VD_UNAVAILABLE, VD_RPC_UNAVAILABLE, "etcdserver: server stopped"},
        {-ENOMEM, VD_RPC_RESOURCE_EXHAUSTED, "vedette: out of memory"},
        {-EIO, VD_RPC_UNKNOWN, "vedette: internal error"},
        {VD_WAIT, VD_RPC_UNKNOWN, "vedette: internal error"},
    };
    static const struct {
        const struct vd_etcd3_error *error;
        const char *message;
    } REFUSALS[] = {
        {&VD_ETCD3_EMPTY_KEY, "etcdserver: key is not provided"},
        {&VD_ETCD3_KEY_NOT_FOUND, "etcdserver: key not found"},
        {&VD_ETCD3_VALUE_PROVIDED, "etcdserver: value is provided"},
        {&VD_ETCD3_LEASE_PROVIDED, "etcdserver: lease is provided"},
        {&VD_ETCD3_TOO_MANY_OPS, "etcdserver: too many operations in txn request"},
        {&VD_ETCD3_DUPLICATE_KEY, "etcdserver: duplicate key given in txn request"},
        {&VD_ETCD3_SORT_OPTION, "etcdserver: invalid sort option"},
        {&VD_ETCD3_CLIENT_VERSION, "etcdserver: invalid client api version"},
        {&VD_ETCD3_REQUEST_TOO_LARGE, "etcdserver: request is too large"},
    };

    for (size_t i = 0; i < VD_COUNT(CASES); i++) {
        const struct vd_etcd3_error *error = vd_etcd3_error_of(CASES[i].rc);

        assert_int_equal(error->code, CASES[i].code);
        assert_string_equal(error->message, CASES[i].message);
    }
    for (size_t i = 0; i < VD_COUNT(REFUSALS); i++) {
        assert_int_equal(REFUSALS[i].error->code, VD_RPC_INVALID_ARGUMENT);
        assert_string_equal(REFUSALS[i].error->message, REFUSALS[i].message);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(key_may_be_written_once),
        cmocka_unit_test(requests_without_a_key_are_refused),
        cmocka_unit_test(contradictions_are_refused),
        cmocka_unit_test(nested_transactions_share_the_budget),
        cmocka_unit_test(errors_are_etcds_word_for_word),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
