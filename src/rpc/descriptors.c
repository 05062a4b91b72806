/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What names what is a table: for each kind of descriptor, which of its fields are descriptors of
 * names below it (descriptor.proto). A full name is looked for a component at a time, so the depth
 * is that of our own files and not of what a peer wrote.
 */
#include "rpc/descriptors.h"

#include "base/check.h"
#include "wire/protobuf.h"

enum { SET_FILE = 1, NAME = 1, FILE_PACKAGE = 2, FILE_DEPENDENCY = 3 };

enum kind { FILE_KIND, MESSAGE, ENUM, SERVICE, LEAF };

static const struct part {
    enum kind of;
    uint32_t number;
    enum kind kind;
} parts[] = {
    {FILE_KIND, 4, MESSAGE}, {FILE_KIND, 5, ENUM},  {FILE_KIND, 6, SERVICE}, {FILE_KIND, 7, LEAF},
    {MESSAGE, 2, LEAF},      {MESSAGE, 3, MESSAGE}, {MESSAGE, 4, ENUM},      {MESSAGE, 6, LEAF},
    {MESSAGE, 8, LEAF},      {ENUM, 2, LEAF},       {SERVICE, 2, LEAF},
};

static const struct part *part_of(enum kind of, uint32_t tag)
{
    for (size_t i = 0; i < VD_COUNT(parts); i++)
        if (parts[i].of == of && tag == VD_PB_TAG(parts[i].number, VD_PB_LEN))
            return &parts[i];
    return NULL;
}

/* The first field of this number; empty where there is none. */
static struct vd_slice field_of(struct vd_slice message, uint32_t number)
{
    struct vd_pb_reader reader;
    struct vd_pb_field field;

    vd_pb_reader_init(&reader, message);
    while (vd_pb_next(&reader, &field))
        if (field.tag == VD_PB_TAG(number, VD_PB_LEN))
            return field.bytes;
    return VD_SLICE_EMPTY;
}

bool vd_descriptors_at(struct vd_slice set, unsigned file, struct vd_slice *out_bytes)
{
    struct vd_pb_reader reader;
    struct vd_pb_field field;

    vd_pb_reader_init(&reader, set);
    while (vd_pb_next(&reader, &field)) {
        if (field.tag != VD_PB_TAG(SET_FILE, VD_PB_LEN) || file--)
            continue;
        *out_bytes = field.bytes;
        return true;
    }
    return false;
}

bool vd_descriptors_find(struct vd_slice set, struct vd_slice name, unsigned *out_file)
{
    struct vd_slice bytes;

    for (unsigned i = 0; vd_descriptors_at(set, i, &bytes); i++)
        if (vd_slice_eq(field_of(bytes, NAME), name)) {
            vd_assert(i < VD_DESCRIPTOR_FILES_MAX);
            *out_file = i;
            return true;
        }
    return false;
}

/* Takes "name" or "name." off the front of *path. */
static bool take_name(struct vd_slice *path, struct vd_slice name)
{
    if (!vd_slice_starts_with(*path, name))
        return false;
    if (path->len == name.len)
        *path = VD_SLICE_EMPTY;
    else if (path->ptr[name.len] == '.' && path->len > name.len + 1)
        *path = vd_slice(path->ptr + name.len + 1, path->len - name.len - 1);
    else
        return false;
    return true;
}

static enum vd_symbol find_below(struct vd_slice descriptor, enum kind kind, struct vd_slice path)
{
    enum vd_symbol found = VD_SYMBOL_NONE;
    struct vd_pb_reader reader;
    struct vd_pb_field field;

    vd_pb_reader_init(&reader, descriptor);
    while (!found && vd_pb_next(&reader, &field)) {
        const struct part *part = part_of(kind, field.tag);
        struct vd_slice rest = path;

        if (!part)
            continue;
        if (take_name(&rest, field_of(field.bytes, NAME)))
            found = rest.len                ? find_below(field.bytes, part->kind, rest)
                    : part->kind == MESSAGE ? VD_SYMBOL_MESSAGE
                                            : VD_SYMBOL_OTHER;
        else if (part->kind == ENUM) /* its values are named beside it */
            found = find_below(field.bytes, ENUM, path);
    }
    return found;
}

enum vd_symbol vd_descriptors_find_symbol(struct vd_slice set, struct vd_slice symbol,
                                          unsigned *out_file)
{
    struct vd_slice bytes;

    for (unsigned i = 0; vd_descriptors_at(set, i, &bytes); i++) {
        enum vd_symbol found = VD_SYMBOL_NONE;
        struct vd_slice path = symbol, package = field_of(bytes, FILE_PACKAGE);

        if ((!package.len || take_name(&path, package)) && path.len)
            found = find_below(bytes, FILE_KIND, path);
        if (found) {
            vd_assert(i < VD_DESCRIPTOR_FILES_MAX);
            *out_file = i;
            return found;
        }
    }
    return VD_SYMBOL_NONE;
}

static uint64_t imports_of(struct vd_slice set, unsigned file)
{
    struct vd_slice bytes = VD_SLICE_EMPTY;
    struct vd_pb_reader reader;
    struct vd_pb_field field;
    uint64_t imports = 0;
    unsigned import;

    if (!vd_descriptors_at(set, file, &bytes))
        return 0;
    vd_pb_reader_init(&reader, bytes);
    while (vd_pb_next(&reader, &field))
        if (field.tag == VD_PB_TAG(FILE_DEPENDENCY, VD_PB_LEN) &&
            vd_descriptors_find(set, field.bytes, &import))
            imports |= (uint64_t)1 << import;
    return imports;
}

uint64_t vd_descriptors_closure(struct vd_slice set, unsigned file)
{
    uint64_t closure, seen = 0;

    vd_assert(file < VD_DESCRIPTOR_FILES_MAX);
    closure = (uint64_t)1 << file;
    while (closure != seen) {
        unsigned next = (unsigned)__builtin_ctzll(closure & ~seen);

        seen |= (uint64_t)1 << next;
        closure |= imports_of(set, next);
    }
    return closure;
}
