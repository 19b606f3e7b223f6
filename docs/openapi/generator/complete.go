package generator

import (
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/getkin/kin-openapi/openapi3"
)

// requireComplete names everything that readers of the document would miss.
func requireComplete(doc *openapi3.T) error {
	var errs []error
	for _, tag := range doc.Tags {
		if tag.Description == "" {
			errs = append(errs, fmt.Errorf("tag %s: no description", tag.Name))
		}
	}
	for _, operation := range operations(doc) {
		for _, lack := range operation.lacks(doc) {
			errs = append(errs, fmt.Errorf("%s: %s", operation, lack))
		}
	}
	return errors.Join(errs...)
}

// lacks says in words what an operation's handler or its file of examples should still say.
func (o operation) lacks(doc *openapi3.T) []string {
	var lacks []string
	check := func(present bool, lack string) {
		if !present {
			lacks = append(lacks, lack)
		}
	}
	check(o.OperationID != "", "no @ID")
	check(o.Summary != "", "no @Summary")
	check(len(o.Tags) == 1 && doc.Tags.Get(o.Tags[0]) != nil, "not exactly one @Tags that handlers/doc.go declares")
	for _, scheme := range o.schemes() {
		check(doc.Components.SecuritySchemes[scheme] != nil, "@Security "+scheme+" is not declared in handlers/doc.go")
	}
	if o.RequestBody != nil {
		check(exemplified(o.RequestBody.Value.Content), "no example of a request")
	}
	succeeds, refuses := false, !o.isAPI()
	for _, status := range slices.Sorted(maps.Keys(o.Responses.Map())) {
		succeeds = succeeds || status < "300"
		refuses = refuses || status >= "400"
		check(o.exemplifies(status), "no example of its answer "+status)
	}
	check(succeeds, "no @Success")
	check(refuses, "no problems")
	return lacks
}

// exemplifies reports whether an answer has an example: one that is not shared, if it is a refusal of the operation's
// own.
func (o operation) exemplifies(status string) bool {
	response := o.Responses.Value(status)
	if status < "400" || response.Ref != "" {
		return exemplified(response.Value.Content)
	}
	shared := o.sharedResponse(status).Value
	ownReason := *response.Value.Description != *shared.Description
	for name := range response.Value.Content[mediaProblem].Examples {
		if _, known := shared.Content[mediaProblem].Examples[name]; !known || !ownReason {
			return true
		}
	}
	return false
}

// exemplified reports whether JSON has an example; other media types speak for themselves.
func exemplified(content openapi3.Content) bool {
	for name, media := range content {
		if isJSON(name) && len(media.Examples) == 0 {
			return false
		}
	}
	return true
}
