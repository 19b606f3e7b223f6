package docs

//go:generate go run ./openapi
