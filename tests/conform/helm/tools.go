// SPDX-License-Identifier: Apache-2.0

//go:build tools

// Package tools names helm, so that go.mod keeps what it is built of.
package tools

import _ "helm.sh/helm/v3/cmd/helm"
