/* SPDX-License-Identifier: Apache-2.0 */
#include "doors/live/ws_command.h"

#include "base/alloc.h"
#include "base/check.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

enum { ARENA_BYTES = 1 << 16 };

/* "VERB id=.. key=.. query=.. value=.. lease=.. if=.. prefix", of what is there. */
static void describe(const struct vd_live_ws_command *c, char *to, size_t size)
{
    static const char *const verbs[] = {"subscribe", "cancel", "pause", "resume", "put", "delete"};
    int n = snprintf(to, size, "%s", verbs[c->verb]);

#define ADD(...) n += snprintf(to + n, size - (size_t)n, __VA_ARGS__)
#define TEXT(s)  (int)(s).len, (const char *)(s).ptr
    if (c->id.len)
        ADD(" id=%.*s", TEXT(c->id));
    if (c->key.len)
        ADD(" key=%.*s", TEXT(c->key));
    if (c->query.len)
        ADD(" query=%.*s", TEXT(c->query));
    if (c->value.ptr)
        ADD(" value=%.*s", TEXT(c->value));
    if (c->lease)
        ADD(" lease=%lld", (long long)c->lease);
    if (c->ttl_ms)
        ADD(" ttl=%lld", (long long)c->ttl_ms);
    if (c->is_conditional)
        ADD(" if=%lld", (long long)c->revision);
    if (c->is_prefix)
        ADD(" prefix");
}

static int parse(const char *text, char *to, size_t size)
{
    struct vd_live_ws_command command;
    struct vd_arena arena;
    const char *what = NULL;
    int rc;

    vd_arena_init(&arena, ARENA_BYTES);
    rc = vd_live_ws_command_parse(&arena, vd_slice_str(text), &command, &what);
    if (rc == 0)
        describe(&command, to, size);
    else
        snprintf(to, size, "%.*s|%s", TEXT(command.id), rc == VD_INVALID ? what : "");
    vd_arena_deinit(&arena);
    return rc;
}

static void messages_are_commands(void **state)
{
    static const char *const rows[][2] = {
        {"{\"type\":\"put\",\"key\":\"k\",\"value\":\"v\",\"ttl\":\"1m30s\"}",
         "put key=k value=v ttl=90000"},
        {"{\"type\":\"subscribe\",\"id\":\"a\",\"key\":\"k\"}", "subscribe id=\"a\" key=k"},
        {"{\"type\":\"subscribe\",\"id\":7,\"key\":\"a b/\\u00e4\",\"prefix\":true,\"list\":false,"
         "\"since\":\"42.1\",\"rate\":0.5,\"until\":99,\"prev\":null}",
         "subscribe id=7 key=a%20b/%C3%A4 "
         "query=prefix=true&list=false&since=42.1&rate=0.5&until=99"},
        {"{\"type\":\"subscribe\",\"id\":\"\",\"key64\":\"AP8=\",\"glob\":\"*&a=b\"}",
         "subscribe id=\"\" key=%00%FF query=glob=%2A%26a%3Db"},
        {"{\"type\":\"subscribe\",\"id\":1,\"prefix\":true}", "subscribe id=1 query=prefix=true"},
        {" { \"id\" : 1e3 , \"type\" : \"cancel\" } ", "cancel id=1e3"},
        {"{\"type\":\"cancel\"}", "cancel"},
        {"{\"type\":\"pause\",\"id\":\"\\u003c\"}", "pause id=\"\\u003c\""},
        {"{\"type\":\"resume\",\"id\":null}", "resume"},
        {"{\"type\":\"put\",\"key\":\"k\",\"value\":\"\"}", "put key=k value="},
        {"{\"type\":\"put\",\"id\":1,\"key64\":\"az8=\",\"value64\":\"aGk\",\"lease\":"
         "\"7587848390123456789\",\"if\":41}",
         "put id=1 key=k? value=hi lease=7587848390123456789 if=41"},
        {"{\"type\":\"put\",\"key\":\"k\",\"value\":\"v\",\"if\":0}", "put key=k value=v if=0"},
        {"{\"type\":\"delete\",\"key\":\"k\",\"if\":3}", "delete key=k if=3"},
        {"{\"type\":\"delete\",\"key\":\"k\",\"prefix\":true}", "delete key=k prefix"},
        {"{\"type\":\"delete\",\"key\":\"\",\"prefix\":true}", "delete prefix"},
    };
    char said[400];

    for (size_t i = 0; i < VD_COUNT(rows); i++) {
        assert_int_equal(parse(rows[i][0], said, sizeof(said)), 0);
        assert_string_equal(said, rows[i][1]);
    }
}

static void what_makes_no_sense_is_told_with_its_id(void **state)
{
    static const char *const rows[][2] = {
        {"", "|the text ends before the value does"},
        {"{\"type\":\"put\"", "|the text ends before the value does"},
        {"type", "|it is not JSON"},
        {"[[[[[", "|nested too deep"},
        {"[]", "|a message is a JSON object"},
        {"{\"id\":1}", "1|type is subscribe, cancel, pause, resume, put or delete"},
        {"{\"id\":1,\"type\":2}", "1|type is subscribe, cancel, pause, resume, put or delete"},
        {"{\"id\":[],\"type\":\"cancel\"}",
         "|id is a string or a number, of at most 64 bytes as it is written"},
        {"{\"id\":\"0123456789012345678901234567890123456789012345678901234567890123456789\","
         "\"type\":\"cancel\"}",
         "|id is a string or a number, of at most 64 bytes as it is written"},
        {"{\"type\":\"subscribe\",\"key\":\"a\"}", "|a subscription needs an id"},
        {"{\"type\":\"subscribe\",\"id\":1,\"key\":2}",
         "1|key is a string, or key64 one of base64"},
        {"{\"type\":\"subscribe\",\"id\":1,\"key\":\"a\",\"key64\":\"YQ==\"}",
         "1|key is a string, or key64 one of base64"},
        {"{\"type\":\"subscribe\",\"id\":1,\"key64\":\"=\"}",
         "1|key is a string, or key64 one of base64"},
        {"{\"type\":\"subscribe\",\"id\":1,\"key\":\"a\",\"since\":{}}",
         "1|a parameter is a string, a number, true or false"},
        {"{\"type\":\"pause\",\"id\":1,\"key\":\"a\"}",
         "1|of a watch that is there only the id is said"},
        {"{\"type\":\"put\",\"id\":1,\"value\":\"\"}", "1|a put needs a key"},
        {"{\"type\":\"put\",\"id\":1,\"key\":\"a\"}", "1|a put needs a value"},
        {"{\"type\":\"put\",\"id\":1,\"key\":\"a\",\"value\":null}",
         "1|value is a string, or value64 one of base64"},
        {"{\"type\":\"put\",\"id\":1,\"key\":\"a\",\"value\":\"\",\"til\":1}",
         "1|a put has id, key, value, ttl, lease and if"},
        {"{\"type\":\"put\",\"id\":1,\"key\":\"a\",\"value\":\"\",\"ttl\":\"soon\"}",
         "1|ttl is a time, like 30s"},
        {"{\"type\":\"put\",\"id\":1,\"key\":\"a\",\"value\":\"\",\"ttl\":0}",
         "1|ttl is a time, like 30s"},
        {"{\"type\":\"put\",\"id\":1,\"key\":\"a\",\"value\":\"\",\"ttl\":true}",
         "1|ttl is a time, like 30s"},
        {"{\"type\":\"put\",\"id\":1,\"key\":\"a\",\"value\":\"\",\"ttl\":1,\"lease\":1}",
         "1|ttl and lease exclude each other"},
        {"{\"type\":\"put\",\"id\":1,\"key\":\"a\",\"key\":\"b\",\"value\":\"\"}",
         "1|a put has id, key, value, ttl, lease and if"},
        {"{\"type\":\"put\",\"id\":1,\"key\":\"a\",\"value\":\"\",\"lease\":1.5}",
         "1|lease is the number of one"},
        {"{\"type\":\"put\",\"id\":1,\"key\":\"a\",\"value\":\"\",\"if\":-1}",
         "1|if is a revision; 0: the key is not there"},
        {"{\"type\":\"delete\",\"id\":1}", "1|a delete needs a key"},
        {"{\"type\":\"delete\",\"id\":1,\"prefix\":true}", "1|a delete needs a key"},
        {"{\"type\":\"delete\",\"id\":1,\"key\":\"a\",\"prefix\":1}", "1|prefix is true or false"},
        {"{\"type\":\"delete\",\"id\":1,\"key\":\"a\",\"prefix\":true,\"if\":1}",
         "1|if is for one key"},
    };
    char said[400];

    for (size_t i = 0; i < VD_COUNT(rows); i++) {
        assert_int_equal(parse(rows[i][0], said, sizeof(said)), VD_INVALID);
        assert_string_equal(said, rows[i][1]);
    }
}

static void a_message_beyond_the_arena_is_too_large(void **state)
{
    static char text[4 * ARENA_BYTES];
    char said[100];

    snprintf(text, sizeof(text), "[%0*d]", (int)sizeof(text) - 10, 1);
    memset(text + 1, ' ', sizeof(text) - 12);
    for (size_t i = 1; i + 20 < sizeof(text); i += 2)
        memcpy(text + i, "1,", 2);
    assert_int_equal(parse(text, said, sizeof(said)), VD_TOO_LARGE);
}

static void without_memory_it_says_so(void **state)
{
    static const char *const texts[] = {
        "{\"type\":\"subscribe\",\"id\":\"a\",\"key64\":\"AP8=\",\"prefix\":true,\"since\":\"1\"}",
        "{\"type\":\"put\",\"id\":\"a\",\"key64\":\"AP8=\",\"value64\":\"AP8=\",\"if\":1}"};

    for (size_t i = 0; i < VD_COUNT(texts); i++) {
        bool hit = true;

        for (long after = 0; hit; after++) {
            char said[400];
            int rc;

            vd_alloc_fail_after(after);
            rc = parse(texts[i], said, sizeof(said));
            hit = vd_alloc_fail_hit();
            vd_alloc_fail_after(-1);
            assert_true(hit ? rc == -ENOMEM || rc == VD_TOO_LARGE : rc == 0);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(messages_are_commands),
        cmocka_unit_test(what_makes_no_sense_is_told_with_its_id),
        cmocka_unit_test(a_message_beyond_the_arena_is_too_large),
        cmocka_unit_test(without_memory_it_says_so),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
