module vedette/kube/gen

go 1.26.0
