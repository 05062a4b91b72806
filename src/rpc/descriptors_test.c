/* SPDX-License-Identifier: Apache-2.0 */
#include "rpc/descriptors.h"

#include "base/check.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

static unsigned file_of(const char *name)
{
    unsigned file = VD_DESCRIPTOR_FILES_MAX;

    assert_true(vd_descriptors_find(vd_rpc_descriptors, vd_slice_str(name), &file));
    return file;
}

static void every_kind_of_symbol_is_found_in_its_file(void **state)
{
    static const struct {
        const char *symbol, *file;
        enum vd_symbol kind;
    } rows[] = {
        {"etcdserverpb.KV", "rpc.proto", VD_SYMBOL_OTHER},
        {"etcdserverpb.KV.Range", "rpc.proto", VD_SYMBOL_OTHER},
        {"etcdserverpb.RangeRequest", "rpc.proto", VD_SYMBOL_MESSAGE},
        {"etcdserverpb.RangeRequest.key", "rpc.proto", VD_SYMBOL_OTHER},
        {"etcdserverpb.RangeRequest.SortOrder", "rpc.proto", VD_SYMBOL_OTHER},
        {"etcdserverpb.RangeRequest.ASCEND", "rpc.proto", VD_SYMBOL_OTHER},
        {"etcdserverpb.RequestOp.request", "rpc.proto", VD_SYMBOL_OTHER},
        {"etcdserverpb.AlarmType", "rpc.proto", VD_SYMBOL_OTHER},
        {"etcdserverpb.NOSPACE", "rpc.proto", VD_SYMBOL_OTHER},
        {"mvccpb.KeyValue", "kv.proto", VD_SYMBOL_MESSAGE},
        {"authpb.Permission", "auth.proto", VD_SYMBOL_MESSAGE},
        {"v3lockpb.Lock.Unlock", "lock.proto", VD_SYMBOL_OTHER},
        {"v3electionpb.LeaderKey", "election.proto", VD_SYMBOL_MESSAGE},
        {"grpc.health.v1.Health.Check", "grpc/health/v1/health.proto", VD_SYMBOL_OTHER},
        {"grpc.reflection.v1alpha.ServerReflection", "grpc/reflection/v1alpha/reflection.proto",
         VD_SYMBOL_OTHER},
        {"proto.StreamServer.ListValue", "feed/server_stream.proto", VD_SYMBOL_OTHER},
        {"proto.StreamResponse.stream_value", "feed/server_stream.proto", VD_SYMBOL_OTHER},
        {"proto.Stream.Conversations", "feed/both_stream.proto", VD_SYMBOL_OTHER},
        {"proto.StreamRequest", "feed/both_stream.proto", VD_SYMBOL_MESSAGE},
        {"StreamServer.ListValue", "feed/bare_server_stream.proto", VD_SYMBOL_OTHER},
        {"Stream", "feed/bare_both_stream.proto", VD_SYMBOL_OTHER},
    };

    for (size_t i = 0; i < VD_COUNT(rows); i++) {
        unsigned file = VD_DESCRIPTOR_FILES_MAX;
        enum vd_symbol kind =
            vd_descriptors_find_symbol(vd_rpc_descriptors, vd_slice_str(rows[i].symbol), &file);

        if (kind != rows[i].kind || file != file_of(rows[i].file))
            fail_msg("%s: kind %d in file %u", rows[i].symbol, kind, file);
    }
}

static void what_is_no_symbol_is_not_found(void **state)
{
    static const char *const names[] = {
        "",
        ".",
        "etcdserverpb",
        "etcdserverpb.",
        ".etcdserverpb.KV",
        "etcdserverpb.K",
        "etcdserverpb.KVS",
        "etcdserverpb.KV.",
        "etcdserverpb.KV.Range.",
        "etcdserverpb.KV.Range.key",
        "etcdserverpb..KV",
        "etcdserverpb.RangeRequest.nothing",
        "grpc.health.v1",
        "grpc.health",
        "rpc.proto",
        "StreamServe",
        ".Stream",
        "Stream.",
        "StreamResponse",
    };

    for (size_t i = 0; i < VD_COUNT(names); i++) {
        unsigned file;

        if (vd_descriptors_find_symbol(vd_rpc_descriptors, vd_slice_str(names[i]), &file))
            fail_msg("found '%s'", names[i]);
    }
}

static void a_name_of_many_components_ends_at_the_depth_of_our_files(void **state)
{
    static char name[1 << 16];
    unsigned file;

    for (size_t i = 0; i + 1 < sizeof(name); i += 2)
        memcpy(name + i, "a.", 2);
    assert_int_equal(
        vd_descriptors_find_symbol(vd_rpc_descriptors, vd_slice(name, sizeof(name)), &file),
        VD_SYMBOL_NONE);
}

static void a_closure_is_the_file_and_all_it_imports(void **state)
{
    unsigned rpc = file_of("rpc.proto"), kv = file_of("kv.proto"), auth = file_of("auth.proto"),
             lock = file_of("lock.proto");

    assert_int_equal(vd_descriptors_closure(vd_rpc_descriptors, kv), 1u << kv);
    assert_int_equal(vd_descriptors_closure(vd_rpc_descriptors, lock),
                     1u << lock | 1u << rpc | 1u << kv | 1u << auth);
}

static void there_is_no_file_behind_the_last(void **state)
{
    struct vd_slice bytes;
    unsigned count = 0;

    while (vd_descriptors_at(vd_rpc_descriptors, count, &bytes))
        count++;
    assert_int_equal(count, 12);
    assert_false(vd_descriptors_find(vd_rpc_descriptors, VD_SLICE("no.proto"), &count));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_kind_of_symbol_is_found_in_its_file),
        cmocka_unit_test(what_is_no_symbol_is_not_found),
        cmocka_unit_test(a_name_of_many_components_ends_at_the_depth_of_our_files),
        cmocka_unit_test(a_closure_is_the_file_and_all_it_imports),
        cmocka_unit_test(there_is_no_file_behind_the_last),
    };

    return cmocka_run_group_tests_name("descriptors", tests, NULL, NULL);
}
