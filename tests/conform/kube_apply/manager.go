// SPDX-License-Identifier: Apache-2.0

// The reference: Kubernetes' own field manager, set up as its API server does.
package main

import (
	"encoding/json"
	"fmt"

	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/util/managedfields"
	"k8s.io/client-go/applyconfigurations"
	"k8s.io/client-go/kubernetes/scheme"
	"k8s.io/kube-openapi/pkg/validation/spec"
	"sigs.k8s.io/structured-merge-diff/v6/fieldpath"
)

// Versions of one are its own; custom objects stay as they are.
type converter struct{ custom bool }

func (c converter) Convert(in, out, context interface{}) error {
	return fmt.Errorf("no conversion")
}

func (c converter) ConvertFieldLabel(gvk schema.GroupVersionKind, label, value string) (string, string, error) {
	return label, value, nil
}

func (c converter) ConvertToVersion(in runtime.Object, gv runtime.GroupVersioner) (runtime.Object, error) {
	if c.custom {
		return in.DeepCopyObject(), nil
	}
	if u, ok := in.(*unstructured.Unstructured); ok {
		out, err := scheme.Scheme.New(u.GroupVersionKind())
		if err != nil {
			return nil, err
		}
		if err := runtime.DefaultUnstructuredConverter.FromUnstructured(u.Object, out); err != nil {
			return nil, err
		}
		out.GetObjectKind().SetGroupVersionKind(u.GroupVersionKind())
		return out, nil
	}
	return in.DeepCopyObject(), nil
}

type defaulter struct{}

func (defaulter) Default(runtime.Object) {}

type creater struct {
	gvk    schema.GroupVersionKind
	custom bool
}

func (c creater) New(gvk schema.GroupVersionKind) (runtime.Object, error) {
	if c.custom {
		u := &unstructured.Unstructured{}
		u.SetGroupVersionKind(gvk)
		return u, nil
	}
	o, err := scheme.Scheme.New(gvk)
	if err == nil {
		o.GetObjectKind().SetGroupVersionKind(gvk)
	}
	return o, err
}

// metadata as apiextensions puts it into the schema of a custom resource.
const objectMeta = `{"type":"object","properties":{
 "annotations":{"type":"object","additionalProperties":{"type":"string","default":""}},
 "creationTimestamp":{"type":"string","format":"date-time"},
 "deletionGracePeriodSeconds":{"type":"integer","format":"int64"},
 "deletionTimestamp":{"type":"string","format":"date-time"},
 "finalizers":{"type":"array","items":{"type":"string","default":""},"x-kubernetes-list-type":"set"},
 "generateName":{"type":"string"},"generation":{"type":"integer","format":"int64"},
 "labels":{"type":"object","additionalProperties":{"type":"string","default":""}},
 "managedFields":{"type":"array","items":{"type":"object"},"x-kubernetes-list-type":"atomic"},
 "name":{"type":"string"},"namespace":{"type":"string"},
 "ownerReferences":{"type":"array","x-kubernetes-list-type":"map","x-kubernetes-list-map-keys":["uid"],
  "items":{"type":"object","x-kubernetes-map-type":"atomic","properties":{
   "apiVersion":{"type":"string","default":""},"kind":{"type":"string","default":""},
   "name":{"type":"string","default":""},"uid":{"type":"string","default":""},
   "blockOwnerDeletion":{"type":"boolean"},"controller":{"type":"boolean"}}}},
 "resourceVersion":{"type":"string"},"selfLink":{"type":"string"},"uid":{"type":"string"}}}`

func customConverter(kind *Kind, gvk schema.GroupVersionKind) (managedfields.TypeConverter, error) {
	if kind.Schema == nil {
		return managedfields.NewDeducedTypeConverter(), nil
	}
	var own, meta spec.Schema
	if err := json.Unmarshal(kind.Schema, &own); err != nil {
		return nil, err
	}
	if err := json.Unmarshal([]byte(objectMeta), &meta); err != nil {
		return nil, err
	}
	own.Properties["apiVersion"] = *spec.StringProperty()
	own.Properties["kind"] = *spec.StringProperty()
	own.Properties["metadata"] = meta
	if own.Extensions == nil {
		own.Extensions = spec.Extensions{}
	}
	own.Extensions["x-kubernetes-group-version-kind"] = []interface{}{
		map[string]interface{}{"group": gvk.Group, "version": gvk.Version, "kind": gvk.Kind}}
	return managedfields.NewTypeConverter(map[string]*spec.Schema{"own": &own}, false)
}

func resetFields(kind *Kind, paths []string) map[fieldpath.APIVersion]fieldpath.Filter {
	set := fieldpath.NewSet()
	for _, path := range paths {
		var parts []interface{}
		start := 0
		for i := 0; i <= len(path); i++ {
			if i == len(path) || path[i] == '.' {
				parts = append(parts, path[start:i])
				start = i + 1
			}
		}
		set.Insert(fieldpath.MakePathOrDie(parts...))
	}
	return map[fieldpath.APIVersion]fieldpath.Filter{
		fieldpath.APIVersion(kind.APIVersion): fieldpath.NewExcludeSetFilter(set)}
}

// A field manager for a kind and one of its subresources ("" is the main one).
func newManager(kind *Kind, subresource string, resets []string) (*managedfields.FieldManager, error) {
	gvk := schema.FromAPIVersionAndKind(kind.APIVersion, kind.Kind)
	c := converter{custom: kind.Custom}
	var types managedfields.TypeConverter
	var err error
	if !kind.Custom {
		types = applyconfigurations.NewTypeConverter(scheme.Scheme)
		return managedfields.NewDefaultFieldManager(types, c, defaulter{}, creater{gvk, false}, gvk,
			gvk.GroupVersion(), subresource, resetFields(kind, resets))
	}
	if types, err = customConverter(kind, gvk); err != nil {
		return nil, err
	}
	return managedfields.NewDefaultCRDFieldManager(types, c, defaulter{}, creater{gvk, true}, gvk,
		gvk.GroupVersion(), subresource, resetFields(kind, resets))
}

func decode(kind *Kind, text json.RawMessage) (runtime.Object, error) {
	u := &unstructured.Unstructured{}
	if err := json.Unmarshal(text, &u.Object); err != nil {
		return nil, err
	}
	if kind.Custom {
		coerce(kind, u)
		return u, nil
	}
	return converter{}.ConvertToVersion(u, nil)
}

func accessor(o runtime.Object) interface {
	SetUID(uid string)
} {
	return uidSetter{o}
}

type uidSetter struct{ o runtime.Object }

func (s uidSetter) SetUID(uid string) {
	m, err := meta.Accessor(s.o)
	if err != nil {
		panic(err)
	}
	m.SetUID(typesUID(uid))
}

// The server reads the metadata of custom resources through Go's struct; so what is empty goes.
func coerce(kind *Kind, o runtime.Object) {
	u, ok := o.(*unstructured.Unstructured)
	if !ok || kind.Schema == nil {
		return
	}
	var m metav1.ObjectMeta
	object, _ := u.Object["metadata"].(map[string]interface{})
	if err := runtime.DefaultUnstructuredConverter.FromUnstructured(object, &m); err != nil {
		panic(err)
	}
	out, err := runtime.DefaultUnstructuredConverter.ToUnstructured(&m)
	if err != nil {
		panic(err)
	}
	delete(out, "creationTimestamp")
	u.Object["metadata"] = out
}
