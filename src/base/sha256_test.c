/* SPDX-License-Identifier: Apache-2.0 */
#include "base/sha256.h"

#include "base/alloc.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

static void assert_digest(struct vd_sha256 *sum, const char *want)
{
    uint8_t digest[VD_SHA256_BYTES];
    char text[2 * VD_SHA256_BYTES + 1];

    assert_int_equal(vd_sha256_end(sum, digest), 0);
    for (size_t i = 0; i < sizeof(digest); i++)
        sprintf(text + 2 * i, "%02x", digest[i]);
    assert_string_equal(text, want);
    vd_sha256_free(sum);
}

static void sums_are_those_of_the_standard(void **state)
{
    struct vd_sha256 *sum = vd_sha256_new();

    assert_digest(sum, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    sum = vd_sha256_new();
    assert_int_equal(vd_sha256_add(sum, VD_SLICE("abc")), 0);
    assert_digest(sum, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

/* FIPS 180-4's own example. */
static void the_older_sum_is_that_of_the_standard(void **state)
{
    static const uint8_t want[VD_SHA1_BYTES] = {0xa9, 0x99, 0x3e, 0x36, 0x47, 0x06, 0x81,
                                                0x6a, 0xba, 0x3e, 0x25, 0x71, 0x78, 0x50,
                                                0xc2, 0x6c, 0x9c, 0xd0, 0xd8, 0x9d};
    uint8_t digest[VD_SHA1_BYTES];

    assert_int_equal(vd_sha1(VD_SLICE("abc"), digest), 0);
    assert_memory_equal(digest, want, sizeof(want));
}

static void the_sum_does_not_depend_on_the_pieces(void **state)
{
    struct vd_sha256 *sum = vd_sha256_new();
    uint8_t piece[1000];
    size_t left = 1000000;

    memset(piece, 'a', sizeof(piece));
    for (size_t n = 1; left; n = n % sizeof(piece) + 1) {
        size_t take = n < left ? n : left;

        assert_int_equal(vd_sha256_add(sum, vd_slice(piece, take)), 0);
        assert_int_equal(vd_sha256_add(sum, VD_SLICE_EMPTY), 0);
        left -= take;
    }
    assert_digest(sum, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

static void without_memory_there_is_none(void **state)
{
    vd_alloc_fail_after(0);
    assert_null(vd_sha256_new());
    vd_alloc_fail_after(-1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sums_are_those_of_the_standard),
        cmocka_unit_test(the_older_sum_is_that_of_the_standard),
        cmocka_unit_test(the_sum_does_not_depend_on_the_pieces),
        cmocka_unit_test(without_memory_there_is_none),
    };

    return cmocka_run_group_tests_name("sha256", tests, NULL, NULL);
}
