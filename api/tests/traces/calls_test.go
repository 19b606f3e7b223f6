package traces_test

import (
	"net/http"

	"github.com/stretchr/testify/require"

	"amanat/api/apitest"
	"amanat/models"
)

// calls is how each route is called that takes more than its address.
func (k *walk) calls() map[string]call {
	p := planted()
	form := func(pairs ...string) call {
		text := apitest.Body(pairs...)
		return call{body: func(marked, member) string { return text }}
	}
	raw := func(text string) call { return call{body: func(marked, member) string { return text }} }
	const my, at, staff = "/api/v1/my/case", "/api/v1/staff/cases/:reference", "/api/v1/staff"
	calls := map[string]call{
		"POST /api/v1/complaints":        raw(markedForm()),
		"POST /api/v1/feedback":          form("first_name", p["first name"], "last_name", p["last name"], "message", p["message"]),
		"POST /api/v1/forms/:form/check": raw(markedForm()),
		"POST /api/v1/receipts/verify":   form("proof", k.whole.Proof),

		"POST " + my + "/messages":    form("body", p["written"]),
		"POST " + my + "/attachments": {upload: p["file"] + ".jpg"},
		"POST " + my + "/withdraw":    {at: acknowledged},
		"POST " + my + "/review":      form("reason", p["review"]).from(answered),
		"POST " + my + "/rating":      raw(`{"score":2,"resolved":false}`).from(answered),
		"POST " + my + "/export":      form("last_name", p["last name"]),
		"PATCH " + my + "/person":     form("first_name", p["first name"], "email", p["email"]),
		"DELETE " + my:                {at: acknowledged},

		"POST " + at + "/identity":    form("purpose", "use-answer", "reason", p["identity reason"]),
		"POST " + at + "/transitions": form("to", "answered", "reason", p["reason"], "public_note", p["answer"]),
		"POST " + at + "/assign":      form("account", "me"),
		"POST " + at + "/replies":     form("body", p["reply"]),
		"POST " + at + "/notes":       form("body", p["note"]),
		"POST " + at + "/attachments": {upload: p["staff file"] + ".jpg"},
		"POST " + at + "/extensions": raw(`{"working_days":2,"reason":"` + p["extension"] + `"}`).
			from(acknowledged),
		"GET " + staff + "/cases/exports": {query: "?format=xlsx"},

		"PATCH " + staff + "/accounts/:id":        raw(`{"role":"editor"}`).of(k.Staff(models.RoleOfficer).Account.String()),
		"GET " + staff + "/accounts/:id":          {id: k.members[models.RoleOfficer].Account.String()},
		"POST " + staff + "/accounts/:id/reset":   {id: k.Staff(models.RoleOfficer).Account.String()},
		"POST " + staff + "/accounts":             form("email", "maryam@example.org", "role", "officer"),
		"POST " + staff + "/canned-replies":       raw(cannedForm()),
		"PUT " + staff + "/canned-replies/:id":    raw(cannedForm()).of("0198c5a0-0000-7000-8000-000000000001"),
		"DELETE " + staff + "/canned-replies/:id": {id: "0198c5a0-0000-7000-8000-000000000002"},
		"PUT " + staff + "/holidays/:date":        form("title_fa", "تعطیل", "title_en", "Closed"),
	}
	k.signingIn(calls)
	k.publishing(calls)
	k.deciding(calls)
	k.surveying(calls)
	return calls
}

// signingIn adds what staff do with their own credentials.
func (k *walk) signingIn(calls map[string]call) {
	const me = "/api/v1/staff/me"
	fresh := func(body func(m member) string) call {
		return call{fresh: true, body: func(_ marked, m member) string { return body(m) }}
	}
	calls["POST "+sessions] = call{body: func(marked, member) string {
		return apitest.Credentials("zahra@example.ir", password)
	}}
	calls["DELETE "+sessions+"/current"] = call{fresh: true}
	calls["POST "+signOn+"/sessions"] = call{body: func(marked, member) string {
		back := k.Visit(k.provider)
		return apitest.Body("code", back["code"], "state", back["state"], "binding", back["binding"])
	}}
	calls["PUT "+me+"/password"] = fresh(func(member) string {
		return apitest.Body("current_password", password, "new_password", "سه کبوتر بر بام کاهگلی")
	})
	calls["POST "+me+"/second-factor"] = fresh(func(member) string { return apitest.Body("password", password) })
	calls["POST "+me+"/second-factor/confirmation"] = fresh(func(m member) string {
		if m.Token == "" {
			return `{"otp":"123456"}`
		}
		got := k.Post(secondFactor, apitest.Body("password", password), m.Headers()...)
		require.Equal(k.T, http.StatusOK, got.Status, string(got.Body))
		return apitest.Body("otp", k.OTP(apitest.Decode[models.EnrolmentView](k.T, got).Secret))
	})
	calls["POST "+me+"/recovery-codes"] = fresh(func(m member) string {
		if m.Token == "" {
			return `{"otp":"123456"}`
		}
		_, codes := k.Enrol(m)
		return apitest.Body("otp", codes[0])
	})
}

// from is the call for a case that has come so far.
func (c call) from(at stage) call {
	c.at = at
	return c
}

// of is the call for what has this id.
func (c call) of(id string) call {
	c.id = id
	return c
}

func cannedForm() string {
	return `{"state":"answered","title_fa":"پاسخ","title_en":"Answer","body_fa":"الف","body_en":"A"}`
}
