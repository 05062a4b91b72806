// SPDX-License-Identifier: Apache-2.0

// Made up sequences: objects of a few kinds put together from pieces, so that managers meet in the
// same fields, elements and maps.
package main

import (
	"encoding/json"
	"fmt"
	"math/rand"
)

type object = map[string]interface{}
type array = []interface{}

// Whether the objects of a sequence have strange values: null, and elements that come twice.
var strange bool

// Each piece is there or not; half of the values are one of two.
func maybe(r *rand.Rand, to object, name string, value func() interface{}) {
	if r.Intn(2) == 0 {
		to[name] = value()
	} else if strange && r.Intn(12) == 0 {
		to[name] = nil
	}
}

func text(r *rand.Rand) func() interface{} {
	return func() interface{} { return fmt.Sprintf("t%d", r.Intn(3)) }
}

func number(r *rand.Rand) func() interface{} {
	return func() interface{} { return r.Intn(3) }
}

func texts(r *rand.Rand) func() interface{} {
	return func() interface{} {
		out := object{}
		for _, k := range []string{"a", "b", "c.d/e"} {
			maybe(r, out, k, text(r))
		}
		return out
	}
}

func list(r *rand.Rand, keys []string, make func(key string) interface{}) func() interface{} {
	return func() interface{} {
		out := array{}
		for _, i := range r.Perm(len(keys)) {
			if r.Intn(3) > 0 {
				out = append(out, make(keys[i]))
			}
		}
		if strange && len(keys) > 0 && r.Intn(12) == 0 {
			out = append(out, make(keys[0]))
		}
		return out
	}
}

func metadata(r *rand.Rand) object {
	m := object{"name": "n", "namespace": "default"}
	maybe(r, m, "labels", texts(r))
	maybe(r, m, "annotations", texts(r))
	if r.Intn(3) == 0 {
		m["finalizers"] = list(r, []string{"x/1", "x/2"}, func(k string) interface{} { return k })()
	}
	if r.Intn(4) == 0 {
		m["ownerReferences"] = list(r, []string{"u1", "u2"}, func(k string) interface{} {
			return object{"apiVersion": "v1", "kind": "Pod", "name": fmt.Sprint("o", r.Intn(2)), "uid": k}
		})()
	}
	return m
}

func container(r *rand.Rand) func(key string) interface{} {
	return func(key string) interface{} {
		c := object{"name": key}
		maybe(r, c, "image", text(r))
		maybe(r, c, "args", list(r, []string{"x", "y"}, func(k string) interface{} { return k }))
		maybe(r, c, "env", list(r, []string{"E1", "E2", "E3"}, func(k string) interface{} {
			e := object{"name": k}
			maybe(r, e, "value", text(r))
			return e
		}))
		maybe(r, c, "ports", list(r, []string{"TCP", "UDP", ""}, func(k string) interface{} {
			p := object{"containerPort": 80 + r.Intn(2)}
			if k != "" {
				p["protocol"] = k
			} else {
				p["containerPort"] = 90
			}
			maybe(r, p, "name", text(r))
			return p
		}))
		maybe(r, c, "resources", func() interface{} {
			out := object{}
			maybe(r, out, "limits", func() interface{} { return object{"cpu": fmt.Sprint(1 + r.Intn(2))} })
			return out
		})
		maybe(r, c, "securityContext", func() interface{} {
			out := object{}
			maybe(r, out, "runAsUser", number(r))
			maybe(r, out, "privileged", func() interface{} { return r.Intn(2) == 0 })
			return out
		})
		return c
	}
}

func podSpec(r *rand.Rand) func() interface{} {
	return func() interface{} {
		s := object{}
		s["containers"] = list(r, []string{"c1", "c2", "c3"}, container(r))()
		maybe(r, s, "nodeSelector", texts(r))
		maybe(r, s, "hostNetwork", func() interface{} { return r.Intn(2) == 0 })
		maybe(r, s, "restartPolicy", text(r))
		maybe(r, s, "volumes", list(r, []string{"v1", "v2"}, func(k string) interface{} {
			v := object{"name": k}
			if r.Intn(2) == 0 {
				v["emptyDir"] = object{}
			} else {
				v["configMap"] = object{"name": fmt.Sprint("m", r.Intn(2))}
			}
			return v
		}))
		maybe(r, s, "tolerations", list(r, []string{"k1", "k2"}, func(k string) interface{} {
			return object{"key": k, "operator": "Exists"}
		}))
		maybe(r, s, "securityContext", func() interface{} {
			out := object{}
			maybe(r, out, "runAsUser", number(r))
			return out
		})
		maybe(r, s, "topologySpreadConstraints", list(r, []string{"t1", "t2"}, func(k string) interface{} {
			return object{"topologyKey": k, "whenUnsatisfiable": "DoNotSchedule", "maxSkew": 1 + r.Intn(2)}
		}))
		return s
	}
}

func deployment(r *rand.Rand) object {
	spec := object{"template": object{"spec": podSpec(r)()}}
	if r.Intn(2) == 0 {
		spec["template"].(object)["metadata"] = object{"labels": texts(r)()}
	}
	maybe(r, spec, "replicas", number(r))
	maybe(r, spec, "paused", func() interface{} { return r.Intn(2) == 0 })
	maybe(r, spec, "selector", func() interface{} { return object{"matchLabels": texts(r)()} })
	maybe(r, spec, "strategy", func() interface{} {
		out := object{"type": "RollingUpdate"}
		maybe(r, out, "rollingUpdate", func() interface{} { return object{"maxSurge": r.Intn(2)} })
		return out
	})
	return object{"spec": spec}
}

func service(r *rand.Rand) object {
	spec := object{}
	maybe(r, spec, "selector", texts(r))
	maybe(r, spec, "type", text(r))
	maybe(r, spec, "ports", list(r, []string{"p1", "p2"}, func(k string) interface{} {
		p := object{"port": 80 + r.Intn(3), "name": k}
		maybe(r, p, "targetPort", func() interface{} { return array{8080, "web"}[r.Intn(2)] })
		if r.Intn(2) == 0 { // null would be a key of its own, which no server keeps
			p["protocol"] = []string{"TCP", "UDP"}[r.Intn(2)]
		}
		return p
	}))
	return object{"spec": spec}
}

func configMap(r *rand.Rand) object {
	out := object{}
	maybe(r, out, "data", texts(r))
	maybe(r, out, "immutable", func() interface{} { return r.Intn(2) == 0 })
	return out
}

const customSchema = `{"type":"object","properties":{
 "spec":{"type":"object","properties":{
  "count":{"type":"integer"},
  "names":{"type":"array","items":{"type":"string"}},
  "tags":{"type":"array","items":{"type":"string"},"x-kubernetes-list-type":"set"},
  "rules":{"type":"array","x-kubernetes-list-type":"map","x-kubernetes-list-map-keys":["host","port"],
   "items":{"type":"object","properties":{"host":{"type":"string"},"port":{"type":"integer","default":80},
    "paths":{"type":"object","additionalProperties":{"type":"string"}}}}},
  "point":{"type":"object","x-kubernetes-map-type":"atomic","properties":{"x":{"type":"integer"},"y":{"type":"integer"}}},
  "any":{"x-kubernetes-preserve-unknown-fields":true},
  "open":{"type":"object","x-kubernetes-preserve-unknown-fields":true,"properties":{"known":{"type":"object","properties":{"a":{"type":"string"}}}}},
  "limit":{"x-kubernetes-int-or-string":true}}},
 "status":{"type":"object","properties":{"ready":{"type":"boolean"}}}}}`

func custom(r *rand.Rand) object {
	spec := object{}
	strings := func(k string) interface{} { return k }
	maybe(r, spec, "count", number(r))
	maybe(r, spec, "names", list(r, []string{"x", "y"}, strings))
	maybe(r, spec, "tags", list(r, []string{"x", "y", "z"}, strings))
	maybe(r, spec, "rules", list(r, []string{"h1", "h2", "h3"}, func(k string) interface{} {
		out := object{"host": k}
		maybe(r, out, "port", func() interface{} { return 80 + r.Intn(2) })
		maybe(r, out, "paths", texts(r))
		return out
	}))
	maybe(r, spec, "point", func() interface{} { return object{"x": r.Intn(2), "y": 1} })
	maybe(r, spec, "any", func() interface{} {
		return []interface{}{object{"a": r.Intn(2), "b": object{"c": array{1, 2}}}, "text", array{1, r.Intn(2)}}[r.Intn(3)]
	})
	maybe(r, spec, "open", func() interface{} {
		out := object{}
		maybe(r, out, "known", func() interface{} { return object{"a": fmt.Sprint(r.Intn(2)), "more": r.Intn(2)} })
		maybe(r, out, "other", func() interface{} { return object{"deep": texts(r)()} })
		return out
	})
	maybe(r, spec, "limit", func() interface{} { return array{1, "1"}[r.Intn(2)] })
	return object{"spec": spec}
}

func status(r *rand.Rand) object {
	out := object{}
	maybe(r, out, "replicas", number(r))
	maybe(r, out, "observedGeneration", number(r))
	maybe(r, out, "ready", func() interface{} { return r.Intn(2) == 0 })
	maybe(r, out, "conditions", list(r, []string{"A", "B", "C"}, func(k string) interface{} {
		c := object{"type": k, "status": []string{"True", "False"}[r.Intn(2)]}
		maybe(r, c, "reason", text(r))
		return c
	}))
	return out
}

func makeUp(r *rand.Rand, index int) *Sequence {
	strange = r.Intn(4) == 0

	kinds := []struct {
		Kind
		make func(r *rand.Rand) object
	}{
		{Kind{APIVersion: "apps/v1", Kind: "Deployment"}, deployment},
		{Kind{APIVersion: "v1", Kind: "Pod"}, func(r *rand.Rand) object { return object{"spec": podSpec(r)()} }},
		{Kind{APIVersion: "v1", Kind: "Service"}, service},
		{Kind{APIVersion: "v1", Kind: "ConfigMap"}, configMap},
		{Kind{APIVersion: "example.com/v1", Kind: "Thing", Custom: true, Schema: json.RawMessage(customSchema)}, custom},
		{Kind{APIVersion: "example.com/v1", Kind: "Thing", Custom: true}, custom},
	}
	k := kinds[r.Intn(len(kinds))]
	s := &Sequence{Name: fmt.Sprintf("random %d", index), Kind: k.Kind}
	managers := []string{"alice", "bob", "kubectl"}
	for i, steps := 0, 3+r.Intn(5); i < steps; i++ {
		o := k.make(r)
		o["apiVersion"], o["kind"], o["metadata"] = k.APIVersion, k.Kind.Kind, metadata(r)
		step := &Step{Op: "apply", Manager: managers[r.Intn(len(managers))], Force: r.Intn(2) == 0}
		if r.Intn(3) == 0 {
			step.Op, step.Force = "update", false
		}
		if i == 0 && step.Op == "update" {
			step.Op = "create"
		}
		if k.Kind.Kind != "ConfigMap" {
			step.Resets = []string{"status"}
		}
		if has := k.Kind.Kind == "Deployment" || k.Kind.Custom; has && r.Intn(3) == 0 {
			o["status"] = status(r)
			if k.Kind.Custom {
				delete(o["status"].(object), "replicas")
				delete(o["status"].(object), "observedGeneration")
				if k.Schema != nil {
					delete(o["status"].(object), "conditions")
				}
			} else {
				delete(o["status"].(object), "ready")
			}
			if i > 0 && r.Intn(2) == 0 {
				step.Subresource = "status"
				step.Resets = []string{"metadata", "spec"}
				if !k.Kind.Custom {
					step.Resets = []string{"metadata.labels", "spec"}
				}
			}
		}
		step.Object, _ = json.Marshal(o)
		s.Steps = append(s.Steps, step)
	}
	return s
}
