/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A compiled set of .proto files (google.protobuf.FileDescriptorSet), searched where it lies:
 * whoever asks is a person with a tool, so nothing is indexed and nothing allocated. The set is
 * ours and is trusted; names are a peer's.
 *
 * A file is known by its place in the set.
 */
#ifndef VD_RPC_DESCRIPTORS_H
#define VD_RPC_DESCRIPTORS_H

#include "base/slice.h"

enum { VD_DESCRIPTOR_FILES_MAX = 64 };

/* All of proto/, made by protoc at build time. */
extern const struct vd_slice vd_rpc_descriptors;

enum vd_symbol { VD_SYMBOL_NONE, VD_SYMBOL_MESSAGE, VD_SYMBOL_OTHER };

/* The file's own FileDescriptorProto; false: the set has no more than `file` of them. */
bool vd_descriptors_at(struct vd_slice set, unsigned file, struct vd_slice *out_bytes);
/* The file of this name. False: there is none. */
bool vd_descriptors_find(struct vd_slice set, struct vd_slice name, unsigned *out_file);
/* The file that defines a full name ("package.Message.field", without a dot before it): of a
 * message, field, oneof, enum, enum value, service or method. */
enum vd_symbol vd_descriptors_find_symbol(struct vd_slice set, struct vd_slice symbol,
                                          unsigned *out_file);
/* The file and all that it imports, by way of others too: bit n is file n. */
uint64_t vd_descriptors_closure(struct vd_slice set, unsigned file);

#endif
