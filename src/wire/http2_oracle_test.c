/* SPDX-License-Identifier: Apache-2.0 */
/* Random scripts from a printed seed; argv[1]: the first seed, argv[2]: how many. */
#include "wire/test_http2_oracle.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static unsigned long first_seed = 1, seeds = 120;

static uint64_t next(uint64_t *random)
{
    *random ^= *random << 13;
    *random ^= *random >> 7;
    *random ^= *random << 17;
    return *random;
}

static void both_sides_see_what_the_other_sent(void **state)
{
    struct vd_oracle_sums sums, all = {0};
    uint8_t script[3000];

    for (unsigned long seed = first_seed; seed < first_seed + seeds; seed++) {
        uint64_t random = seed * 0x9e3779b97f4a7c15ULL;
        const char *wrong;
        size_t len = 100 + next(&random) % (sizeof(script) - 100);

        for (size_t i = 0; i < len; i++)
            script[i] = (uint8_t)(next(&random) >> 32);
        wrong = vd_oracle_run(vd_slice(script, len), &sums);
        if (wrong)
            fail_msg("seed %lu: %s", seed, wrong);
        all.requests += sums.requests;
        all.completed += sums.completed;
        all.resets += sums.resets;
        all.body_bytes += sums.body_bytes;
        all.answer_bytes += sums.answer_bytes;
    }
    print_message("%u requests, %u completed, %u reset, %zu bytes in, %zu out\n", all.requests,
                  all.completed, all.resets, all.body_bytes, all.answer_bytes);
    /* A run in which nothing happened proves nothing. */
    assert_true(all.completed > 10 * seeds && all.resets > seeds / 2);
    assert_true(all.body_bytes > 1000 * seeds && all.answer_bytes > 1000 * seeds);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(both_sides_see_what_the_other_sent),
    };

    if (argc > 1)
        first_seed = strtoul(argv[1], NULL, 10);
    if (argc > 2)
        seeds = strtoul(argv[2], NULL, 10);
    return cmocka_run_group_tests_name("http2_oracle", tests, NULL, NULL);
}
