package traces_test

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"amanat/api"
	"amanat/api/apitest"
	"amanat/models"
	"amanat/services/staff/oidc/oidctest"
)

// walk calls every route of the table as everybody there is.
type walk struct {
	*world

	provider *oidctest.Provider
	whole    marked // has all marks
	other    models.Receipt
	members  map[models.Role]member
	routes   map[string]call
	// succeeded are the routes that somebody called with success.
	succeeded map[string]bool
}

// call is how a route is called so that it can succeed.
type call struct {
	// body makes the body, for the case and for who calls.
	body func(c marked, m member) string
	// upload is the name of a file to send instead.
	upload string
	// at is how far the case has to have come, if it must not be the one that all share.
	at stage
	// fresh says that whoever calls cannot call another route after.
	fresh bool
	query string
	id    string
	slug  string
	// version is one of the privacy policy, if it must not be the first.
	version int
	// headers are further ones.
	headers []string
}

// TestMarksAreShownWhereTheyBelongAndNowhereElse plants marks in every field through the API, then calls every route as
// everybody, and looks for them in all answers and in all that is kept.
func TestMarksAreShownWhereTheyBelongAndNowhereElse(t *testing.T) {
	withProvider(t, func(t *testing.T, w *world, p *oidctest.Provider) {
		k := &walk{
			world: w, provider: p, whole: w.plant(reviewed), other: w.File(names), members: map[models.Role]member{},
			succeeded: map[string]bool{},
		}
		w.Hire(models.RoleOfficer, "zahra@example.ir")
		for _, role := range models.Roles() {
			k.members[role] = w.Staff(role)
		}
		k.routes = k.calls()
		for _, grant := range w.API.Grants() {
			k.everybody(grant)
			require.True(t, k.succeeded[grant.Method+" "+grant.Path], "nobody could call %s %s", grant.Method, grant.Path)
		}
		k.look("GET "+exports, w.Get(exports+"?format=csv", k.members[models.RoleLead].Headers()...), true)
		require.NoError(t, w.Services.Ledger.Seal(t.Context()))
		requireNoMarksKept(t, w)
	}, apitest.Reaching(apitest.NewInternet()))
}

// everybody calls a route without a credential, with receipts, and in every role.
func (k *walk) everybody(grant api.Grant) {
	k.T.Helper()
	how, c := k.routes[grant.Method+" "+grant.Path], k.whole
	if how.at != 0 {
		c = k.plant(how.at)
	}
	k.one(grant, how, c, member{}, nil)
	k.one(grant, how, c, member{}, apitest.Holding(k.other.ReceiptCode))
	for _, role := range models.Roles() {
		m := k.members[role]
		if how.fresh {
			m = k.Staff(role)
		}
		k.one(grant, how, c, m, m.Headers())
	}
	k.one(grant, how, c, member{}, apitest.Holding(c.ReceiptCode))
}

func (k *walk) one(grant api.Grant, how call, c marked, m member, credential []string) {
	k.T.Helper()
	route := grant.Method + " " + grant.Path
	id := how.id
	if id == "" {
		id = c.file
	}
	path := strings.NewReplacer(
		":reference", c.Reference, ":id", id, ":date", "2027-03-20", ":form", "complaint",
		":slug", how.slug, ":version", strconv.Itoa(max(1, how.version)),
	).Replace(grant.Path) + how.query
	headers := append(slices.Concat(credential, how.headers), "Idempotency-Key", uuid.NewString(),
		"User-Agent", planted()["agent"], "X-Forwarded-For", planted()["address"])
	var got reply
	switch {
	case how.upload != "":
		got = k.Upload(path, how.upload, apitest.Photograph(k.T, planted()["camera"]), headers...)
	case how.body != nil:
		got = k.SendLenient(grant.Method, path, how.body(c, m), headers...)
	default:
		got = k.SendLenient(grant.Method, path, "", headers...)
	}
	require.NotEqual(k.T, http.StatusInternalServerError, got.Status, "%s: %s", route, got.Body)
	k.look(route, got, m.Token != "" || slices.Contains(credential, "Receipt "+c.ReceiptCode))
}

// look looks for marks in an answer. One that refuses shows none; one that is for all of the case shows all that belong.
func (k *walk) look(route string, got reply, theirs bool) {
	k.T.Helper()
	text, belong := string(got.Body), []string{}
	if got.Status < 300 {
		k.succeeded[route], belong = true, shown()[route]
	}
	if strings.Contains(got.Header.Get("Content-Type"), "spreadsheetml") {
		text = apitest.Unzipped(k.T, got.Body)
	}
	requireNoMarks(k.T, route, text, belong...)
	disposition := got.Header.Get("Content-Disposition")
	got.Header.Del("Content-Disposition")
	requireNoMarks(k.T, "a header of "+route, apitest.ToText(got.Header))
	requireNoMarks(k.T, "the file name of "+route, disposition, belong...)
	if theirs && got.Status == http.StatusOK && slices.Contains(showingAll(), route) {
		require.ElementsMatch(k.T, belong, found(text), "%s shows what it is for", route)
	}
}

// showingAll are the routes whose answer to whoever may see it has every mark that belongs there.
func showingAll() []string {
	return []string{
		"GET /api/v1/my/case", "GET /api/v1/my/case/accesses", "POST /api/v1/my/case/export",
		"GET /api/v1/staff/cases/:reference", "POST /api/v1/staff/cases/:reference/identity",
		"POST /api/v1/staff/surveys/:slug/respondents", "GET /api/v1/staff/surveys/:slug/texts",
		"GET /api/v1/staff/surveys/:slug/exports",
	}
}
