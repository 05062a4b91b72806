// SPDX-License-Identifier: Apache-2.0

// gen reads the public Go types of Kubernetes (struct tags and markers in comments) and prints
// ../types_table.c: what README.md says. It refuses what it does not understand, so that a new
// construct is seen by somebody.
package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"sort"
	"strconv"
	"strings"
)

const version = "v0.37.2"

var modules = []string{"k8s.io/api", "k8s.io/apimachinery", "k8s.io/apiextensions-apiserver", "k8s.io/kube-aggregator"}

const (
	meta   = "k8s.io/apimachinery/pkg/apis/meta/v1"
	apiext = "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	aggreg = "k8s.io/kube-aggregator/pkg/apis/apiregistration/v1"
)

// The packages whose kinds are served, with their group and version.
var served = []struct{ path, group, version string }{
	{"k8s.io/api/core/v1", "", "v1"},
	{meta, "meta.k8s.io", "v1"},
	{"k8s.io/api/admissionregistration/v1", "admissionregistration.k8s.io", "v1"},
	{apiext, "apiextensions.k8s.io", "v1"},
	{aggreg, "apiregistration.k8s.io", "v1"},
	{"k8s.io/api/apps/v1", "apps", "v1"},
	{"k8s.io/api/authentication/v1", "authentication.k8s.io", "v1"},
	{"k8s.io/api/authorization/v1", "authorization.k8s.io", "v1"},
	{"k8s.io/api/autoscaling/v1", "autoscaling", "v1"},
	{"k8s.io/api/autoscaling/v2", "autoscaling", "v2"},
	{"k8s.io/api/batch/v1", "batch", "v1"},
	{"k8s.io/api/certificates/v1", "certificates.k8s.io", "v1"},
	{"k8s.io/api/coordination/v1", "coordination.k8s.io", "v1"},
	{"k8s.io/api/discovery/v1", "discovery.k8s.io", "v1"},
	{"k8s.io/api/events/v1", "events.k8s.io", "v1"},
	{"k8s.io/api/flowcontrol/v1", "flowcontrol.apiserver.k8s.io", "v1"},
	{"k8s.io/api/networking/v1", "networking.k8s.io", "v1"},
	{"k8s.io/api/node/v1", "node.k8s.io", "v1"},
	{"k8s.io/api/policy/v1", "policy", "v1"},
	{"k8s.io/api/rbac/v1", "rbac.authorization.k8s.io", "v1"},
	{"k8s.io/api/resource/v1", "resource.k8s.io", "v1"},
	{"k8s.io/api/scheduling/v1", "scheduling.k8s.io", "v1"},
	{"k8s.io/api/storage/v1", "storage.k8s.io", "v1"},
	{"k8s.io/api/storagemigration/v1", "storagemigration.k8s.io", "v1"},
}

// Types with an encoding of their own.
var special = map[string]string{
	meta + ".Time":      "TIME",
	meta + ".MicroTime": "MICRO_TIME",
	meta + ".Duration":  "DURATION",
	meta + ".FieldsV1":  "FIELDS_V1",
	"k8s.io/apimachinery/pkg/api/resource.Quantity":   "QUANTITY",
	"k8s.io/apimachinery/pkg/util/intstr.IntOrString": "INT_OR_STRING",
	"k8s.io/apimachinery/pkg/runtime.RawExtension":    "RAW",
	apiext + ".JSON":                         "ANY",
	apiext + ".JSONSchemaPropsOrBool":        "SCHEMA_OR_BOOL",
	apiext + ".JSONSchemaPropsOrArray":       "SCHEMA_OR_ARRAY",
	apiext + ".JSONSchemaPropsOrStringArray": "SCHEMA_OR_STRINGS",
}

// Kinds of meta that are not for documents, or that another part makes by hand.
var skipped = map[string]bool{
	meta + ".Table": true, meta + ".TableOptions": true, meta + ".InternalEvent": true,
}

type decl struct {
	pkg  *pkg
	spec *ast.TypeSpec
	file *ast.File
	doc  []string
}

type pkg struct {
	path, name string
	types      map[string]*decl
	consts     map[string]string
}

type field struct {
	name, goType, form, list string
	number                   int
	flags                    []string
	typ                      *message
	mergeKey, keys, dflt     string
}

type message struct {
	pkg    *pkg
	name   string
	atomic bool
	fields []*field
	index  int
	flat   []*field
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "gen:", err)
		os.Exit(1)
	}
}

func fail(format string, args ...any) { check(fmt.Errorf(format, args...)) }

var dirs = map[string]string{} // module -> where it lies

func download() {
	for _, m := range modules {
		cmd := exec.Command("go", "mod", "download", "-json", m+"@"+version)
		cmd.Stderr = os.Stderr
		out, err := cmd.Output()
		check(err)
		var at struct{ Dir string }
		check(json.Unmarshal(out, &at))
		dirs[m] = at.Dir
	}
}

var packages = map[string]*pkg{}

// load parses a package's own sources: no tests, nothing generated.
func load(path string) *pkg {
	if p := packages[path]; p != nil {
		return p
	}
	dir := ""
	for _, m := range modules {
		if strings.HasPrefix(path, m+"/") {
			dir = filepath.Join(dirs[m], path[len(m):])
		}
	}
	if dir == "" {
		fail("%s: not in the modules that are read", path)
	}
	parsed, err := parser.ParseDir(token.NewFileSet(), dir, func(f fs.FileInfo) bool {
		n := f.Name()
		return !strings.HasSuffix(n, "_test.go") && !strings.HasPrefix(n, "zz_") && !strings.HasSuffix(n, ".pb.go")
	}, parser.ParseComments)
	check(err)
	p := &pkg{path: path, types: map[string]*decl{}, consts: map[string]string{}}
	packages[path] = p
	for name, one := range parsed {
		p.name = name
		for _, file := range one.Files {
			for _, d := range file.Decls {
				p.declare(file, d)
			}
		}
	}
	return p
}

func (p *pkg) declare(file *ast.File, d ast.Decl) {
	g, ok := d.(*ast.GenDecl)
	if !ok {
		return
	}
	for _, s := range g.Specs {
		switch spec := s.(type) {
		case *ast.TypeSpec:
			doc := markers(spec.Doc)
			if len(g.Specs) == 1 {
				doc = append(doc, markers(g.Doc)...)
			}
			p.types[spec.Name.Name] = &decl{p, spec, file, doc}
		case *ast.ValueSpec:
			for i, n := range spec.Names {
				if i < len(spec.Values) {
					if lit, ok := spec.Values[i].(*ast.BasicLit); ok {
						p.consts[n.Name] = lit.Value
					}
				}
			}
		}
	}
}

// markers are the lines of a comment that begin with a plus.
func markers(doc *ast.CommentGroup) []string {
	var out []string
	if doc == nil {
		return nil
	}
	for _, c := range doc.List {
		line := strings.TrimSpace(strings.TrimPrefix(c.Text, "//"))
		if strings.HasPrefix(line, "+") {
			out = append(out, line[1:])
		}
	}
	return out
}

func marked(doc []string, key string) []string {
	var out []string
	for _, line := range doc {
		name, value, _ := strings.Cut(line, "=")
		if name == key {
			out = append(out, value)
		}
	}
	return out
}

// resolve follows a name to its declaration, and says how Go prints it.
func (d *decl) resolve(e ast.Expr) (*decl, string) {
	p, name := d.pkg, ""
	switch x := e.(type) {
	case *ast.Ident:
		name = x.Name
	case *ast.SelectorExpr:
		alias := x.X.(*ast.Ident).Name
		path := ""
		for _, imp := range d.file.Imports {
			at, _ := strconv.Unquote(imp.Path.Value)
			if imp.Name != nil && imp.Name.Name == alias || imp.Name == nil && at[strings.LastIndex(at, "/")+1:] == alias {
				path = at
			}
		}
		if path == "" {
			fail("%s: unknown import %s", d.pkg.path, alias)
		}
		p, name = load(path), x.Sel.Name
	default:
		fail("%s.%s: %T is not a name", d.pkg.path, d.spec.Name.Name, e)
	}
	t := p.types[name]
	if t == nil {
		fail("%s: no type %s", p.path, name)
	}
	if t.spec.Assign.IsValid() {
		return t.resolve(t.spec.Type)
	}
	return t, p.name + "." + name
}

var scalars = map[string]string{
	"string": "STRING", "bool": "BOOL", "int32": "INT32", "int64": "INT64", "float64": "DOUBLE",
}

// classify fills form, flags, type and Go's own name of a field.
func (f *field) classify(d *decl, e ast.Expr, depth int) string {
	switch x := e.(type) {
	case *ast.StarExpr:
		if depth == 0 {
			f.flags = append(f.flags, "POINTER")
		}
		inner := f.classify(d, x.X, depth)
		if depth > 0 {
			return "*" + inner
		}
		return inner
	case *ast.ArrayType:
		if id, ok := x.Elt.(*ast.Ident); ok && id.Name == "byte" {
			f.form = "BYTES"
			return "[]uint8"
		}
		f.collect(d, "REPEATED")
		return "[]" + f.classify(d, x.Elt, depth+1)
	case *ast.MapType:
		f.collect(d, "MAP")
		k := (&field{}).classify(d, x.Key, depth+1)
		return "map[" + k + "]" + f.classify(d, x.Value, depth+1)
	case *ast.Ident:
		if form := scalars[x.Name]; form != "" {
			f.form = form
			return x.Name
		}
	}
	t, name := d.resolve(e)
	full := t.pkg.path + "." + t.spec.Name.Name
	if form := special[full]; form != "" {
		f.form = form
		if strings.HasPrefix(form, "SCHEMA") {
			f.typ = find(load(apiext).types["JSONSchemaProps"])
		}
		return name
	}
	switch under := t.spec.Type.(type) {
	case *ast.StructType:
		f.form, f.typ = "MESSAGE", find(t)
	case *ast.ArrayType:
		if len(marked(t.doc, "protobuf.nullable")) > 0 {
			f.form = "STRINGS"
		} else {
			f.classify(t, under, depth)
		}
	default:
		f.classify(t, t.spec.Type, depth)
	}
	return name
}

func (f *field) collect(d *decl, flag string) {
	for _, has := range f.flags {
		if has == "REPEATED" || has == "MAP" {
			fail("%s.%s: a collection in a collection", d.pkg.path, d.spec.Name.Name)
		}
	}
	f.flags = append(f.flags, flag)
}

var found = map[*decl]*message{}
var messages []*message

func find(d *decl) *message {
	if m := found[d]; m != nil {
		return m
	}
	m := &message{pkg: d.pkg, name: d.spec.Name.Name}
	found[d] = m
	messages = append(messages, m)
	m.atomic = strings.Join(marked(d.doc, "structType"), "") == "atomic"
	for _, f := range d.spec.Type.(*ast.StructType).Fields.List {
		if one := newField(d, f); one != nil {
			m.fields = append(m.fields, one)
		}
	}
	return m
}

func newField(d *decl, src *ast.Field) *field {
	where := d.pkg.path + "." + d.spec.Name.Name
	if src.Tag == nil {
		if len(src.Names) == 1 && !src.Names[0].IsExported() {
			return nil
		}
		fail("%s: a field without tags", where)
	}
	text, err := strconv.Unquote(src.Tag.Value)
	check(err)
	tag := reflect.StructTag(text)
	parts := strings.Split(tag.Get("json"), ",")
	if parts[0] == "-" {
		return nil
	}
	f := &field{name: parts[0]}
	doc := markers(src.Doc)
	if f.name == "" {
		if len(src.Names) > 0 {
			fail("%s: %s has no name in JSON", where, src.Names[0].Name)
		}
		f.flags = append(f.flags, "INLINE")
	}
	f.goType = f.classify(d, src.Type, 0)
	f.options(doc, parts[1:])
	f.wire(tag.Get("protobuf"))
	f.merging(where, tag)
	f.applying(d, doc)
	return f
}

func (f *field) options(doc, options []string) {
	optional := len(marked(doc, "optional")) > 0
	for _, o := range options {
		switch o {
		case "omitempty":
			f.flags = append(f.flags, "OMITEMPTY")
			optional = true
		case "omitzero":
			f.flags = append(f.flags, "OMITZERO")
		}
	}
	if f.name != "" && (!optional || len(marked(doc, "required")) > 0) {
		f.flags = append(f.flags, "REQUIRED")
	}
}

func (f *field) wire(tag string) {
	if tag == "" {
		return
	}
	parts := strings.Split(tag, ",")
	n, err := strconv.Atoi(parts[1])
	check(err)
	f.number = n
}

func (f *field) merging(where string, tag reflect.StructTag) {
	for _, s := range strings.Split(tag.Get("patchStrategy"), ",") {
		switch s {
		case "":
		case "merge":
			f.flags = append(f.flags, "PATCH_MERGE")
		case "replace":
			f.flags = append(f.flags, "PATCH_REPLACE")
		case "retainKeys":
			f.flags = append(f.flags, "PATCH_RETAIN_KEYS")
		default:
			fail("%s.%s: patch strategy %s", where, f.name, s)
		}
	}
	f.mergeKey = tag.Get("patchMergeKey")
}

func (f *field) applying(d *decl, doc []string) {
	where := d.pkg.path + "." + d.spec.Name.Name + "." + f.name
	f.list = "ATOMIC"
	for _, t := range marked(doc, "listType") {
		f.list = strings.ToUpper(t)
	}
	f.keys = strings.Join(marked(doc, "listMapKey"), ",")
	if (f.list == "MAP") != (f.keys != "") {
		fail("%s: list type %s with keys %q", where, f.list, f.keys)
	}
	for _, t := range append(marked(doc, "structType"), marked(doc, "mapType")...) {
		f.flags = append(f.flags, strings.ToUpper(t))
	}
	for _, v := range marked(doc, "default") {
		if name, ok := strings.CutPrefix(v, "ref("); ok {
			name = strings.TrimSuffix(name, ")")
			if v = d.pkg.consts[name]; v == "" {
				fail("%s: default %s is not a constant", where, name)
			}
		}
		if !json.Valid([]byte(v)) {
			fail("%s: default %s", where, v)
		}
		f.dflt = v
	}
	if f.dflt == "" && !has(f, "POINTER") && !has(f, "REPEATED") && !has(f, "MAP") && !has(f, "OMITEMPTY") {
		f.dflt = map[string]string{"STRING": `""`, "BOOL": "false", "INT32": "0", "INT64": "0", "DOUBLE": "0"}[f.form]
	}
}

func has(f *field, flag string) bool {
	for _, x := range f.flags {
		if x == flag {
			return true
		}
	}
	return false
}

func flatten(m *message) []*field {
	if m.flat != nil {
		return m.flat
	}
	seen := map[string]bool{}
	for _, f := range m.fields {
		parts := []*field{f}
		if has(f, "INLINE") {
			if f.form != "MESSAGE" || len(f.flags) > 1 {
				fail("%s.%s: inlines %s", m.pkg.path, m.name, f.goType)
			}
			parts = flatten(f.typ)
		}
		for _, p := range parts {
			if seen[p.name] {
				fail("%s.%s: %s twice", m.pkg.path, m.name, p.name)
			}
			seen[p.name] = true
			m.flat = append(m.flat, p)
		}
	}
	return m.flat
}

func isKind(d *decl) bool {
	s, ok := d.spec.Type.(*ast.StructType)
	if !ok || skipped[d.pkg.path+"."+d.spec.Name.Name] {
		return false
	}
	for _, f := range s.Fields.List {
		if len(f.Names) > 0 {
			continue
		}
		switch x := f.Type.(type) {
		case *ast.Ident:
			if d.pkg.path == meta && x.Name == "TypeMeta" {
				return true
			}
		case *ast.SelectorExpr:
			if x.Sel.Name == "TypeMeta" {
				return true
			}
		}
	}
	return false
}

type kind struct {
	group, version, name string
	m                    *message
}

func kinds() []kind {
	var out []kind
	for _, s := range served {
		p := load(s.path)
		var names []string
		for name := range p.types {
			names = append(names, name)
		}
		sort.Strings(names)
		for _, name := range names {
			if d := p.types[name]; isKind(d) {
				out = append(out, kind{s.group, s.version, name, find(d)})
			}
		}
	}
	out = append(out, kind{"", "v1", "List", find(load(meta).types["List"])})
	sort.Slice(out, func(i, j int) bool {
		a, b := out[i], out[j]
		if a.group != b.group {
			return a.group < b.group
		}
		if a.version != b.version {
			return a.version < b.version
		}
		return a.name < b.name
	})
	return out
}

// openapi is the package as OpenAPI names it: io.k8s.api.core.v1.
func openapi(path string) string {
	return "io.k8s." + strings.ReplaceAll(strings.TrimPrefix(path, "k8s.io/"), "/", ".")
}

// pool holds each text once, ended by a zero.
type pool struct {
	at    map[string]int
	texts []string
	size  int
}

func (p *pool) put(s string) int {
	if at, ok := p.at[s]; ok {
		return at
	}
	at := p.size
	p.at[s] = at
	p.texts = append(p.texts, s)
	p.size += len(s) + 1
	if p.size > 65535 {
		fail("the pool of texts is larger than its offsets reach")
	}
	return at
}

func main() {
	out := flag.String("o", "-", "where to write the table")
	asJSON := flag.Bool("json", false, "the same facts as JSON, to be compared with others")
	flag.Parse()
	download()
	all := kinds()
	text := emit(all)
	if *asJSON {
		text = dump()
	}
	if *out == "-" {
		os.Stdout.Write(text)
		return
	}
	check(os.WriteFile(*out, text, 0o644))
}

func emit(all []kind) []byte {
	sort.Slice(messages, func(i, j int) bool {
		a, b := messages[i], messages[j]
		if a.pkg != b.pkg {
			return openapi(a.pkg.path) < openapi(b.pkg.path)
		}
		return a.name < b.name
	})
	for i, m := range messages {
		m.index = i
	}
	p := &pool{at: map[string]int{}}
	p.put("")
	var fields, types, flat, sorted, kindRows bytes.Buffer
	numbers := map[*field]int{}
	for _, m := range messages {
		for _, f := range m.fields {
			numbers[f] = len(numbers)
		}
	}
	first, flatFirst := 0, 0
	for _, m := range messages {
		name := openapi(m.pkg.path) + "." + m.name
		list := flatten(m)
		fmt.Fprintf(&types, "    {%d, %d, %d, %d, %d, %d, %d, %d}, /* %s */\n", p.put(m.name), p.put(openapi(m.pkg.path)),
			p.put(m.pkg.name), first, len(m.fields), flatFirst, len(list), one(m.atomic), name)
		if len(list) > 255 {
			fail("%s has %d fields", name, len(list))
		}
		if len(m.fields) > 0 {
			fmt.Fprintf(&fields, "    /* %s */\n", name)
		}
		for _, f := range m.fields {
			fmt.Fprintf(&fields, "    %s\n", f.row(p))
		}
		order := make([]int, len(list))
		for i, f := range list {
			order[i] = i
			fmt.Fprintf(&flat, "%d,%s", numbers[f], brk(flatFirst+i))
		}
		sort.Slice(order, func(i, j int) bool { return list[order[i]].name < list[order[j]].name })
		for i, o := range order {
			fmt.Fprintf(&sorted, "%d,%s", o, brk(flatFirst+i))
		}
		first += len(m.fields)
		flatFirst += len(list)
	}
	for _, k := range all {
		fmt.Fprintf(&kindRows, "    {%d, %d, %d, %d}, /* %s/%s %s */\n", p.put(k.group), p.put(k.version), p.put(k.name),
			k.m.index, k.group, k.version, k.name)
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, `/* SPDX-License-Identifier: Apache-2.0 */
/* clang-format off */
/* Made by gen/ from the public Go types of Kubernetes %s; see gen/README.md. Not edited by hand. */
#include "doors/kube/model/types_table.h"

const char vd_kube_texts[%d] =
`, version, p.size)
	for _, s := range p.texts {
		fmt.Fprintf(&b, "    %s\n", strings.TrimSuffix(strconv.Quote(s), `"`)+`\0"`)
	}
	fmt.Fprintf(&b, "    ;\n\nconst struct vd_kube_field vd_kube_fields[%d] = {\n%s};\n", first, fields.String())
	fmt.Fprintf(&b, "\nconst uint16_t vd_kube_flat[%d] = {\n    %s};\n", flatFirst, strings.TrimSuffix(flat.String(), "    "))
	fmt.Fprintf(&b, "\nconst uint8_t vd_kube_sorted[%d] = {\n    %s};\n", flatFirst, strings.TrimSuffix(sorted.String(), "    "))
	fmt.Fprintf(&b, "\nconst struct vd_kube_type vd_kube_types[%d] = {\n%s};\n", len(messages), types.String())
	fmt.Fprintf(&b, "const size_t vd_kube_types_count = %d;\n", len(messages))
	fmt.Fprintf(&b, "\nconst struct vd_kube_type_kind vd_kube_type_kinds[%d] = {\n%s};\n", len(all), kindRows.String())
	fmt.Fprintf(&b, "const size_t vd_kube_type_kinds_count = %d;\n", len(all))
	return b.Bytes()
}

// dump says of each type what ../../../../../tests/conform/kubemodel compares.
func dump() []byte {
	type fact struct {
		Name, Form, List, Keys, Default, Type string
		Flags                                 []string
	}
	type known struct {
		Name   string
		Atomic bool
		Fields []fact
	}
	var all []known
	for _, m := range messages {
		k := known{Name: openapi(m.pkg.path) + "." + m.name, Atomic: m.atomic}
		for _, f := range flatten(m) {
			typ := ""
			if f.typ != nil {
				typ = openapi(f.typ.pkg.path) + "." + f.typ.name
			}
			k.Fields = append(k.Fields, fact{f.name, f.form, f.list, f.keys, f.dflt, typ, f.flags})
		}
		all = append(all, k)
	}
	text, err := json.Marshal(all)
	check(err)
	return text
}

func one(b bool) int {
	if b {
		return 1
	}
	return 0
}

func brk(i int) string {
	if i%20 == 19 {
		return "\n    "
	}
	return " "
}

func (f *field) row(p *pool) string {
	flags := "0"
	if len(f.flags) > 0 {
		flags = "VD_KUBE_" + strings.Join(f.flags, " | VD_KUBE_")
	}
	typ, flat := 0, 0
	if f.typ != nil {
		typ = f.typ.index
	}
	if has(f, "INLINE") {
		flat = len(flatten(f.typ))
	}
	return fmt.Sprintf("{%d, %d, %s, %d, %d, %d, %d, %d, %d, VD_KUBE_%s, VD_KUBE_LIST_%s, %d}, /* %s */",
		p.put(f.name), f.number, flags, typ, p.put(f.goType), p.put(f.mergeKey), p.put(f.keys), p.put(f.dflt),
		len(f.name), f.form, f.list, flat, f.name)
}
