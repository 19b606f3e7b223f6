package traces_test

import (
	"net/http"

	"github.com/stretchr/testify/require"

	"amanat/api/apitest"
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
	return apitest.Body("first_name", m["first name"], "last_name", m["last name"], "email", m["email"],
		"phone", "+98"+m["phone"], "subject", m["subject"], "message", m["message"], "service", m["service"])
}

// plant files a marked case and takes it to a stage, with marks in all that is written on the way.
func (w *world) plant(until stage) marked {
	w.T.Helper()
	m, officer := planted(), w.Staff(models.RoleOfficer)
	c := marked{Receipt: w.File(markedForm())}
	code := apitest.Holding(c.ReceiptCode)
	w.posted("/api/v1/my/case/messages", apitest.Body("body", m["written"]), code)
	c.file = w.Attach(c.ReceiptCode, m["file"]+".jpg", apitest.Photograph(w.T, m["camera"])).ID.String()
	w.Attach(c.ReceiptCode, m["file"]+".png", apitest.Screenshot(w.T, m["author"]))
	at := staffCases + "/" + c.Reference + "/"
	w.posted(at+"assign", `{"account":"me"}`, officer.Headers())
	w.posted(at+"replies", apitest.Body("body", m["reply"]), officer.Headers())
	w.posted(at+"notes", apitest.Body("body", m["note"]), officer.Headers())
	w.posted(at+"identity", apitest.Body("purpose", "use-answer", "reason", m["identity reason"]), officer.Headers())
	got := w.Upload(at+"attachments", m["staff file"]+".pdf", []byte(apitest.PDFFile), officer.Headers()...)
	require.Equal(w.T, http.StatusCreated, got.Status, string(got.Body))
	w.posted(at+"transitions",
		apitest.Body("to", "acknowledged", "public_note", m["public note"], "reason", m["reason"]), officer.Headers())
	if until == acknowledged {
		return c
	}
	w.posted(at+"extensions", `{"working_days":3,"reason":"`+m["extension"]+`"}`, officer.Headers())
	w.Take(officer, c.Reference, models.StateInProgress)
	w.posted(at+"transitions",
		apitest.Body("to", "answered", "public_note", m["answer"], "reason", m["reason"]), officer.Headers())
	if until == answered {
		return c
	}
	w.posted("/api/v1/my/case/review", apitest.Body("reason", m["review"]), code)
	return c
}

// posted posts what has to succeed.
func (w *world) posted(path, form string, headers []string) {
	w.T.Helper()
	got := w.Post(path, form, headers...)
	require.Less(w.T, got.Status, 300, "%s: %s", path, got.Body)
}
