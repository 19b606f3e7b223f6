package api_test

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"amanat/api"
	"amanat/models"
	"amanat/services/signon/signontest"
)

// walk calls every route of the table as everybody there is.
type walk struct {
	*world

	provider *signontest.Provider
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
	withProvider(t, func(t *testing.T, w *world, p *signontest.Provider) {
		k := &walk{
			world: w, provider: p, whole: w.plant(reviewed), other: w.file(names), members: map[models.Role]member{},
			succeeded: map[string]bool{},
		}
		w.hire(models.RoleOfficer, "zahra@example.ir")
		for _, role := range models.Roles() {
			k.members[role] = w.staff(role)
		}
		k.routes = k.calls()
		for _, grant := range w.api.Grants() {
			k.everybody(grant)
			require.True(t, k.succeeded[grant.Method+" "+grant.Path], "nobody could call %s %s", grant.Method, grant.Path)
		}
		k.look("GET "+exports, w.get(exports+"?format=csv", k.members[models.RoleLead].headers()...), true)
		require.NoError(t, w.services.Ledger.Seal(t.Context()))
		requireNoMarksKept(t, w)
	}, reaching(newInternet()))
}

// everybody calls a route without a credential, with receipts, and in every role.
func (k *walk) everybody(grant api.Grant) {
	k.t.Helper()
	how, c := k.routes[grant.Method+" "+grant.Path], k.whole
	if how.at != 0 {
		c = k.plant(how.at)
	}
	k.one(grant, how, c, member{}, nil)
	k.one(grant, how, c, member{}, holding(k.other.ReceiptCode))
	for _, role := range models.Roles() {
		m := k.members[role]
		if how.fresh {
			m = k.staff(role)
		}
		k.one(grant, how, c, m, m.headers())
	}
	k.one(grant, how, c, member{}, holding(c.ReceiptCode))
}

func (k *walk) one(grant api.Grant, how call, c marked, m member, credential []string) {
	k.t.Helper()
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
		got = k.upload(path, how.upload, photograph(k.t, planted()["camera"]), headers...)
	case how.body != nil:
		got = k.sendLenient(grant.Method, path, how.body(c, m), headers...)
	default:
		got = k.sendLenient(grant.Method, path, "", headers...)
	}
	require.NotEqual(k.t, http.StatusInternalServerError, got.status, "%s: %s", route, got.body)
	k.look(route, got, m.token != "" || slices.Contains(credential, "Receipt "+c.ReceiptCode))
}

// look looks for marks in an answer. One that refuses shows none; one that is for all of the case shows all that belong.
func (k *walk) look(route string, got reply, theirs bool) {
	k.t.Helper()
	text, belong := string(got.body), []string{}
	if got.status < 300 {
		k.succeeded[route], belong = true, shown()[route]
	}
	if strings.Contains(got.header.Get("Content-Type"), "spreadsheetml") {
		text = unzipped(k.t, got.body)
	}
	requireNoMarks(k.t, route, text, belong...)
	disposition := got.header.Get("Content-Disposition")
	got.header.Del("Content-Disposition")
	requireNoMarks(k.t, "a header of "+route, toText(got.header))
	requireNoMarks(k.t, "the file name of "+route, disposition, belong...)
	if theirs && got.status == http.StatusOK && slices.Contains(showingAll(), route) {
		require.ElementsMatch(k.t, belong, found(text), "%s shows what it is for", route)
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
