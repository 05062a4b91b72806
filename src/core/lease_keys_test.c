/* SPDX-License-Identifier: Apache-2.0 */
#include "core/lease_keys.h"

#include "base/alloc.h"
#include "base/check.h"
#include "base/hash.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

enum { KEYS = 20000 };

/* In the order of their bytes. */
static struct vd_key *made[KEYS];
static bool is_in[KEYS];

static struct vd_key *make_key(const char *text)
{
    struct vd_key *key = vd_alloc_zero(sizeof(*key) + strlen(text));

    vd_assert(key);
    key->len = (uint32_t)strlen(text);
    memcpy(key->bytes, text, key->len);
    return key;
}

static int make_keys(void **state)
{
    for (unsigned i = 0; i < KEYS; i++) {
        char text[32];

        snprintf(text, sizeof(text), "/registry/%06u", i);
        made[i] = make_key(text);
    }
    return 0;
}

static int free_keys(void **state)
{
    for (unsigned i = 0; i < KEYS; i++)
        vd_free(made[i]);
    return 0;
}

/* Read in pieces of `piece`, the set holds exactly what is_in says, in order. */
static void check(const struct vd_lease_keys *keys, size_t piece)
{
    struct vd_key *out[512];
    struct vd_slice last;
    const struct vd_slice *after = NULL;
    unsigned at = 0;
    size_t count;

    do {
        count = vd_lease_keys_after(keys, after, out, piece);
        for (size_t i = 0; i < count; i++, at++) {
            while (at < KEYS && !is_in[at])
                at++;
            assert_true(at < KEYS);
            assert_ptr_equal(out[i], made[at]);
        }
        if (count)
            last = vd_key_slice(out[count - 1]);
        after = &last;
    } while (count == piece);
    while (at < KEYS && !is_in[at])
        at++;
    assert_int_equal(at, KEYS);
}

static void fill(struct vd_lease_keys *keys, unsigned first, unsigned count)
{
    for (unsigned i = first; i < first + count; i++) {
        assert_int_equal(vd_lease_keys_add(keys, made[i]), 0);
        is_in[i] = true;
    }
}

static void a_set_of_one_key_takes_no_memory(void **state)
{
    struct vd_lease_keys keys = {0};
    struct vd_key *out[2];
    struct vd_slice below = VD_SLICE("/"), above = VD_SLICE("0");

    vd_alloc_fail_after(0);
    assert_int_equal(vd_lease_keys_add(&keys, made[7]), 0);
    assert_int_equal(vd_lease_keys_add(&keys, made[7]), VD_EXISTS);
    assert_int_equal(vd_lease_keys_after(&keys, NULL, out, 2), 1);
    assert_ptr_equal(out[0], made[7]);
    assert_int_equal(vd_lease_keys_after(&keys, &below, out, 2), 1);
    assert_int_equal(vd_lease_keys_after(&keys, &above, out, 2), 0);
    assert_false(vd_lease_keys_remove(&keys, made[8]));
    assert_true(vd_lease_keys_remove(&keys, made[7]));
    assert_false(vd_lease_keys_remove(&keys, made[7]));
    assert_false(vd_alloc_fail_hit());
    vd_alloc_fail_after(-1);
    vd_lease_keys_deinit(&keys);
}

static void keys_come_out_in_the_order_of_their_bytes(void **state)
{
    struct vd_lease_keys keys = {0};
    uint64_t seed = 1;

    memset(is_in, 0, sizeof(is_in));
    for (unsigned i = 0; i < 20 * KEYS; i++) {
        unsigned at = (unsigned)((seed = vd_hash_u64(seed + 1)) % KEYS);
        /* Grows, then shrinks, then grows again. */
        bool adds = (seed >> 40) % 10 < ((i / (5 * KEYS)) % 2 ? 2 : 8);

        if (adds)
            assert_int_equal(vd_lease_keys_add(&keys, made[at]), is_in[at] ? VD_EXISTS : 0);
        else
            assert_int_equal(vd_lease_keys_remove(&keys, made[at]), is_in[at]);
        is_in[at] = adds;
        if (i % KEYS == 0)
            check(&keys, 1 + i % 500);
    }
    check(&keys, 512);
    vd_lease_keys_deinit(&keys);
}

static void keys_that_come_in_order_and_go_in_order_leave_nothing(void **state)
{
    struct vd_lease_keys keys = {0};

    memset(is_in, 0, sizeof(is_in));
    fill(&keys, 0, KEYS);
    check(&keys, 100);
    for (unsigned i = 0; i < KEYS; i++) {
        unsigned at = i % 2 ? KEYS - 1 - i / 2 : i / 2; /* from both ends */

        assert_true(vd_lease_keys_remove(&keys, made[at]));
        is_in[at] = false;
        if (i % 1000 == 0)
            check(&keys, 333);
    }
    assert_int_equal(keys.cap, 0);
    assert_null(keys.one);
}

static void without_memory_nothing_changes(void **state)
{
    for (unsigned size = 0; size < 1200; size += size < 8 ? 1 : 59) {
        for (long after = 0;; after++) {
            struct vd_lease_keys keys = {0};
            bool hit;
            int rc;

            memset(is_in, 0, sizeof(is_in));
            fill(&keys, 0, size);
            vd_alloc_fail_after(after);
            rc = vd_lease_keys_add(&keys, made[size]);
            hit = vd_alloc_fail_hit();
            assert_int_equal(rc, hit ? -ENOMEM : 0);
            is_in[size] = !rc;
            for (unsigned i = 0; i < size; i += 3)
                is_in[i] = !vd_lease_keys_remove(&keys, made[i]); /* which cannot fail */
            vd_alloc_fail_after(-1);
            check(&keys, 64);
            vd_lease_keys_deinit(&keys);
            if (!hit)
                break;
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_set_of_one_key_takes_no_memory),
        cmocka_unit_test(keys_come_out_in_the_order_of_their_bytes),
        cmocka_unit_test(keys_that_come_in_order_and_go_in_order_leave_nothing),
        cmocka_unit_test(without_memory_nothing_changes),
    };

    return cmocka_run_group_tests(tests, make_keys, free_keys);
}
