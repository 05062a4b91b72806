// SPDX-License-Identifier: Apache-2.0

package main

import (
	"encoding/json"
	"fmt"
	"math/rand"
	"strings"

	jsonpatch "gopkg.in/evanphx/json-patch.v4"
	kjson "sigs.k8s.io/json"
)

type jsonPatchOp struct {
	Op    string      `json:"op"`
	Path  string      `json:"path"`
	From  string      `json:"from"`
	Value interface{} `json:"value"`
}

// As the apiserver does it; nil where the library gives up in a panic.
func jsonPatched(original, patch string) (result *caseOf) {
	defer func() {
		if recover() != nil {
			result = nil
		}
	}()
	c := &caseOf{Kind: "json", Original: json.RawMessage(original), Patch: json.RawMessage(patch)}
	var ops []jsonPatchOp
	strict, err := kjson.UnmarshalStrict([]byte(patch), &ops)
	for _, err := range strict {
		c.Strict += "json patch " + err.Error() + "\n"
	}
	if err != nil {
		c.Status, c.Error = 400, strings.ReplaceAll("error decoding patch: "+err.Error(), "main.", "handlers.")
		return c
	}
	decoded, err := jsonpatch.DecodePatch([]byte(patch))
	if err != nil {
		c.Status, c.Error = 400, err.Error()
		return c
	}
	patched, err := decoded.Apply([]byte(original))
	if err != nil {
		c.Status, c.Error = 422, err.Error()
		return c
	}
	c.Result = patched
	return c
}

var jsonDocument = `{"kind":"ConfigMap","metadata":{"name":"a","labels":{"x":"1","a/b":"2","c~d":"3"}},` +
	`"data":{"k":"v","n":null,"num":7,"f":1.5,"t":true},"list":[1,"two",{"three":3,"deep":{"er":[0]}},[4,[5]],null],"empty":{},"none":[]}`

var jsonByHand = []string{
	`[]`, `null`, `{}`, `"x"`, `5`, `[5]`, `[null]`, `["x"]`, `[[]]`, `[{}]`, `[true]`,
	`[{"op":"add"}]`, `[{"op":"remove"}]`, `[{"op":"replace"}]`, `[{"op":"move"}]`, `[{"op":"copy"}]`, `[{"op":"test"}]`,
	`[{"op":"move","path":"/a"}]`, `[{"op":"copy","path":"/a"}]`, `[{"op":"move","from":"/data"}]`, `[{"op":"copy","from":"/data"}]`,
	`[{"op":"move","from":"/gone"}]`, `[{"op":"copy","from":"/gone"}]`,
	`[{"op":"jump","path":"/a"}]`, `[{"path":"/a","value":1}]`, `[{"op":null,"path":"/a"}]`, `[{"op":"add","path":null,"value":1}]`,
	`[{"op":1,"path":"/a"}]`, `[{"op":"add","path":[],"value":1}]`, `[{"op":"add","path":{"a":1},"value":1}]`, `[{"op":"copy","from":true,"path":"/a"}]`,
	`[{"op":"add","path":"/a","value":1},{"op":false,"path":1}]`, `[{"op":"add","path":1.5,"value":1}]`,
	`[{"op":"add","path":"","value":{}}]`, `[{"op":"add","path":"foo","value":1}]`, `[{"op":"add","path":"foo/bar","value":1}]`, `[{"op":"add","path":"/","value":1}]`,
	`[{"op":"add","path":"/a","value":1}]`, `[{"op":"add","path":"/a"}]`, `[{"op":"add","path":"/a","value":null}]`,
	`[{"op":"add","path":"/metadata/labels/a~1b","value":"4"}]`, `[{"op":"add","path":"/metadata/labels/c~0d","value":"4"}]`, `[{"op":"add","path":"/metadata/labels/c~01d","value":"4"}]`,
	`[{"op":"add","path":"/metadata/labels/c~2d","value":"4"}]`, `[{"op":"add","path":"/metadata/labels/c~","value":"4"}]`,
	`[{"op":"add","path":"/metadata/annotations/x","value":"4"}]`, `[{"op":"add","path":"/metadata/name/x","value":"4"}]`, `[{"op":"add","path":"/data/n/x","value":"4"}]`,
	`[{"op":"add","path":"/list/-","value":9}]`, `[{"op":"add","path":"/list/0","value":9}]`, `[{"op":"add","path":"/list/5","value":9}]`, `[{"op":"add","path":"/list/6","value":9}]`,
	`[{"op":"add","path":"/list/-1","value":9}]`, `[{"op":"add","path":"/list/-6","value":9}]`, `[{"op":"add","path":"/list/-7","value":9}]`, `[{"op":"add","path":"/list/+1","value":9}]`, `[{"op":"add","path":"/list/01","value":9}]`,
	`[{"op":"add","path":"/list/x","value":9}]`, `[{"op":"add","path":"/list/","value":9}]`, `[{"op":"add","path":"/list/1e0","value":9}]`, `[{"op":"add","path":"/list/99999999999999999999","value":9}]`, `[{"op":"add","path":"/list/-9223372036854775808","value":9}]`, `[{"op":"add","path":"/list/9223372036854775808","value":9}]`,
	`[{"op":"add","path":"/list/2/deep/er/-","value":{"new":[]}}]`, `[{"op":"add","path":"/list/x/a","value":9}]`, `[{"op":"add","path":"/list/9/a","value":9}]`, `[{"op":"add","path":"/list/-3/a","value":9}]`, `[{"op":"add","path":"/none/-/a","value":9}]`,
	`[{"op":"add","path":"/none/-1","value":9}]`, `[{"op":"add","path":"/none/-2","value":9}]`, `[{"op":"remove","path":"/none/0"}]`, `[{"op":"remove","path":"/none/-1"}]`,
	`[{"op":"remove","path":""}]`, `[{"op":"remove","path":"/gone"}]`, `[{"op":"remove","path":"/data"}]`, `[{"op":"remove","path":"/data/n"}]`, `[{"op":"remove","path":"/list/0"}]`, `[{"op":"remove","path":"/list/-1"}]`,
	`[{"op":"remove","path":"/list/5"}]`, `[{"op":"remove","path":"/list/-6"}]`, `[{"op":"remove","path":"/list/-"}]`, `[{"op":"remove","path":"/list/x"}]`, `[{"op":"remove","path":"/gone/x"}]`,
	`[{"op":"replace","path":"","value":{"a":1}}]`, `[{"op":"replace","path":"","value":[1]}]`, `[{"op":"replace","path":"","value":5}]`, `[{"op":"replace","path":"","value":null}]`,
	`[{"op":"replace","path":"","value":{"a":1}},{"op":"add","path":"/b","value":2}]`, `[{"op":"replace","path":"","value":[1]},{"op":"add","path":"/-","value":2}]`,
	`[{"op":"replace","path":"/gone","value":1}]`, `[{"op":"replace","path":"/gone/x","value":1}]`, `[{"op":"replace","path":"/data/k","value":{"a":[]}}]`, `[{"op":"replace","path":"/data/k"}]`,
	`[{"op":"replace","path":"/list/1","value":9}]`, `[{"op":"replace","path":"/list/-5","value":9}]`, `[{"op":"replace","path":"/list/5","value":9}]`, `[{"op":"replace","path":"/list/-","value":9}]`,
	`[{"op":"move","from":"/data/k","path":"/data/j"}]`, `[{"op":"move","from":"/data","path":"/data/j"}]`, `[{"op":"move","from":"/gone","path":"/data/j"}]`, `[{"op":"move","from":"","path":"/data/j"}]`, `[{"op":"move","from":"/gone/x","path":"/data/j"}]`,
	`[{"op":"move","from":"/list/0","path":"/list/-"}]`, `[{"op":"move","from":"/list/7","path":"/list/-"}]`, `[{"op":"move","from":"/list/x","path":"/list/-"}]`, `[{"op":"move","from":"/list/0","path":"/list/9"}]`, `[{"op":"move","from":"/list/0","path":"/list/x"}]`, `[{"op":"move","from":"/list/2","path":""}]`, `[{"op":"move","from":"/data/k","path":"/data/k"}]`,
	`[{"op":"copy","from":"/data/k","path":"/data/j"}]`, `[{"op":"copy","from":"/data","path":"/data/j"}]`, `[{"op":"copy","from":"/data/gone","path":"/data/j"}]`, `[{"op":"copy","from":"","path":"/data/j"}]`, `[{"op":"copy","from":"/list/9","path":"/data/j"}]`, `[{"op":"copy","from":"/list/x","path":"/data/j"}]`,
	`[{"op":"copy","from":"/list/2","path":"/list/x"}]`, `[{"op":"copy","from":"/list/2","path":"/list/9"}]`, `[{"op":"copy","from":"/list","path":"/list/-"}]`, `[{"op":"copy","from":"/data/k","path":"/gone/x"}]`,
	`[{"op":"test","path":"/data/k","value":"v"}]`, `[{"op":"test","path":"/data/k","value":"w"}]`, `[{"op":"test","path":"/data/k","value":5}]`, `[{"op":"test","path":"/data/k"}]`, `[{"op":"test","path":"/data/n"}]`, `[{"op":"test","path":"/data/n","value":null}]`, `[{"op":"test","path":"/data/gone","value":null}]`, `[{"op":"test","path":"/data/gone","value":1}]`,
	`[{"op":"test","path":"/data/num","value":7}]`, `[{"op":"test","path":"/data/f","value":1.5}]`, `[{"op":"test","path":"/data/t","value":true}]`, `[{"op":"test","path":"/data/t","value":false}]`, `[{"op":"test","path":"/gone/x","value":1}]`, `[{"op":"test","path":"/list/9","value":1}]`, `[{"op":"test","path":"/list/x","value":1}]`, `[{"op":"test","path":"/list/1","value":"two"}]`,
	`[{"op":"test","path":"/list/2","value":{"deep":{"er":[0]},"three":3}}]`, `[{"op":"test","path":"/list/3","value":[4,[5]]}]`, `[{"op":"test","path":"/list/3","value":[[5],4]}]`, `[{"op":"test","path":"/metadata","value":{"name":"a"}}]`, `[{"op":"test","path":"/empty","value":{}}]`, `[{"op":"test","path":"/none","value":[]}]`, `[{"op":"test","path":"/empty","value":[]}]`,
	`[{"op":"test","path":"","value":{}}]`, `[{"op":"test","path":"","value":[]}]`, `[{"op":"test","path":"","value":5}]`,
	`[{"op":"add","path":"/a","value":1,"foo":2,"foo":3,"Op":4}]`, `[{"op":"add","op":"test","path":"/b","path":"/a","value":1,"value":null}]`, `[{"op":"add","path":"/a","value":{"b":[{"c":1,"c":2}],"d.e":{"f":1,"f":1}}}]`, `[{"bar":{"a":1,"a":2},"op":"add","path":"/a"},{"bar":1},{"op":"test","path":"/a","value":[{"x":1,"x":2},{"x":1,"x":2}]}]`,
	`[{"op":"add","path":"/data/z","value":"1"},{"op":"test","path":"/data/z","value":"1"},{"op":"remove","path":"/data/z"},{"op":"test","path":"/data/z","value":null}]`,
	`[{"op":"add","path":"/data/z","value":{"a":{}}},{"op":"add","path":"/data/z/a/b","value":[]},{"op":"add","path":"/data/z/a/b/-","value":1},{"op":"copy","from":"/data/z","path":"/data/y"},{"op":"remove","path":"/data/z/a"}]`,
}

func pointers(value interface{}, path string, to *[]string, values map[string]interface{}) {
	*to = append(*to, path)
	values[path] = value
	switch v := value.(type) {
	case map[string]interface{}:
		for _, name := range sortedNames(v) {
			pointers(v[name], path+"/"+strings.NewReplacer("~", "~0", "/", "~1").Replace(name), to, values)
		}
	case []interface{}:
		for i := range v {
			pointers(v[i], fmt.Sprintf("%s/%d", path, i), to, values)
		}
	}
}

func randomValue(r *rand.Rand, depth int) interface{} {
	switch n := r.Intn(9); {
	case n == 0:
		return nil
	case n == 1:
		return r.Intn(2) == 0
	case n == 2:
		return r.Intn(100) - 50
	case n < 5 || depth == 0:
		return string(rune('a' + r.Intn(4)))
	case n < 7:
		list := []interface{}{}
		for i := r.Intn(4); i > 0; i-- {
			list = append(list, randomValue(r, depth-1))
		}
		return list
	default:
		object := map[string]interface{}{}
		for i := r.Intn(4); i > 0; i-- {
			object[string(rune('a'+r.Intn(5)))] = randomValue(r, depth-1)
		}
		return object
	}
}

func randomObject(r *rand.Rand, depth int) map[string]interface{} {
	for {
		if object, ok := randomValue(r, depth).(map[string]interface{}); ok && len(object) > 1 {
			return object
		}
	}
}

func text(value interface{}) string {
	bytes, err := json.Marshal(value)
	check(err)
	return string(bytes)
}

func randomJSONPatch(r *rand.Rand, original interface{}) string {
	var known []string
	values := map[string]interface{}{}
	pointers(original, "", &known, values)
	path := func() string {
		p := known[r.Intn(len(known))]
		switch r.Intn(12) {
		case 0:
			return p + "/" + string(rune('a'+r.Intn(5)))
		case 1:
			return p + "/-"
		case 2:
			return p + fmt.Sprintf("/%d", r.Intn(5)-2)
		}
		return p
	}
	ops := []interface{}{}
	for i := 1 + r.Intn(3); i > 0; i-- {
		op := []string{"add", "remove", "replace", "move", "copy", "test", "add", "replace", "copy"}[r.Intn(9)]
		one := map[string]interface{}{"op": op, "path": path()}
		switch op {
		case "move", "copy":
			one["from"] = path()
		case "add", "replace", "test":
			one["value"] = randomValue(r, 2)
			if at := one["path"].(string); op == "test" && values[at] != nil && r.Intn(4) > 0 {
				one["value"] = values[at]
			}
		}
		ops = append(ops, one)
	}
	return text(ops)
}

func jsonPatches(f *file) {
	for _, patch := range jsonByHand {
		if c := jsonPatched(jsonDocument, patch); c != nil {
			f.add(*c)
		}
	}
	r := rand.New(rand.NewSource(6902 + seed))
	for i := 0; i < 500*times; i++ {
		original := randomObject(r, 3)
		if c := jsonPatched(text(original), randomJSONPatch(r, original)); c != nil {
			f.add(*c)
		}
	}
}

func mergePatched(original, patch string) caseOf {
	c := caseOf{Kind: "merge", Original: json.RawMessage(original), Patch: json.RawMessage(patch)}
	v := map[string]interface{}{}
	strict, err := kjson.UnmarshalStrict([]byte(patch), &v)
	for _, err := range strict {
		c.Strict += err.Error() + "\n"
	}
	if err != nil {
		c.Status, c.Error = 400, "error decoding patch: "+err.Error()
		return c
	}
	patched, err := jsonpatch.MergePatch([]byte(original), []byte(patch))
	if err != nil {
		c.Status, c.Error = 400, err.Error()
		return c
	}
	c.Result = patched
	return c
}

func mergePatches(f *file) {
	for _, patch := range []string{`{}`, `null`, `[]`, `5`, `"x"`, `true`, `{"data":null}`, `{"data":{"k":null,"j":"w"}}`, `{"gone":null}`,
		`{"gone":{"a":null,"b":1}}`, `{"data":[{"a":null}]}`, `{"list":{"a":null,"b":[{"c":null},null]}}`, `{"data":{"n":{"a":null}}}`,
		`{"data":{"k":{"deep":{"er":null,"est":{}}}}}`, `{"list":[null,{"a":null}]}`, `{"empty":{"x":{}}}`, `{"none":null,"empty":null}`,
		`{"data":{"a":1,"b":2,"a":3},"data":{"b":[[{"c":1,"c":1}]]}}`, `{"data":{"":1,"":2},"a\"b":{"c d":1,"c d":2}}`, `{"x":[{"a":1,"a":1},{"a":1,"a":1,"a":1}]}`} {
		f.add(mergePatched(jsonDocument, patch))
	}
	r := rand.New(rand.NewSource(7386 + seed))
	for i := 0; i < 300*times; i++ {
		f.add(mergePatched(text(randomObject(r, 3)), text(randomObject(r, 3))))
	}
}
