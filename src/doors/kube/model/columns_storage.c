/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Volumes, their classes and drivers.
 */
#include "base/check.h"
#include "doors/kube/model/columns.h"

#define BETA_CLASS "volume.beta.kubernetes.io/storage-class"

static void say_modes(struct vd_kube_row *row, const char *path)
{
    static const struct {
        const char *mode, *said;
    } MODES[] = {{"ReadWriteOnce", "RWO"},
                 {"ReadOnlyMany", "ROX"},
                 {"ReadWriteMany", "RWX"},
                 {"ReadWriteOncePod", "RWOP"}};
    const struct vd_json_value *modes = vd_kube_find(row->doc, path);

    for (size_t i = 0; i < VD_COUNT(MODES); i++)
        if (vd_kube_doc_find_string(modes, vd_slice_str(MODES[i].mode))) {
            vd_kube_row_comma(row, ",");
            vd_kube_row_say(row, "%s", MODES[i].said);
        }
}

static void volume_phase(struct vd_kube_row *row)
{
    if (vd_kube_find(row->doc, "metadata.deletionTimestamp"))
        vd_kube_row_say(row, "Terminating");
    else
        vd_kube_row_add(row, vd_kube_find_text(row->doc, "status.phase"));
    vd_kube_row_done(row, NULL);
}

static void volume_class(struct vd_kube_row *row)
{
    const struct vd_json_value *beta =
        vd_kube_doc_get(vd_kube_find(row->doc, "metadata.annotations"), BETA_CLASS);

    vd_kube_row_add(row, beta ? vd_kube_doc_text(beta)
                              : vd_kube_find_text(row->doc, "spec.storageClassName"));
    vd_kube_row_done(row, NULL);
}

static void volume_capacity(struct vd_kube_row *row)
{
    vd_kube_row_amount(row, vd_kube_find(row->doc, "spec.capacity.storage"));
    vd_kube_row_done(row, NULL);
}

static void volume_modes(struct vd_kube_row *row)
{
    say_modes(row, "spec.accessModes");
    vd_kube_row_done(row, NULL);
}

static void volume_claim(struct vd_kube_row *row)
{
    if (vd_kube_find(row->doc, "spec.claimRef")) {
        vd_kube_row_add(row, vd_kube_find_text(row->doc, "spec.claimRef.namespace"));
        vd_kube_row_say(row, "/");
        vd_kube_row_add(row, vd_kube_find_text(row->doc, "spec.claimRef.name"));
    }
    vd_kube_row_done(row, NULL);
}

static const struct vd_kube_column OF_VOLUME[] = {
    VD_KUBE_NAME_COLUMN,
    {"Capacity", volume_capacity},
    {"Access Modes", volume_modes},
    {"Reclaim Policy", vd_kube_cell_text, "spec.persistentVolumeReclaimPolicy"},
    {"Status", volume_phase},
    {"Claim", volume_claim},
    {"StorageClass", volume_class},
    {"VolumeAttributesClass", vd_kube_cell_text, "spec.volumeAttributesClassName", "<unset>"},
    {"Reason", vd_kube_cell_text, "status.reason"},
    VD_KUBE_AGE_COLUMN,
    {"VolumeMode", vd_kube_cell_text, "spec.volumeMode", "<unset>", 1},
};

/* What it got is said once there is a volume. */
static void claim_capacity(struct vd_kube_row *row)
{
    if (vd_kube_find_text(row->doc, "spec.volumeName").len)
        vd_kube_row_amount(row, vd_kube_find(row->doc, "status.capacity.storage"));
    vd_kube_row_done(row, NULL);
}

static void claim_modes(struct vd_kube_row *row)
{
    if (vd_kube_find_text(row->doc, "spec.volumeName").len)
        say_modes(row, "status.accessModes");
    vd_kube_row_done(row, NULL);
}

static const struct vd_kube_column OF_CLAIM[] = {
    VD_KUBE_NAME_COLUMN,
    {"Status", volume_phase},
    {"Volume", vd_kube_cell_text, "spec.volumeName"},
    {"Capacity", claim_capacity},
    {"Access Modes", claim_modes},
    {"StorageClass", volume_class},
    {"VolumeAttributesClass", vd_kube_cell_text, "spec.volumeAttributesClassName", "<unset>"},
    VD_KUBE_AGE_COLUMN,
    {"VolumeMode", vd_kube_cell_text, "spec.volumeMode", "<unset>", 1},
};

static void class_name(struct vd_kube_row *row)
{
    const struct vd_json_value *marks = vd_kube_find(row->doc, "metadata.annotations");

    vd_kube_row_add(row, vd_kube_find_text(row->doc, "metadata.name"));
    if (vd_kube_doc_says(vd_kube_doc_get(marks, "storageclass.kubernetes.io/is-default-class"),
                         "true") ||
        vd_kube_doc_says(vd_kube_doc_get(marks, "storageclass.beta.kubernetes.io/is-default-class"),
                         "true"))
        vd_kube_row_say(row, " (default)");
    vd_kube_row_done(row, NULL);
}

static const struct vd_kube_column OF_STORAGE_CLASS[] = {
    {"Name", class_name, .is_name = true},
    {"Provisioner", vd_kube_cell_text, "provisioner"},
    {"ReclaimPolicy", vd_kube_cell_text, "reclaimPolicy", "Delete"},
    {"VolumeBindingMode", vd_kube_cell_text, "volumeBindingMode", "Immediate"},
    {"AllowVolumeExpansion", vd_kube_cell_bool, "allowVolumeExpansion"},
    VD_KUBE_AGE_COLUMN,
};

static const struct vd_kube_column OF_ATTRIBUTES_CLASS[] = {
    VD_KUBE_NAME_COLUMN,
    {"DriverName", vd_kube_cell_text, "driverName"},
    VD_KUBE_AGE_COLUMN,
};

static const struct vd_kube_column OF_ATTACHMENT[] = {
    VD_KUBE_NAME_COLUMN,
    {"Attacher", vd_kube_cell_text, "spec.attacher", .is_name = true},
    {"PV", vd_kube_cell_text, "spec.source.persistentVolumeName"},
    {"Node", vd_kube_cell_text, "spec.nodeName"},
    {"Attached", vd_kube_cell_bool, "status.attached", .type = 'b'},
    VD_KUBE_AGE_COLUMN,
};

static const struct vd_kube_column OF_CSI_NODE[] = {
    VD_KUBE_NAME_COLUMN,
    {"Drivers", vd_kube_cell_count, "spec.drivers", .type = 'i'},
    VD_KUBE_AGE_COLUMN,
};

static void driver_tokens(struct vd_kube_row *row)
{
    const struct vd_json_value *requests = vd_kube_find(row->doc, "spec.tokenRequests");
    struct vd_json_value *at;

    vd_kube_doc_each(at, requests) {
        if (at != requests->first)
            vd_kube_row_say(row, ",");
        vd_kube_row_add(row, vd_kube_doc_string(at, "audience"));
    }
    vd_kube_row_done(row, requests ? NULL : "<unset>");
}

static const struct vd_kube_column OF_CSI_DRIVER[] = {
    VD_KUBE_NAME_COLUMN,
    {"AttachRequired", vd_kube_cell_bool, "spec.attachRequired", "true", .type = 'b'},
    {"PodInfoOnMount", vd_kube_cell_bool, "spec.podInfoOnMount", .type = 'b'},
    {"StorageCapacity", vd_kube_cell_bool, "spec.storageCapacity", .type = 'b'},
    {"TokenRequests", driver_tokens},
    {"RequiresRepublish", vd_kube_cell_bool, "spec.requiresRepublish", .type = 'b'},
    {"Modes", vd_kube_cell_list, "spec.volumeLifecycleModes", "<none>"},
    VD_KUBE_AGE_COLUMN,
};

static void capacity_amount(struct vd_kube_row *row)
{
    const struct vd_json_value *capacity = vd_kube_find(row->doc, "capacity");

    if (capacity)
        vd_kube_row_amount(row, capacity);
    vd_kube_row_done(row, "<unset>");
}

static const struct vd_kube_column OF_CAPACITY[] = {
    VD_KUBE_NAME_COLUMN,
    {"StorageClassName", vd_kube_cell_text, "storageClassName"},
    {"Capacity", capacity_amount},
};

const struct vd_kube_columns vd_kube_columns_of_storage[] = {
    VD_KUBE_COLUMNS("", "PersistentVolume", OF_VOLUME),
    VD_KUBE_COLUMNS("", "PersistentVolumeClaim", OF_CLAIM),
    VD_KUBE_COLUMNS("storage.k8s.io", "StorageClass", OF_STORAGE_CLASS),
    VD_KUBE_COLUMNS("storage.k8s.io", "VolumeAttributesClass", OF_ATTRIBUTES_CLASS),
    VD_KUBE_COLUMNS("storage.k8s.io", "VolumeAttachment", OF_ATTACHMENT),
    VD_KUBE_COLUMNS("storage.k8s.io", "CSINode", OF_CSI_NODE),
    VD_KUBE_COLUMNS("storage.k8s.io", "CSIDriver", OF_CSI_DRIVER),
    VD_KUBE_COLUMNS("storage.k8s.io", "CSIStorageCapacity", OF_CAPACITY),
    {0},
};
