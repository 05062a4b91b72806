/* SPDX-License-Identifier: Apache-2.0 */
#include "core/key_sort.h"

#include "base/hash.h"
#include "base/slice.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

enum { KEYS = 20000, LEN = 40 };

static uint8_t keys[KEYS][LEN];
static struct vd_sort_item items[KEYS], expected[KEYS];

static int compare(const void *a, const void *b)
{
    const struct vd_sort_item *x = a, *y = b;
    int order = vd_slice_cmp(vd_slice(x->key, x->len), vd_slice(y->key, y->len));

    return order ? order : (x->row > y->row) - (x->row < y->row);
}

static void check(size_t count)
{
    memcpy(expected, items, count * sizeof(items[0]));
    qsort(expected, count, sizeof(expected[0]), compare);
    vd_key_sort(items, count);
    for (size_t i = 0; i < count; i++)
        assert_int_equal(items[i].row, expected[i].row);
}

/* letters: few make long common beginnings, and zeros at the end of others' keys. */
static void draw(size_t count, unsigned letters, unsigned len, uint64_t seed)
{
    for (uint32_t i = 0; i < count; i++) {
        uint64_t random = vd_hash_u64(seed * KEYS + i);

        items[i] =
            (struct vd_sort_item){.key = keys[i], .len = (uint32_t)(random % (len + 1)), .row = i};
        for (unsigned j = 0; j < items[i].len; j++) {
            random = vd_hash_u64(random);
            keys[i][j] = (uint8_t)(random % letters);
        }
    }
}

static void keys_come_out_in_the_order_of_their_bytes_and_then_of_their_rows(void **state)
{
    static const size_t counts[] = {0, 1, 2, 13, 100, 5000, KEYS};

    for (unsigned i = 0; i < sizeof(counts) / sizeof(counts[0]); i++) {
        for (unsigned letters = 1; letters <= 256; letters *= 16) {
            draw(counts[i], letters, LEN, i);
            check(counts[i]);
            draw(counts[i], letters, 3, i);
            check(counts[i]);
        }
    }
}

static void sorted_and_reversed_keys_are_no_trouble(void **state)
{
    for (int reversed = 0; reversed < 2; reversed++) {
        for (uint32_t i = 0; i < KEYS; i++) {
            int n = snprintf((char *)keys[i], LEN, "/registry/pods/%08u", reversed ? KEYS - i : i);

            items[i] = (struct vd_sort_item){.key = keys[i], .len = (uint32_t)n, .row = i};
        }
        check(KEYS);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keys_come_out_in_the_order_of_their_bytes_and_then_of_their_rows),
        cmocka_unit_test(sorted_and_reversed_keys_are_no_trouble),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
