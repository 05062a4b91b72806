// SPDX-License-Identifier: Apache-2.0
package main

import (
	"math/rand"
	"reflect"
	"time"

	apiextensions "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	meta "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/util/intstr"
)

// filler sets the fields of any API object at random, the deeper the fewer.
type filler struct {
	*rand.Rand
	dense float64 // how likely a field is set at the top
}

var texts = []string{"", "a", "name", "x-y.z", "Grüße", "日本語", "tab\tline\n", `quote " and \ back`, "<&>", "\u2028", "🦊"}
var raws = []string{`{}`, `{"a":1}`, `{"b":[1,2.50,{"c":null}],"d":"é"}`, `{"n":1e2,"big":9007199254740993}`}
var anys = append([]string{`null`, `true`, `"text"`, `12.5`, `[]`, `[{"x":"y"}]`}, raws...)

func (f *filler) text() string { return texts[f.Intn(len(texts))] }

func (f *filler) number(bits int) int64 {
	switch f.Intn(6) {
	case 0:
		return 0
	case 1:
		return 1<<(bits-1) - 1
	case 2:
		return -1 << (bits - 1)
	default:
		return int64(int32(f.Uint32())) >> f.Intn(24)
	}
}

func (f *filler) moment() time.Time {
	switch f.Intn(8) {
	case 0:
		return time.Time{}
	case 1:
		return time.Unix(0, 0)
	case 2:
		return time.Date(1650, 2, 28, 23, 59, 59, 999999999, time.UTC)
	case 3:
		return time.Date(9999, 12, 31, 23, 59, 59, 0, time.UTC)
	}
	return time.Unix(f.Int63n(4e9), f.Int63n(1e9))
}

func (f *filler) quantity() resource.Quantity {
	list := []string{"0", "1", "100m", "1500m", "1Gi", "128974848", "0.1", "12e6", "1.5Gi", "-5", "100u", "3n", "2E", "9223372036854775807"}
	return resource.MustParse(list[f.Intn(len(list))])
}

// special sets the types that write their own JSON; false: it is none of them.
func (f *filler) special(at any, depth int) bool {
	switch v := at.(type) {
	case *meta.Time:
		*v = meta.NewTime(f.moment())
	case *meta.MicroTime:
		*v = meta.NewMicroTime(f.moment())
	case *meta.Duration:
		list := []time.Duration{0, 1, 1500, 999999, time.Millisecond * 1500, time.Second, -90 * time.Minute, 1<<63 - 1, -1 << 63, 36*time.Hour + 5*time.Nanosecond}
		v.Duration = list[f.Intn(len(list))]
	case *resource.Quantity:
		*v = f.quantity()
	case *intstr.IntOrString:
		if f.Intn(2) == 0 {
			*v = intstr.FromInt32(int32(f.number(32)))
		} else {
			*v = intstr.FromString(f.text())
		}
	case *runtime.RawExtension:
		if f.Intn(4) > 0 {
			v.Raw = []byte(raws[f.Intn(len(raws))])
		}
	case *meta.FieldsV1:
		v.SetRawBytes([]byte(`{"f:metadata":{"f:labels":{".":{},"f:a":{}}}}`))
	case *apiextensions.JSON:
		v.Raw = []byte(anys[f.Intn(len(anys))])
	case *apiextensions.JSONSchemaPropsOrBool:
		if v.Allows = f.Intn(2) == 0; v.Allows && f.Intn(2) == 0 {
			v.Schema = new(apiextensions.JSONSchemaProps)
			f.fill(reflect.ValueOf(v.Schema).Elem(), depth+3)
		}
	case *apiextensions.JSONSchemaPropsOrArray:
		f.fill(reflect.ValueOf(&v.JSONSchemas).Elem(), depth+3)
		f.fill(reflect.ValueOf(&v.Schema).Elem(), depth+3)
	case *apiextensions.JSONSchemaPropsOrStringArray:
		f.fill(reflect.ValueOf(&v.Property).Elem(), depth+3)
		f.fill(reflect.ValueOf(&v.Schema).Elem(), depth+3)
	default:
		return false
	}
	return true
}

func (f *filler) likely(depth int) bool {
	p := f.dense
	for ; depth > 2; depth-- {
		p *= 0.8
	}
	return f.Float64() < p
}

func (f *filler) fill(v reflect.Value, depth int) {
	if v.CanAddr() && v.Addr().CanInterface() && f.special(v.Addr().Interface(), depth) {
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		for i := 0; i < v.NumField(); i++ {
			if v.Type().Field(i).IsExported() {
				f.fill(v.Field(i), depth+1)
			}
		}
	case reflect.Pointer:
		if f.likely(depth) {
			v.Set(reflect.New(v.Type().Elem()))
			f.fill(v.Elem(), depth)
		}
	case reflect.Slice:
		if f.likely(depth) {
			n := f.Intn(3)
			v.Set(reflect.MakeSlice(v.Type(), n, n))
			for i := 0; i < n; i++ {
				f.fill(v.Index(i), depth+1)
			}
		}
	case reflect.Map:
		if f.likely(depth) {
			v.Set(reflect.MakeMap(v.Type()))
			for n := f.Intn(4); n > 0; n-- {
				k, e := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
				k.SetString(f.text())
				f.fill(e, depth+1)
				v.SetMapIndex(k, e)
			}
		}
	case reflect.String:
		if f.likely(depth) {
			v.SetString(f.text())
		}
	case reflect.Bool:
		v.SetBool(f.likely(depth))
	case reflect.Int32:
		v.SetInt(f.number(32))
	case reflect.Int64:
		v.SetInt(f.number(64))
	case reflect.Uint8:
		v.SetUint(uint64(f.Intn(256)))
	case reflect.Float64:
		list := []float64{0, 1, -1.5, 0.1, 1e20, 1e21, 1e-6, 1e-7, 123456789.125, 5e-324, 1.7976931348623157e308, 100000}
		v.SetFloat(list[f.Intn(len(list))])
	default:
		panic("no way to fill " + v.Type().String())
	}
}
