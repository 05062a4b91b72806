/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writes through the whole Kubernetes door, over a store in memory that holds a few objects and a
 * definition: the input is a row of requests, each a byte that says which (method, path and media
 * type), two of length, and a body of any bytes. However they end, each is answered, what is stored
 * under the prefix stays what it was or becomes an object, and nothing is left (test_kube_deinit
 * looks).
 */
#include "doors/kube/test_kube.h"

#include "base/check.h"

#include <stdio.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

#define N    "/api/v1/namespaces/n/"
#define APPS "/apis/apps/v1/namespaces/n/"
#define TOYS "/apis/x.io/v1/namespaces/n/toys"

enum { REQUESTS_MAX = 16 };

static const char *const methods[] = {"POST", "PUT", "PATCH", "DELETE"};

static const char *const types[] = {"application/json",
                                    "application/yaml",
                                    "application/vnd.kubernetes.protobuf",
                                    "application/merge-patch+json",
                                    "application/json-patch+json",
                                    "application/strategic-merge-patch+json",
                                    "application/apply-patch+yaml",
                                    NULL};

static const char *const collections[] = {N "pods",
                                          N "services",
                                          N "configmaps",
                                          N "secrets",
                                          N "events",
                                          APPS "deployments",
                                          "/apis/batch/v1/namespaces/n/jobs",
                                          TOYS,
                                          "/apis/apiextensions.k8s.io/v1/customresourcedefinitions",
                                          ("/apis/autoscaling/v1/namespaces/n/"
                                           "horizontalpodautoscalers")};

static const char *const names[] = {"/a?fieldManager=f&force=true",
                                    "/a?fieldManager=f",
                                    "/a/status?fieldManager=f",
                                    "/a/scale?fieldManager=f",
                                    "/a/eviction",
                                    "/a/binding",
                                    "/a?dryRun=All&fieldManager=f",
                                    "/a?fieldValidation=Strict"};

static void make(struct test_kube *test, const char *target, const char *body)
{
    vd_assert(test_kube_json(test, "POST", target, body) == 201);
}

static void fill(struct test_kube *test)
{
    make(test, "/api/v1/namespaces", "{\"metadata\":{\"name\":\"n\"}}");
    make(test, N "pods",
         "{\"metadata\":{\"name\":\"a\"},\"spec\":{\"containers\":[{\"name\":\"c\",\"image\":\"i\"}"
         "]}}");
    make(test, N "services",
         "{\"metadata\":{\"name\":\"a\"},\"spec\":{\"ports\":[{\"port\":80}]}}");
    make(test, N "configmaps",
         "{\"metadata\":{\"name\":\"a\",\"finalizers\":[\"x.io/f\"]},\"data\":{\"k\":\"v\"}}");
    make(
        test, APPS "deployments",
        "{\"metadata\":{\"name\":\"a\"},\"spec\":{\"selector\":{\"matchLabels\":{\"a\":\"b\"}},"
        "\"template\":{\"metadata\":{\"labels\":{\"a\":\"b\"}},\"spec\":{\"containers\":[{\"name\":"
        "\"c\",\"image\":\"i\"}]}}}}");
    make(test, "/apis/apiextensions.k8s.io/v1/customresourcedefinitions",
         "{\"metadata\":{\"name\":\"toys.x.io\"},\"spec\":{\"group\":\"x.io\",\"scope\":"
         "\"Namespaced\","
         "\"names\":{\"plural\":\"toys\",\"kind\":\"Toy\"},\"versions\":[{\"name\":\"v1\","
         "\"served\":true,"
         "\"storage\":true,\"subresources\":{\"status\":{},\"scale\":{\"specReplicasPath\":"
         "\".spec.n\",\"statusReplicasPath\":\".status.n\"}},\"schema\":{\"openAPIV3Schema\":{"
         "\"type\":\"object\",\"properties\":{\"spec\":{\"type\":\"object\","
         "\"x-kubernetes-preserve-unknown-fields\":true},\"status\":{\"type\":\"object\","
         "\"x-kubernetes-preserve-unknown-fields\":true}}}}}]}}");
    make(test, TOYS, "{\"metadata\":{\"name\":\"a\"},\"spec\":{\"n\":1}}");
}

/* A byte of method and type, one of collection and name, two of length. */
static struct vd_slice request(struct test_kube *test, struct vd_slice input)
{
    const char *method = methods[input.ptr[0] % 4], *type = types[input.ptr[0] / 4 % 8];
    const char *collection = collections[input.ptr[1] % 10], *name = names[input.ptr[1] / 10 % 8];
    size_t len = (size_t)input.ptr[2] << 8 | input.ptr[3];
    char target[200];
    struct vd_slice body;

    input = vd_slice(input.ptr + 4, input.len - 4);
    body = vd_slice(input.ptr, VD_MIN(len, input.len));
    snprintf(target, sizeof(target), "%s%s", collection,
             input.len % 2 || strcmp(method, "POST") != 0 ? name : "");
    vd_assert(test_kube_send_bytes(test, method, target, type, body) >= 200);
    return vd_slice(body.ptr + body.len, input.len - body.len);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    struct vd_slice input = vd_slice(bytes, len);
    struct test_kube test;

    test_kube_init(&test, 3);
    fill(&test);
    for (unsigned i = 0; input.len >= 4 && i < REQUESTS_MAX; i++)
        input = request(&test, input);
    test_kube_deinit(&test);
    return 0;
}
