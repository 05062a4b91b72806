// SPDX-License-Identifier: Apache-2.0
// etcdctl of the release that go.mod names, which cannot be installed by its path alone.
package main

import "go.etcd.io/etcd/etcdctl/v3/ctlv3"

func main() { ctlv3.MustStart() }
