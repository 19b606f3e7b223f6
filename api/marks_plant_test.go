package api_test

import (
	"net/http"

	"github.com/stretchr/testify/require"

	"amanat/models"
)

// stage is how far a marked case has come.
type stage int

const (
	acknowledged stage = iota + 1
	answered
	reviewed
)

// marked is a case with a mark in every field, and what it takes to reach it.
type marked struct {
	models.Receipt

	file string
}

// markedForm is a complaint with a mark in each field.
func markedForm() string {
	m := planted()
	return body("first_name", m["first name"], "last_name", m["last name"], "email", m["email"],
		"phone", "+98"+m["phone"], "subject", m["subject"], "message", m["message"], "service", m["service"])
}

// plant files a marked case and takes it to a stage, with marks in all that is written on the way.
func (w *world) plant(until stage) marked {
	w.t.Helper()
	m, officer := planted(), w.staff(models.RoleOfficer)
	c := marked{Receipt: w.file(markedForm())}
	code := holding(c.ReceiptCode)
	w.posted("/api/v1/my/case/messages", body("body", m["written"]), code)
	c.file = w.attach(c.ReceiptCode, m["file"]+".jpg", photograph(w.t, m["camera"])).ID.String()
	w.attach(c.ReceiptCode, m["file"]+".png", screenshot(w.t, m["author"]))
	at := staffCases + "/" + c.Reference + "/"
	w.posted(at+"assign", `{"account":"me"}`, officer.headers())
	w.posted(at+"replies", body("body", m["reply"]), officer.headers())
	w.posted(at+"notes", body("body", m["note"]), officer.headers())
	w.posted(at+"identity", body("purpose", "use-answer", "reason", m["identity reason"]), officer.headers())
	got := w.upload(at+"attachments", m["staff file"]+".pdf", []byte(pdfFile), officer.headers()...)
	require.Equal(w.t, http.StatusCreated, got.status, string(got.body))
	w.posted(at+"transitions",
		body("to", "acknowledged", "public_note", m["public note"], "reason", m["reason"]), officer.headers())
	if until == acknowledged {
		return c
	}
	w.posted(at+"extensions", `{"working_days":3,"reason":"`+m["extension"]+`"}`, officer.headers())
	w.take(officer, c.Reference, models.StateInProgress)
	w.posted(at+"transitions",
		body("to", "answered", "public_note", m["answer"], "reason", m["reason"]), officer.headers())
	if until == answered {
		return c
	}
	w.posted("/api/v1/my/case/review", body("reason", m["review"]), code)
	return c
}

// posted posts what has to succeed.
func (w *world) posted(path, form string, headers []string) {
	w.t.Helper()
	got := w.post(path, form, headers...)
	require.Less(w.t, got.status, 300, "%s: %s", path, got.body)
}
