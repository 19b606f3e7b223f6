package generator

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// refusals lists the statuses that follow from what an operation takes.
func (o operation) refusals() []int {
	var statuses []int
	add := func(applies bool, more ...int) {
		if applies {
			statuses = append(statuses, more...)
		}
	}
	// A body is read and refused where none is asked for, too.
	add(o.method != http.MethodGet, http.StatusBadRequest, http.StatusRequestTimeout, http.StatusRequestEntityTooLarge,
		http.StatusUnsupportedMediaType, http.StatusUnprocessableEntity)
	add(o.has(openapi3.ParameterInQuery), http.StatusBadRequest, http.StatusUnprocessableEntity)
	add(o.knowsConsent(), http.StatusBadRequest)
	add(o.has(openapi3.ParameterInPath), http.StatusNotFound)
	add(o.secured(), http.StatusUnauthorized)
	add(o.creates(), http.StatusConflict)
	add(o.isAPI(), http.StatusForbidden)
	add(o.limited(), http.StatusTooManyRequests, http.StatusInternalServerError, http.StatusServiceUnavailable)
	return statuses
}

// addRefusals adds the problems that follow from the operation's kind, and completes those that its handler names.
func (o operation) addRefusals() error {
	implied := map[string]bool{}
	for _, code := range o.refusals() {
		status := strconv.Itoa(code)
		implied[status] = true
		if o.Responses.Value(status) == nil {
			o.Responses.Set(status, o.sharedResponse(status))
		}
	}
	for _, status := range slices.Sorted(maps.Keys(o.Responses.Map())) {
		declared := o.Responses.Value(status)
		if status < "400" || declared.Ref != "" {
			continue
		}
		shared := o.sharedResponse(status)
		if shared == nil {
			return fmt.Errorf("status %s is not in shared.json", status)
		}
		if description := *declared.Value.Description; description != statusText(status) {
			shared = inline(shared.Value, description, implied[status])
		}
		o.Responses.Set(status, shared)
	}
	return nil
}

// sharedResponse refers to the shared response of a status, of the operation's kind if there is such; nil if there is
// none.
func (o operation) sharedResponse(status string) *openapi3.ResponseRef {
	phrase := strings.ReplaceAll(statusText(status), " ", "")
	for _, kind := range o.kinds() {
		if shared, ok := o.shared.Responses[kind+phrase]; ok {
			return &openapi3.ResponseRef{Ref: "#/components/responses/" + kind + phrase, Value: shared.Value}
		}
	}
	return nil
}

// kinds say how the names of shared responses begin that are not for all operations: "UploadRequestEntityTooLarge" is
// for uploads, "ConsentBadRequest" for what depends on a decision about cookies, "StaffUnauthorized" for what no other
// credential opens than that of the security scheme staff.
func (o operation) kinds() []string {
	var kinds []string
	if o.RequestBody != nil && o.RequestBody.Value.Content[mediaForm] != nil {
		kinds = append(kinds, "Upload")
	}
	if o.knowsConsent() {
		kinds = append(kinds, "Consent")
	}
	if schemes := o.schemes(); len(schemes) == 1 {
		kinds = append(kinds, strings.ToUpper(schemes[0][:1])+schemes[0][1:])
	}
	return append(kinds, "")
}

// inline copies a shared response into an operation that has its own reason for it, and its own examples. The shared
// ones stay where the shared reason applies as well.
func inline(shared *openapi3.Response, description string, both bool) *openapi3.ResponseRef {
	own := *shared
	media := &openapi3.MediaType{Schema: shared.Content[mediaProblem].Schema}
	if both {
		description += "\n\nOr: " + *shared.Description
		media.Examples = maps.Clone(shared.Content[mediaProblem].Examples)
	}
	own.Description = &description
	own.Content = openapi3.Content{mediaProblem: media}
	return &openapi3.ResponseRef{Value: &own}
}

// statusText is the standard phrase of a status, which swag makes the description of a response without one.
func statusText(status string) string {
	number, err := strconv.Atoi(status)
	if err != nil {
		return ""
	}
	return http.StatusText(number)
}
