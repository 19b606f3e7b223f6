package cases_test

import (
	"mime"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"amanat/api/apitest"
	"amanat/models"
	"amanat/models/store"
)

// attachments is where staff attach files to a case.
func attachments(reference string) string { return staffCases + "/" + reference + "/attachments" }

func TestFilesGoBothWays(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		receipt, officer := w.File(names), w.Staff(models.RoleOfficer)
		code, at := apitest.Holding(receipt.ReceiptCode), attachments(receipt.Reference)
		theirs := w.Attach(receipt.ReceiptCode, "رسید پرداخت.jpeg", apitest.Photograph(t, "سیمرغ"))
		got := w.Upload(at, "پاسخ نهایی.pdf", []byte(apitest.PDFFile), officer.Headers()...)
		require.Equal(t, http.StatusCreated, got.Status, string(got.Body))
		ours := apitest.Decode[models.AttachmentView](t, got)
		require.Equal(t, models.FromPerson, theirs.From)
		require.Equal(t, models.FromOrganisation, ours.From)
		require.Equal(t, "رسید پرداخت.jpg", theirs.Name)
		require.Equal(t, "image/jpeg", theirs.MediaType)

		mine := apitest.Decode[models.CaseView](t, w.Get("/api/v1/my/case", code...))
		seen := apitest.Decode[models.StaffCaseView](t,
			w.Get("/api/v1/staff/cases/"+receipt.Reference, officer.Headers()...))
		require.Equal(t, []models.AttachmentView{theirs, ours}, mine.Attachments)
		require.Equal(t, mine.Attachments, seen.Attachments)

		for _, file := range mine.Attachments {
			own := w.Get(myAttachments+"/"+file.ID.String(), code...)
			staff := w.Get(at+"/"+file.ID.String(), officer.Headers()...)
			require.Equal(t, http.StatusOK, own.Status)
			require.Equal(t, own.Body, staff.Body)
			require.Len(t, own.Body, int(file.Bytes))
			for _, got := range []reply{own, staff} {
				requireSaved(t, got, file)
			}
		}
	})
}

// requireSaved asserts that a browser saves the file under its name, and neither shows nor keeps nor guesses it.
func requireSaved(t *testing.T, got reply, file models.AttachmentView) {
	t.Helper()
	require.Equal(t, file.MediaType, got.Header.Get("Content-Type"))
	require.Equal(t, strconv.FormatInt(file.Bytes, 10), got.Header.Get("Content-Length"))
	require.Equal(t, "nosniff", got.Header.Get("X-Content-Type-Options"))
	require.Equal(t, "no-store", got.Header.Get("Cache-Control"))
	require.Contains(t, got.Header.Get("Content-Security-Policy"), "default-src 'none'")
	disposition, parameters, err := mime.ParseMediaType(got.Header.Get("Content-Disposition"))
	require.NoError(t, err)
	require.Equal(t, "attachment", disposition)
	require.Equal(t, file.Name, parameters["filename"])
}

func TestOfAPictureOnlyThePictureIsKept(t *testing.T) {
	const mark = "سیمرغ"
	everywhere(t, func(t *testing.T, w *world) {
		receipt := w.File(names)
		for _, file := range [][]byte{apitest.Photograph(t, mark), apitest.Screenshot(t, mark)} {
			require.Contains(t, string(file), mark)
			kept := w.Attach(receipt.ReceiptCode, "عکس", file)
			got := w.Get(myAttachments+"/"+kept.ID.String(), apitest.Holding(receipt.ReceiptCode)...)
			require.NotContains(t, string(got.Body), mark)
			require.NotContains(t, string(got.Body), "Exif")
			if kept.MediaType == "image/jpeg" {
				apitest.RequireRedAboveBlue(t, got.Body)
			}
		}
		w.RequireNotOnDisk(mark)
	})
}

func TestAWebPBecomesWhatEverybodyCanOpen(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		kept := w.Attach(w.File(names).ReceiptCode, "عکس.webp", apitest.WebP(t))
		require.Contains(t, []string{"image/jpeg", "image/png"}, kept.MediaType)
		require.NotContains(t, kept.Name, "webp")
	})
}

func TestADocumentIsKeptByteForByte(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		receipt := w.File(names)
		kept := w.Attach(receipt.ReceiptCode, "گزارش.pdf", []byte(apitest.PDFFile))
		got := w.Get(myAttachments+"/"+kept.ID.String(), apitest.Holding(receipt.ReceiptCode)...)
		require.Equal(t, apitest.PDFFile, string(got.Body))
	})
}

func TestNamesOfFilesAreMadeHarmless(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		for name, shown := range map[string]string{
			"نامه‌ام به شما.pdf":          "نامه‌ام به شما.pdf",
			"../../etc/passwd":            "passwd.pdf",
			`C:\پرونده\گزارش.exe`:         "گزارش.pdf",
			"gnp.\u202eexe.pdf":           "gnp.exe.pdf",
			"":                            "attachment.pdf",
			"CON.pdf":                     "_CON.pdf",
			`یک"دو.pdf`:                   "یک_دو.pdf",
			strings.Repeat("ب", 5000):     strings.Repeat("ب", 96) + ".pdf",
			"<script>alert(1)</script>.p": "script_.pdf",
		} {
			receipt := w.File(names)
			kept := w.Attach(receipt.ReceiptCode, name, []byte(apitest.PDFFile))
			require.Equal(t, shown, kept.Name, name)
			got := w.Get(myAttachments+"/"+kept.ID.String(), apitest.Holding(receipt.ReceiptCode)...)
			requireSaved(t, got, kept)
		}
	})
}

func TestFilesOfOtherCasesAreUnknown(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		mine, other, officer := w.File(names), w.File(names), w.Staff(models.RoleOfficer)
		file := w.Attach(other.ReceiptCode, "گزارش.pdf", []byte(apitest.PDFFile)).ID.String()
		for _, id := range []string{file, "00000000-0000-0000-0000-000000000000", "x", "%D8%A2"} {
			w.SendLenient(http.MethodGet, myAttachments+"/"+id, "", apitest.Holding(mine.ReceiptCode)...).
				Problem(t, http.StatusNotFound, "attachment_unknown")
			w.SendLenient(http.MethodGet, attachments(mine.Reference)+"/"+id, "", officer.Headers()...).
				Problem(t, http.StatusNotFound, "attachment_unknown")
		}
		w.Get(attachments("C-0000-0000")+"/"+file, officer.Headers()...).Problem(t, http.StatusNotFound, "case_unknown")
	})
}

func TestFilesAreErasedWithTheirCase(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		receipt, officer := w.File(names), w.Staff(models.RoleOfficer)
		kept := w.Attach(receipt.ReceiptCode, "گزارش.pdf", []byte(apitest.PDFFile))
		var row models.CaseAttachment
		require.NoError(t, w.DB.Take(&row).Error)
		sealed := string(row.DataSealed)
		require.Greater(t, len(sealed), len(apitest.PDFFile))
		if !store.IsPostgres(w.DB) {
			require.True(t, w.OnDisk(sealed), "it was there")
		}

		code := apitest.Holding(receipt.ReceiptCode)
		require.Equal(t, http.StatusNoContent, w.Send(http.MethodDelete, "/api/v1/my/case", "", code...).Status)
		w.Get(myAttachments+"/"+kept.ID.String(), code...).Problem(t, http.StatusUnauthorized, "receipt_unknown")
		w.Get(attachments(receipt.Reference)+"/"+kept.ID.String(), officer.Headers()...).
			Problem(t, http.StatusNotFound, "case_unknown")
		require.NotContains(t, w.Stored(), "case_attachments.")
		w.RequireNotOnDisk(sealed)
	})
}

func TestAnswersResumeWhatWaitsForThem(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		officer := w.Staff(models.RoleOfficer)
		for name, answer := range map[string]func(code string) int{
			"a message": func(code string) int {
				return w.Post("/api/v1/my/case/messages", `{"body":"بفرمایید"}`, apitest.Holding(code)...).Status
			},
			"a file": func(code string) int {
				return w.Upload(myAttachments, "مدرک.pdf", []byte(apitest.PDFFile), apitest.Holding(code)...).Status
			},
		} {
			receipt := w.File(names)
			w.Take(officer, receipt.Reference,
				models.StateAcknowledged, models.StateInProgress, models.StateAwaitingComplainant)
			waiting := apitest.Decode[models.CaseView](t,
				w.Get("/api/v1/my/case", apitest.Holding(receipt.ReceiptCode)...))
			require.Nil(t, waiting.DueAt, "nobody knows for how long the clock stands still")
			require.Equal(t, http.StatusCreated, answer(receipt.ReceiptCode), name)
			view := apitest.Decode[models.CaseView](t,
				w.Get("/api/v1/my/case", apitest.Holding(receipt.ReceiptCode)...))
			require.Equal(t, models.StateInProgress, view.State, name)
			require.NotNil(t, view.DueAt, name)
			require.Equal(t, "in_progress", view.Timeline[len(view.Timeline)-1].Event, name)
		}
	})
}
