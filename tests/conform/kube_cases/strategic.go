// SPDX-License-Identifier: Apache-2.0

package main

import (
	"encoding/json"
	"fmt"
	"math/rand"
	"sort"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	apiequality "k8s.io/apimachinery/pkg/api/equality"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/util/mergepatch"
	"k8s.io/apimachinery/pkg/util/strategicpatch"
	kjson "sigs.k8s.io/json"
)

func sortedNames(m map[string]interface{}) []string {
	names := make([]string, 0, len(m))
	for name := range m {
		names = append(names, name)
	}
	sort.Strings(names)
	return names
}

var types = map[string]interface{}{
	"core/v1/Pod": corev1.Pod{}, "core/v1/Service": corev1.Service{}, "core/v1/ServiceAccount": corev1.ServiceAccount{},
	"apps/v1/Deployment": appsv1.Deployment{}, "apps/v1/ControllerRevision": appsv1.ControllerRevision{}, "core/v1/Node": corev1.Node{},
}

func once(name, original, patch string) (c *caseOf) {
	defer func() {
		if recover() != nil {
			c = nil
		}
	}()
	c = &caseOf{Kind: "strategic", Type: name, Original: json.RawMessage(original), Patch: json.RawMessage(patch)}
	from, changes := map[string]interface{}{}, map[string]interface{}{}
	check(kjson.UnmarshalCaseSensitivePreserveInts([]byte(original), &from))
	if _, err := kjson.UnmarshalStrict([]byte(patch), &changes); err != nil {
		c.Status, c.Error = 400, err.Error()
		return c
	}
	// Copies have no room to spare in their slices, as objects that were structs have none.
	patched, err := strategicpatch.StrategicMergeMapPatch(runtime.DeepCopyJSON(from), runtime.DeepCopyJSON(changes), types[name])
	switch err {
	case nil:
		c.Result = json.RawMessage(text(patched))
	case mergepatch.ErrBadJSONDoc, mergepatch.ErrBadPatchFormatForPrimitiveList, mergepatch.ErrBadPatchFormatForRetainKeys,
		mergepatch.ErrBadPatchFormatForSetElementOrderList, mergepatch.ErrUnsupportedStrategicMergePatchFormat:
		c.Status, c.Error = 400, err.Error()
	case mergepatch.ErrNoListOfLists, mergepatch.ErrPatchContentNotMatchRetainKeys:
		c.Status, c.Error = 422, err.Error()
	default:
		c.Status, c.Error = 500, err.Error()
	}
	return c
}

// Nil where the library panics, or what comes of it hangs on the order of a Go map.
func strategicPatched(name, original, patch string) *caseOf {
	c := once(name, original, patch)
	tries := 20
	if c != nil && c.Error != "" {
		tries = 1000 // several things may be wrong with it
	}
	for i := 0; i < tries && c != nil; i++ {
		again := once(name, original, patch)
		if again == nil || !apiequality.Semantic.DeepEqual(*c, *again) {
			return nil
		}
	}
	return c
}

const podText = `{"metadata":{"name":"p","labels":{"a":"1","b":"2"},"finalizers":["x/1","y/2","z/3"],"ownerReferences":[{"uid":"u1","name":"o"}]},` +
	`"spec":{"containers":[{"name":"a","image":"i:1","env":[{"name":"E","value":"1"},{"name":"F","value":"2"}],"args":["1","2"],"ports":[{"containerPort":80,"protocol":"TCP"},{"containerPort":81}]},` +
	`{"name":"b","image":"i:2"},{"name":"c","image":"i:3"}],"volumes":[{"name":"v","emptyDir":{"medium":"Memory"}},{"name":"w","configMap":{"name":"cm"}}],` +
	`"tolerations":[{"key":"k","operator":"Exists"}],"nodeSelector":{"n":"1"},"terminationGracePeriodSeconds":30,"hostNetwork":true}}`

type byHand struct{ name, original, patch string }

func podCases(patches ...string) []byHand {
	cases := []byHand{}
	for _, patch := range patches {
		cases = append(cases, byHand{"core/v1/Pod", podText, patch})
	}
	return cases
}

var strategicByHand = append(podCases(
	`{}`, `null`, `[]`, `5`, `{"metadata":null}`, `{"metadata":{"labels":{"a":null,"c":"3"}}}`, `{"gone":null,"new":{"a":null,"b":{"c":null}}}`,
	`{"metadata":{"labels":{"$patch":"replace","z":"9","y":null}}}`, `{"metadata":{"labels":{"$patch":"delete"}}}`, `{"metadata":{"labels":{"$patch":"merge","z":"9"}}}`, `{"metadata":{"labels":{"$patch":5}}}`,
	`{"$patch":"delete"}`, `{"$patch":"replace","kind":"Pod"}`, `{"$patch":"jump"}`,
	`{"metadata":{"annotations":{"$patch":"replace","z":"9"}}}`, `{"metadata":{"annotations":{"q":null,"z":"9"}}}`,
	`{"metadata":{"finalizers":["w/0","x/1"]}}`, `{"metadata":{"finalizers":[]}}`, `{"metadata":{"finalizers":null}}`, `{"metadata":{"finalizers":["q","q"]}}`, `{"metadata":{"finalizers":[5]}}`, `{"metadata":{"finalizers":[["x"]]}}`, `{"metadata":{"finalizers":[{"a":1}]}}`, `{"metadata":{"finalizers":"x"}}`, `{"metadata":{"finalizers":{}}}`,
	`{"metadata":{"$deleteFromPrimitiveList/finalizers":["x/1","gone"]}}`, `{"metadata":{"$deleteFromPrimitiveList/finalizers":[]}}`, `{"metadata":{"$deleteFromPrimitiveList":["x/1"]}}`, `{"metadata":{"$deleteFromPrimitiveListfinalizers":["x/1"]}}`, `{"metadata":{"$deleteFromPrimitiveList/finalizers":"x/1"}}`, `{"metadata":{"$deleteFromPrimitiveList/gone":["x/1"]}}`, `{"metadata":{"$deleteFromPrimitiveList/":["x/1"]}}`, `{"metadata":{"$deleteFromPrimitiveList/finalizers":null}}`, `{"metadata":{"$deleteFromPrimitiveList/finalizers":[5]}}`, `{"metadata":{"$deleteFromPrimitiveList/labels":{"a":"2"}}}`, `{"metadata":{"$deleteFromPrimitiveList/name":"q"}}`,
	`{"metadata":{"$setElementOrder/finalizers":["z/3","y/2","x/1"]}}`, `{"metadata":{"$setElementOrder/finalizers":["z/3","new","x/1"],"finalizers":["new"]}}`, `{"metadata":{"$setElementOrder/finalizers":["z/3"],"finalizers":["new"]}}`, `{"metadata":{"$setElementOrder/finalizers":[],"finalizers":["new"]}}`, `{"metadata":{"$setElementOrder/finalizers":"x"}}`, `{"metadata":{"$setElementOrder":["x"]}}`, `{"metadata":{"$setElementOrderfinalizers":["x"]}}`, `{"metadata":{"$setElementOrder/finalizers":null}}`, `{"metadata":{"$setElementOrder/gone":["x"]}}`, `{"metadata":{"$setElementOrder/name":["x"]}}`, `{"metadata":{"$setElementOrder/labels":["x"]}}`, `{"metadata":{"$setElementOrder/finalizers":["z/3"],"finalizers":null}}`, `{"metadata":{"$setElementOrder/managedFields":["x"]}}`,
	`{"metadata":{"ownerReferences":[{"uid":"u2","name":"n"}]}}`, `{"metadata":{"ownerReferences":[{"uid":"u1","name":"n","controller":true}]}}`, `{"metadata":{"ownerReferences":[{"name":"n"}]}}`, `{"metadata":{"ownerReferences":[{"$patch":"delete","uid":"u1"}]}}`, `{"metadata":{"ownerReferences":[{"$patch":"delete","name":"u1"}]}}`, `{"metadata":{"ownerReferences":["x"]}}`,
	`{"spec":{"containers":[{"name":"b","image":"i:9"}]}}`, `{"spec":{"containers":[{"name":"d","image":"i:9"}]}}`, `{"spec":{"containers":[{"name":"d"},{"name":"c"},{"name":"a"}]}}`, `{"spec":{"containers":[{"name":"d"},{"name":"d","image":"2"}]}}`, `{"spec":{"containers":[{"image":"i:9"}]}}`, `{"spec":{"containers":[]}}`, `{"spec":{"containers":null}}`, `{"spec":{"containers":[{"name":5}]}}`, `{"spec":{"containers":[5]}}`, `{"spec":{"containers":[null]}}`, `{"spec":{"containers":{"name":"x"}}}`,
	`{"spec":{"containers":[{"$patch":"delete","name":"b"}]}}`, `{"spec":{"containers":[{"$patch":"delete","name":"gone"}]}}`, `{"spec":{"containers":[{"$patch":"delete"}]}}`, `{"spec":{"containers":[{"$patch":"replace"},{"name":"z"}]}}`, `{"spec":{"containers":[{"$patch":"replace"}]}}`, `{"spec":{"containers":[{"name":"z"},{"$patch":"replace","name":"y"},{"$patch":"delete","name":"a"}]}}`, `{"spec":{"containers":[{"$patch":"merge","name":"a"}]}}`, `{"spec":{"containers":[{"$patch":"jump","name":"a"}]}}`, `{"spec":{"containers":[{"$patch":null,"name":"a"}]}}`,
	`{"spec":{"containers":[{"name":"a","env":[{"name":"E","value":null},{"name":"G","value":"3"}],"args":["9"],"ports":[{"containerPort":81,"name":"x"},{"containerPort":82}]}]}}`, `{"spec":{"containers":[{"name":"a","env":[{"$patch":"delete","name":"E"}],"ports":[{"$patch":"delete","containerPort":80}]}]}}`, `{"spec":{"containers":[{"name":"a","env":[{"$patch":"replace"}]}]}}`, `{"spec":{"containers":[{"name":"z","env":[{"$patch":"delete","name":"E"},{"name":"F"}],"ports":null}]}}`, `{"spec":{"containers":[{"name":"a","ports":[{"containerPort":80.0}]}]}}`, `{"spec":{"containers":[{"name":"a","ports":[{"containerPort":"80"}]}]}}`,
	`{"spec":{"$setElementOrder/containers":[{"name":"c"},{"name":"a"}]}}`, `{"spec":{"$setElementOrder/containers":[{"name":"c"},{"name":"d"},{"name":"a"}],"containers":[{"name":"d"}]}}`, `{"spec":{"$setElementOrder/containers":[{"name":"d"}],"containers":[{"name":"d"}]}}`, `{"spec":{"$setElementOrder/containers":[{"name":"a"},{"name":"b"}],"containers":[{"name":"b"},{"name":"a"}]}}`, `{"spec":{"$setElementOrder/containers":[{"name":"c"},{"name":"b"}],"containers":[{"$patch":"delete","name":"a"},{"name":"b","image":"n"}]}}`, `{"spec":{"$setElementOrder/containers":[{"image":"c"}]}}`, `{"spec":{"$setElementOrder/containers":["c"]}}`, `{"spec":{"$setElementOrder/containers":[],"containers":[{"name":"d"}]}}`, `{"spec":{"$setElementOrder/containers":[],"containers":[{"name":"d"},{"name":"e"},{"name":"b"}]}}`, `{"spec":{"$setElementOrder/containers":[{"name":"b"}],"containers":[{"$patch":"replace"},{"name":"b"}]}}`,
	`{"spec":{"$setElementOrder/initContainers":[{"name":"y"},{"name":"x"}],"initContainers":[{"name":"y","ports":[{"$patch":"delete","containerPort":1}]},{"name":"x"}]}}`, `{"spec":{"$setElementOrder/initContainers":[{"name":"y"}]}}`, `{"spec":{"$setElementOrder/tolerations":[{"key":"k"}],"tolerations":[{"key":"k"}]}}`,
	`{"spec":{"volumes":[{"name":"v","$retainKeys":["name","hostPath"],"hostPath":{"path":"/"}}]}}`, `{"spec":{"volumes":[{"name":"v","$retainKeys":["hostPath"],"hostPath":{"path":"/"}}]}}`, `{"spec":{"volumes":[{"name":"v","$retainKeys":"name"}]}}`, `{"spec":{"volumes":[{"name":"v","$retainKeys":["name"]}]}}`, `{"spec":{"volumes":[{"name":"v","$retainKeys":["name"],"emptyDir":null}]}}`, `{"spec":{"volumes":[{"name":"new","$retainKeys":["name"],"emptyDir":{}}]}}`, `{"spec":{"volumes":[{"name":"v","emptyDir":null,"hostPath":{"path":"/"}}]}}`,
	`{"spec":{"tolerations":[{"key":"z","value":null}]}}`, `{"spec":{"tolerations":[]}}`, `{"spec":{"nodeSelector":{"m":"2"}}}`, `{"spec":{"terminationGracePeriodSeconds":null,"hostNetwork":false}}`, `{"spec":{"terminationGracePeriodSeconds":"30"}}`, `{"spec":{"hostAliases":[{"ip":"1.2.3.4","hostnames":["a"]}]}}`, `{"spec":{"securityContext":{"runAsUser":1,"x":{"$patch":"replace"},"y":[{"$patch":"delete"},{"a":null}]}}}`,
	`{"status":{"$setElementOrder/conditions":[{"type":"Ready"}],"conditions":[{"type":"Ready","status":"True","lastProbeTime":null}]}}`, `{"$retainKeys":["metadata"]}`, `{"$retainKeys":["metadata"],"spec":{}}`, `{"$retainKeys":["metadata","spec"],"spec":{"hostNetwork":false},"$setElementOrder/x":[]}`,
), []byHand{
	{"core/v1/Pod", `{"spec":{"unknown":{"a":1},"unknownList":[1]}}`, `{"spec":{"unknown":{"a":2}}}`},
	{"core/v1/Pod", `{"spec":{"unknown":{"a":1},"unknownList":[1]}}`, `{"spec":{"unknownList":[2]}}`},
	{"core/v1/Pod", `{"metadata":{"labels":{"a":{"b":1}}}}`, `{"metadata":{"labels":{"a":{"b":2}}}}`},
	{"core/v1/Pod", `{"metadata":{"labels":{"a":[1]}}}`, `{"metadata":{"labels":{"a":[2]}}}`},
	{"core/v1/Pod", `{"spec":{"containers":{"a":{"b":1}}}}`, `{"spec":{"containers":{"a":{"b":2}}}}`},
	{"core/v1/Pod", `{"spec":{"securityContext":[1]}}`, `{"spec":{"securityContext":[2]}}`},
	{"core/v1/Pod", `{"spec":{"nodeName":[1]}}`, `{"spec":{"nodeName":[2]}}`},
	{"core/v1/Pod", `{"metadata":{"finalizers":[]}}`, `{"metadata":{"$setElementOrder/finalizers":[]}}`},
	{"core/v1/Pod", `{"spec":{"containers":[{"image":"x"}]}}`, `{"spec":{"containers":[{"name":"x"}]}}`},
	{"core/v1/Pod", `{"spec":{"containers":[{"name":"x"},{"name":"x","image":"2"}]}}`, `{"spec":{"containers":[{"name":"x","image":"3"},{"name":"y"}]}}`},
	{"core/v1/Pod", `{"spec":{"containers":[{"name":"x"},{"name":"x","image":"2"}]}}`, `{"spec":{"containers":[{"name":"x","$patch":"delete"},{"name":"y"}]}}`},
	{"apps/v1/Deployment", `{"spec":{"replicas":1,"strategy":{"type":"RollingUpdate","rollingUpdate":{"maxSurge":1,"maxUnavailable":"25%"}}}}`, `{"spec":{"strategy":{"$retainKeys":["type"],"type":"Recreate"}}}`},
	{"apps/v1/Deployment", `{"spec":{"replicas":1,"strategy":{"type":"RollingUpdate","rollingUpdate":{"maxSurge":1,"maxUnavailable":"25%"}}}}`, `{"spec":{"strategy":{"rollingUpdate":{"maxSurge":"30%"}},"replicas":1.5}}`},
	{"apps/v1/Deployment", `{"spec":{"template":{"spec":{"containers":[{"name":"a","image":"1"}]}}}}`, `{"spec":{"template":{"metadata":{"annotations":{"kubectl.kubernetes.io/restartedAt":"now"}},"spec":{"containers":[{"name":"a","image":"2"}]}}}}`},
	{"apps/v1/Deployment", `{"status":{"conditions":[{"type":"A","status":"True"},{"type":"B","status":"True"}]}}`, `{"status":{"$setElementOrder/conditions":[{"type":"B"},{"type":"A"}],"conditions":[{"type":"B","status":"False"}]}}`},
	{"apps/v1/ControllerRevision", `{"data":{"a":{"b":1}},"revision":1}`, `{"data":{"a":{"b":2}}}`},
	{"apps/v1/ControllerRevision", `{"data":{"a":1},"revision":1}`, `{"data":{"a":2,"c":3}}`},
	{"core/v1/Service", `{"spec":{"ports":[{"port":80,"protocol":"TCP","name":"a"},{"port":80,"protocol":"UDP","name":"b"}]}}`, `{"spec":{"ports":[{"port":80,"protocol":"UDP","nodePort":3}]}}`},
	{"core/v1/Service", `{"spec":{"ports":[{"port":80},{"port":443}],"selector":{"a":"b"}}}`, `{"spec":{"$setElementOrder/ports":[{"port":443},{"port":8080},{"port":80}],"ports":[{"port":8080}],"selector":{"a":null,"c":"d"}}}`},
	{"core/v1/ServiceAccount", `{"secrets":[{"name":"a"}],"imagePullSecrets":[{"name":"x"}]}`, `{"secrets":[{"name":"b"}],"imagePullSecrets":[{"name":"y"}]}`},
	{"core/v1/Node", `{"spec":{"taints":[{"key":"a"}],"podCIDRs":["1"]},"status":{"addresses":[{"type":"I","address":"1"}],"images":[{"names":["a"]}]}}`, `{"spec":{"taints":[{"key":"b"}],"podCIDRs":["2"]},"status":{"addresses":[{"type":"H","address":"h"}],"images":[]}}`},
}...)

// What a random document and a random patch of it are made of.
type grammar struct {
	fields map[string]*grammar // an object
	names  []string            // a map of texts
	list   *grammar            // a list of objects
	key    string              // of the list
	values []string            // of the key, or of a list of texts
	merged bool                // a list of texts, merged
	scalar bool
}

var (
	scalar    = &grammar{scalar: true}
	labels    = &grammar{names: []string{"a", "b", "c"}}
	letters   = []string{"a", "b", "c", "d", "e"}
	env       = &grammar{list: &grammar{fields: map[string]*grammar{"value": scalar}}, key: "name", values: letters}
	container = &grammar{fields: map[string]*grammar{"image": scalar, "env": env, "args": {values: letters},
		"ports": {list: &grammar{fields: map[string]*grammar{"protocol": scalar}}, key: "containerPort", values: []string{"80", "81", "82"}}}}
	volume  = &grammar{fields: map[string]*grammar{"emptyDir": {fields: map[string]*grammar{"medium": scalar}}, "hostPath": {fields: map[string]*grammar{"path": scalar}}}}
	podSpec = &grammar{fields: map[string]*grammar{"containers": {list: container, key: "name", values: letters}, "volumes": {list: volume, key: "name", values: letters},
		"nodeSelector": labels, "restartPolicy": scalar, "hostAliases": {list: &grammar{fields: map[string]*grammar{"hostnames": {values: letters}}}, key: "ip", values: letters}}}
	pod = &grammar{fields: map[string]*grammar{"metadata": {fields: map[string]*grammar{"labels": labels, "finalizers": {values: letters, merged: true}}}, "spec": podSpec}}
)

func keyValue(g *grammar, value string) interface{} {
	if g.key == "containerPort" {
		return json.Number(value)
	}
	return value
}

func some(r *rand.Rand, from []string) []string {
	picked := []string{}
	for _, i := range r.Perm(len(from)) {
		if r.Intn(2) == 0 {
			picked = append(picked, from[i])
		}
	}
	return picked
}

func (g *grammar) random(r *rand.Rand) interface{} {
	switch {
	case g.scalar:
		return fmt.Sprint(r.Intn(3))
	case g.fields != nil:
		object := map[string]interface{}{}
		for _, name := range sortedFields(g.fields) {
			if r.Intn(4) > 0 {
				object[name] = g.fields[name].random(r)
			}
		}
		return object
	case g.names != nil:
		object := map[string]interface{}{}
		for _, name := range some(r, g.names) {
			object[name] = fmt.Sprint(r.Intn(3))
		}
		return object
	case g.list != nil:
		list := []interface{}{}
		for _, value := range some(r, g.values) {
			element := g.list.random(r).(map[string]interface{})
			element[g.key] = keyValue(g, value)
			list = append(list, element)
		}
		return list
	default:
		list := []interface{}{}
		for _, value := range some(r, g.values) {
			list = append(list, value)
		}
		return list
	}
}

func sortedFields(fields map[string]*grammar) []string {
	names := make([]string, 0, len(fields))
	for name := range fields {
		names = append(names, name)
	}
	sort.Strings(names)
	return names
}

func (g *grammar) elements(r *rand.Rand) []interface{} {
	list := []interface{}{}
	for _, value := range some(r, g.values) {
		var element map[string]interface{}
		switch r.Intn(8) {
		case 0:
			element = map[string]interface{}{"$patch": "delete"}
		case 1:
			element = map[string]interface{}{"$patch": []string{"replace", "merge"}[r.Intn(8)/7]}
		default:
			element = g.list.change(r).(map[string]interface{})
		}
		if r.Intn(30) > 0 {
			element[g.key] = keyValue(g, value)
		}
		list = append(list, element)
	}
	return list
}

// A patch of this part.
func (g *grammar) change(r *rand.Rand) interface{} {
	switch {
	case g.fields != nil:
		object := map[string]interface{}{}
		for _, name := range sortedFields(g.fields) {
			switch n := r.Intn(20); {
			case n < 6:
			case n == 6:
				object[name] = nil
			default:
				g.fields[name].changeIn(r, name, object)
			}
		}
		if g == volume && r.Intn(2) == 0 {
			object["$retainKeys"] = append([]string{"name"}, sortedNames(object)...)
		}
		return object
	case g.names != nil:
		object := map[string]interface{}{}
		for _, name := range some(r, g.names) {
			object[name] = []interface{}{nil, "x", "y"}[r.Intn(3)]
		}
		if n := r.Intn(8); n < 2 {
			object["$patch"] = []string{"replace", "delete"}[n]
		}
		return object
	}
	return g.random(r)
}

func (g *grammar) changeIn(r *rand.Rand, name string, object map[string]interface{}) {
	switch {
	case g.list != nil:
		list := g.elements(r)
		if r.Intn(6) > 0 {
			object[name] = list
		}
		if r.Intn(2) == 0 {
			order := []interface{}{}
			for _, element := range list {
				if value, ok := element.(map[string]interface{})[g.key]; ok {
					order = append(order, map[string]interface{}{g.key: value})
				}
			}
			for _, value := range some(r, g.values) {
				at := r.Intn(len(order) + 1)
				order = append(order[:at], append([]interface{}{map[string]interface{}{g.key: keyValue(g, value)}}, order[at:]...)...)
			}
			object["$setElementOrder/"+name] = order
		}
	case g.merged:
		object[name] = g.random(r)
		if r.Intn(2) == 0 {
			object["$deleteFromPrimitiveList/"+name] = g.random(r)
		}
		if r.Intn(2) == 0 {
			object["$setElementOrder/"+name] = append(object[name].([]interface{}), g.random(r).([]interface{})...)
		}
		if r.Intn(2) == 0 {
			delete(object, name)
		}
	default:
		object[name] = g.change(r)
	}
}

func strategicPatches(f *file) {
	for _, c := range strategicByHand {
		if c := strategicPatched(c.name, c.original, c.patch); c != nil {
			f.add(*c)
		}
	}
	r := rand.New(rand.NewSource(1 + seed))
	for i := 0; i < 300*times; i++ {
		if c := strategicPatched("core/v1/Pod", text(pod.random(r)), text(pod.change(r))); c != nil {
			f.add(*c)
		}
	}
}
