package protocol_test

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"amanat/api/apitest"
	"amanat/docs"
	"amanat/models"
)

// granted is what the description says of an operation.
type granted struct {
	OperationID string              `json:"operationId"`
	Security    []map[string][]any  `json:"security"`
	Roles       []models.Role       `json:"x-roles"`
	Responses   map[string]struct{} `json:"responses"`
}

func operations(t *testing.T) map[string]granted {
	t.Helper()
	var document struct {
		Paths map[string]map[string]granted
	}
	require.NoError(t, json.Unmarshal(docs.OpenAPI(), &document))
	all := map[string]granted{}
	for path, methods := range document.Paths {
		for method, operation := range methods {
			all[strings.ToUpper(method)+" "+path] = operation
		}
	}
	return all
}

// TestTheDescriptionTellsWhoMayCallWhat holds the route table against the description, both ways.
func TestTheDescriptionTellsWhoMayCallWhat(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		described, grants := operations(t), w.API.Grants()
		require.Len(t, grants, len(described))
		for _, grant := range grants {
			route := grant.Method + " " + braces(grant.Path)
			require.Contains(t, described, route)
			operation := described[route]
			schemes := []string{}
			for _, alternative := range operation.Security {
				for scheme := range alternative {
					schemes = append(schemes, scheme)
				}
			}
			if grant.Credential == "none" {
				require.Empty(t, schemes, route)
			} else {
				require.Equal(t, []string{grant.Credential}, schemes, route)
			}
			require.ElementsMatch(t, grant.Roles, operation.Roles, route)
			require.Equal(t, grant.Credential == "staff", len(grant.Roles) > 0, route)
		}
	})
}

// TestEveryRouteIsDeniedUnlessTheTableGrantsIt calls every route as nobody, as somebody with a receipt, and in every
// role.
func TestEveryRouteIsDeniedUnlessTheTableGrantsIt(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		receipt := w.File(names)
		members := map[models.Role]member{}
		for _, role := range models.Roles() {
			members[role] = w.Staff(role)
		}
		walked := 0
		for _, grant := range w.API.Grants() {
			if grant.Credential != "staff" {
				continue
			}
			path := apitest.Filled(grant.Path, receipt.Reference)
			for name, headers := range map[string][]string{
				"nobody": nil, "a receipt": apitest.Holding(receipt.ReceiptCode),
				"a made-up token": {"Authorization", "Bearer made-up"},
				"no token":        {"Authorization", "Bearer "},
			} {
				got := w.SendLenient(grant.Method, path, "", headers...)
				got.Problem(t, http.StatusUnauthorized, "session_unknown")
				require.Equal(t, `Bearer realm="amanat"`, got.Header.Get("WWW-Authenticate"), name)
			}
			for role, m := range members {
				if grant.Path == "/api/v1/staff/sessions/current" {
					m = w.Staff(role) // this one ends its session
				}
				got := w.SendLenient(grant.Method, path, "", m.Headers()...)
				denied := got.Status == http.StatusForbidden && got.Code(t) == "role_not_allowed"
				require.NotEqual(t, http.StatusUnauthorized, got.Status, "%s %s as %s", grant.Method, path, role)
				require.Equal(t, !slices.Contains(grant.Roles, role), denied, "%s %s as %s: %s",
					grant.Method, path, role, got.Body)
				walked++
			}
		}
		require.Greater(t, walked, 150)
	})
}

// TestACaseIsForThoseWhoHandleIt calls what is done to a case as those to whom it is assigned, and as others.
func TestACaseIsForThoseWhoHandleIt(t *testing.T) {
	forms := map[string]string{
		"transitions": `{"to":"acknowledged"}`,
		"replies":     `{"body":"سلام"}`,
		"notes":       `{"body":"یادداشت"}`,
		"extensions":  `{"working_days":3,"reason":"بررسی"}`,
		"identity":    `{"purpose":"use-answer","reason":"تماس"}`,
		"assign":      `{"account":"me"}`,
	}
	// What each role is answered: of a case of theirs, of somebody else's, and of nobody's.
	anyCase := [3]int{0, 0, 0}
	expected := map[models.Role]map[string][3]int{
		models.RoleOfficer: {
			"transitions": {0, 403, 0}, "replies": {0, 403, 0}, "notes": {0, 403, 0}, "extensions": {0, 403, 0},
			"identity": {0, 403, 403}, "assign": {0, 403, 0},
		},
		models.RoleLead: {
			"transitions": anyCase, "replies": anyCase, "notes": anyCase, "extensions": anyCase,
			"identity": {0, 403, 403}, "assign": anyCase,
		},
		models.RolePrivacy: {
			"transitions": {403, 403, 403}, "replies": {403, 403, 403}, "notes": {403, 403, 403},
			"extensions": {403, 403, 403}, "identity": anyCase, "assign": {403, 403, 403},
		},
	}
	everywhere(t, func(t *testing.T, w *world) {
		other := w.Staff(models.RoleOfficer)
		for role, acts := range expected {
			m := w.Staff(role)
			for act, statuses := range acts {
				for whose, handler := range []*member{&m, &other, nil} {
					if handler == &m && !role.HandlesCases() {
						continue // nothing can be assigned to them
					}
					got := w.Do(m, w.caseOf(handler), act, forms[act])
					require.Equal(t, statuses[whose], refusalOf(got), "%s %s %d: %s", role, act, whose, got.Body)
				}
			}
			require.Equal(t, http.StatusOK, w.Get("/api/v1/staff/cases/"+w.File(names).Reference, m.Headers()...).Status)
		}
	})
}

// caseOf is a fresh case of somebody who handles it, or of nobody.
func (w *world) caseOf(handler *member) (reference string) {
	w.T.Helper()
	reference = w.File(names).Reference
	if handler != nil {
		require.Equal(w.T, http.StatusOK, w.Do(*handler, reference, "assign", `{"account":"me"}`).Status)
	}
	return reference
}

// refusalOf is the status of a refusal, 0 of anything else.
func refusalOf(got reply) int {
	if got.Status < http.StatusBadRequest {
		return 0
	}
	return got.Status
}
