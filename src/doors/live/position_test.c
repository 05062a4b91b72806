/* SPDX-License-Identifier: Apache-2.0 */
#include "doors/live/position.h"

#include "base/check.h"
#include "base/hash.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <time.h>

#include <cmocka.h>

enum { NOW_MS = 1000000000 };

static const struct {
    const char *text;
    int rc;
    struct vd_live_point point;
} points[] = {
    {"0", 0, {.kind = VD_LIVE_POSITION, .pos = {1, 0}}},
    {"42", 0, {.kind = VD_LIVE_POSITION, .pos = {43, 0}}},
    {"42.0", 0, {.kind = VD_LIVE_POSITION, .pos = {42, 1}}},
    {"42.7", 0, {.kind = VD_LIVE_POSITION, .pos = {42, 8}}},
    {"00000000000000ff:42.7",
     0,
     {.kind = VD_LIVE_POSITION, .has_store = true, .store = 255, .pos = {42, 8}}},
    {"ffffffffffffffff:0",
     0,
     {.kind = VD_LIVE_POSITION, .has_store = true, .store = UINT64_MAX, .pos = {1, 0}}},
    {"999999999999999999", 0, {.kind = VD_LIVE_POSITION, .pos = {1000000000000000000, 0}}},
    {"1.4294967294", 0, {.kind = VD_LIVE_POSITION, .pos = {1, UINT32_MAX}}},
    {"-1s", 0, {.kind = VD_LIVE_TIME, .time_ms = NOW_MS - 1000}},
    {"-1h30m", 0, {.kind = VD_LIVE_TIME, .time_ms = NOW_MS - 5400000}},
    {"-500ms", 0, {.kind = VD_LIVE_TIME, .time_ms = NOW_MS - 500}},
    {"-2d", 0, {.kind = VD_LIVE_TIME, .time_ms = NOW_MS - 172800000}},
    {"1970-01-01T00:00:00Z", 0, {.kind = VD_LIVE_TIME, .time_ms = 0}},
    {"2026-11-20T10:00:00Z", 0, {.kind = VD_LIVE_TIME, .time_ms = 1795168800000}},
    {"2026-11-20t10:00:00.1239z", 0, {.kind = VD_LIVE_TIME, .time_ms = 1795168800123}},
    {"2026-11-20T12:00:00+02:00", 0, {.kind = VD_LIVE_TIME, .time_ms = 1795168800000}},
    {"2026-11-20T12:00:00 02:00", 0, {.kind = VD_LIVE_TIME, .time_ms = 1795168800000}},
    {"2026-11-20T08:30:00-01:30", 0, {.kind = VD_LIVE_TIME, .time_ms = 1795168800000}},
    {"2024-02-29T23:59:60Z", 0, {.kind = VD_LIVE_TIME, .time_ms = 1709251200000}},
};

static const char *const wrong[] = {
    "",
    "-",
    "-5",
    "5s",
    "-5x",
    "-m",
    "x",
    "42.",
    ".1",
    "42.1.2",
    "0.1",
    "+1",
    " 1",
    "1 ",
    "1.4294967295",
    "1000000000000000000",
    "00000000000000FF:1",
    "0000000000000ff:1",
    "00000000000000ff:",
    "ff:1",
    "-1s2",
    "-99999999999999d",
    "2026-11-20",
    "2026-11-20T10:00Z",
    "2026-11-20T10:00:00",
    "2026-13-20T10:00:00Z",
    "2026-02-29T10:00:00Z",
    "2026-11-20T24:00:00Z",
    "2026-11-20T10:00:61Z",
    "2026-11-20T10:00:00.Z",
    "2026-11-20T10:00:00Zx",
    "2026-11-20T10:00:00+25:00",
    "9999999999999999999999",
    "*",
};

static void what_is_said_is_understood_or_refused(void **state)
{
    struct vd_live_point point;

    for (size_t i = 0; i < VD_COUNT(points); i++) {
        assert_int_equal(vd_live_point_parse(vd_slice_str(points[i].text), NOW_MS, &point),
                         points[i].rc);
        assert_int_equal(point.kind, points[i].point.kind);
        assert_int_equal(point.has_store, points[i].point.has_store);
        assert_true(point.store == points[i].point.store);
        assert_int_equal(vd_pos_cmp(point.pos, points[i].point.pos), 0);
        assert_int_equal(point.time_ms, points[i].point.time_ms);
    }
    for (size_t i = 0; i < VD_COUNT(wrong); i++)
        assert_int_equal(vd_live_point_parse(vd_slice_str(wrong[i]), NOW_MS, &point), VD_INVALID);
    /* A position alone is no time. */
    assert_int_equal(vd_live_position_parse(VD_SLICE("-5m"), &point), VD_INVALID);
}

static void a_position_that_was_written_reads_back(void **state)
{
    uint8_t text[VD_LIVE_FULL_POS_BYTES];

    for (uint64_t i = 0; i < 2000; i++) {
        uint64_t random = vd_hash_u64(i);
        struct vd_pos pos = {(int64_t)(random >> (5 + random % 58)) + 1,
                             random % 3 ? 0 : (uint32_t)(random >> 40)};
        struct vd_live_point point;
        uint8_t *end = vd_live_full_pos_put(text, random, pos);

        if (pos.revision >= 999999999999999999)
            continue;
        assert_in_range(end - text, 1, VD_LIVE_FULL_POS_BYTES);
        assert_int_equal(vd_live_position_parse(vd_slice(text, (size_t)(end - text)), &point), 0);
        assert_int_equal(vd_pos_cmp(point.pos, pos), 0);
        assert_true(point.has_store && point.store == random);
    }
}

/* The calendar against the C library's. */
static void a_time_is_written_as_it_was_and_reads_back(void **state)
{
    for (uint64_t i = 0; i < 5000; i++) {
        int64_t ms = (int64_t)(vd_hash_u64(i) % 253402300800000);
        time_t seconds = ms / 1000;
        struct vd_live_point point;
        char expected[64];
        struct tm tm;
        uint8_t text[VD_LIVE_TIME_BYTES];
        size_t n;

        gmtime_r(&seconds, &tm);
        n = strftime(expected, sizeof(expected), "%Y-%m-%dT%H:%M:%S", &tm);
        n += (size_t)snprintf(expected + n, sizeof(expected) - n, ".%03dZ", (int)(ms % 1000));
        if (tm.tm_year < -900) /* years of four digits */
            continue;
        assert_ptr_equal(vd_live_time_put(text, ms), text + VD_LIVE_TIME_BYTES);
        assert_int_equal(n, VD_LIVE_TIME_BYTES);
        assert_memory_equal(text, expected, n);
        assert_int_equal(vd_live_point_parse(vd_slice(text, sizeof(text)), NOW_MS, &point), 0);
        assert_int_equal(point.time_ms, ms);
    }
}

static void a_bare_number_is_seconds_only_where_that_is_meant(void **state)
{
    int64_t ms;

    assert_int_equal(vd_live_duration_parse(VD_SLICE("30"), true, &ms), 0);
    assert_int_equal(ms, 30000);
    assert_int_equal(vd_live_duration_parse(VD_SLICE("30"), false, &ms), VD_INVALID);
    assert_int_equal(vd_live_duration_parse(VD_SLICE("1m30"), true, &ms), VD_INVALID);
    assert_int_equal(vd_live_duration_parse(VD_SLICE("0"), true, &ms), 0);
    assert_int_equal(ms, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_said_is_understood_or_refused),
        cmocka_unit_test(a_position_that_was_written_reads_back),
        cmocka_unit_test(a_time_is_written_as_it_was_and_reads_back),
        cmocka_unit_test(a_bare_number_is_seconds_only_where_that_is_meant),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
