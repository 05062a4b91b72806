// SPDX-License-Identifier: Apache-2.0
// kube-apiserver of the release that go.mod names, which cannot be installed by its path alone.
package main

import (
	"os"

	"k8s.io/component-base/cli"
	"k8s.io/kubernetes/cmd/kube-apiserver/app"
)

func main() {
	os.Exit(cli.Run(app.NewAPIServerCommand()))
}
