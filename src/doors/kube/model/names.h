/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How things in Kubernetes may be called: names of objects by the rule of their kind, keys and
 * values of labels, names of ports and environment variables; and names and uids that are made.
 * Each check answers with the texts of k8s.io/apimachinery's util/validation, or nothing.
 */
#ifndef VD_DOORS_KUBE_MODEL_NAMES_H
#define VD_DOORS_KUBE_MODEL_NAMES_H

#include "base/slice.h"

/* What is wrong with a name, in the order in which it is said. */
struct vd_kube_faults {
    const char *texts[4];
    unsigned count;
};

enum vd_kube_name_rule {
    VD_KUBE_NAME_SUBDOMAIN_RULE, /* RFC 1123: most kinds */
    VD_KUBE_NAME_LABEL_RULE,     /* RFC 1123: namespaces, services, stateful sets */
    VD_KUBE_NAME_RFC1035_RULE,   /* services, as they were */
    VD_KUBE_NAME_PATH_RULE, /* whatever can stand in a path: RBAC's, and everything as the least */
};

/* prefix: of a generateName, which may end in a dash. */
struct vd_kube_faults vd_kube_name_check(enum vd_kube_name_rule rule, struct vd_slice name,
                                         bool prefix);
/* Keys of labels (caseless: of annotations, whose prefix may have capitals). */
struct vd_kube_faults vd_kube_label_key_check(struct vd_slice key, bool caseless);
struct vd_kube_faults vd_kube_label_value_check(struct vd_slice value);
struct vd_kube_faults vd_kube_port_name_check(struct vd_slice name);
/* Keys of ConfigMaps and Secrets. */
struct vd_kube_faults vd_kube_config_key_check(struct vd_slice key);
struct vd_kube_faults vd_kube_env_name_check(struct vd_slice name);

/* The first of a check's texts; NULL: nothing is wrong. */
static inline const char *vd_kube_fault(struct vd_kube_faults faults)
{
    return faults.count ? faults.texts[0] : NULL;
}

/*
 * A name of its own making: at most VD_KUBE_MADE_BASE_BYTES of the prefix and five characters that
 * make no words. random: 64 bits.
 */
enum { VD_KUBE_MADE_BASE_BYTES = 58, VD_KUBE_MADE_SUFFIX_BYTES = 5, VD_KUBE_MADE_BYTES = 63 };
size_t vd_kube_name_make(struct vd_slice prefix, uint64_t random, uint8_t out[VD_KUBE_MADE_BYTES]);

/* A version 4 UUID in text. */
enum { VD_KUBE_UID_BYTES = 36 };
void vd_kube_uid_make(const uint64_t random[2], uint8_t out[VD_KUBE_UID_BYTES]);

#endif
