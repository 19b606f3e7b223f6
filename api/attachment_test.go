package api_test

import (
	"mime"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"amanat/models"
	"amanat/models/store"
)

func TestFilesGoBothWays(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		receipt, officer := w.file(names), w.staff(models.RoleOfficer)
		code, at := holding(receipt.ReceiptCode), attachments(receipt.Reference)
		theirs := w.attach(receipt.ReceiptCode, "رسید پرداخت.jpeg", photograph(t, "سیمرغ"))
		got := w.upload(at, "پاسخ نهایی.pdf", []byte(pdfFile), officer.headers()...)
		require.Equal(t, http.StatusCreated, got.status, string(got.body))
		ours := decode[models.AttachmentView](t, got)
		require.Equal(t, models.FromPerson, theirs.From)
		require.Equal(t, models.FromOrganisation, ours.From)
		require.Equal(t, "رسید پرداخت.jpg", theirs.Name)
		require.Equal(t, "image/jpeg", theirs.MediaType)

		mine := decode[models.CaseView](t, w.get("/api/v1/my/case", code...))
		seen := decode[models.StaffCaseView](t, w.get("/api/v1/staff/cases/"+receipt.Reference, officer.headers()...))
		require.Equal(t, []models.AttachmentView{theirs, ours}, mine.Attachments)
		require.Equal(t, mine.Attachments, seen.Attachments)

		for _, file := range mine.Attachments {
			own := w.get(myAttachments+"/"+file.ID.String(), code...)
			staff := w.get(at+"/"+file.ID.String(), officer.headers()...)
			require.Equal(t, http.StatusOK, own.status)
			require.Equal(t, own.body, staff.body)
			require.Len(t, own.body, int(file.Bytes))
			for _, got := range []reply{own, staff} {
				requireSaved(t, got, file)
			}
		}
	})
}

// requireSaved asserts that a browser saves the file under its name, and neither shows nor keeps nor guesses it.
func requireSaved(t *testing.T, got reply, file models.AttachmentView) {
	t.Helper()
	require.Equal(t, file.MediaType, got.header.Get("Content-Type"))
	require.Equal(t, strconv.FormatInt(file.Bytes, 10), got.header.Get("Content-Length"))
	require.Equal(t, "nosniff", got.header.Get("X-Content-Type-Options"))
	require.Equal(t, "no-store", got.header.Get("Cache-Control"))
	require.Contains(t, got.header.Get("Content-Security-Policy"), "default-src 'none'")
	disposition, parameters, err := mime.ParseMediaType(got.header.Get("Content-Disposition"))
	require.NoError(t, err)
	require.Equal(t, "attachment", disposition)
	require.Equal(t, file.Name, parameters["filename"])
}

func TestOfAPictureOnlyThePictureIsKept(t *testing.T) {
	const mark = "سیمرغ"
	everywhere(t, func(t *testing.T, w *world) {
		receipt := w.file(names)
		for _, file := range [][]byte{photograph(t, mark), screenshot(t, mark)} {
			require.Contains(t, string(file), mark)
			kept := w.attach(receipt.ReceiptCode, "عکس", file)
			got := w.get(myAttachments+"/"+kept.ID.String(), holding(receipt.ReceiptCode)...)
			require.NotContains(t, string(got.body), mark)
			require.NotContains(t, string(got.body), "Exif")
			if kept.MediaType == "image/jpeg" {
				requireRedAboveBlue(t, got.body)
			}
		}
		w.requireNotOnDisk([]byte(mark))
	})
}

func TestAWebPBecomesWhatEverybodyCanOpen(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		kept := w.attach(w.file(names).ReceiptCode, "عکس.webp", webp(t))
		require.Contains(t, []string{"image/jpeg", "image/png"}, kept.MediaType)
		require.NotContains(t, kept.Name, "webp")
	})
}

func TestADocumentIsKeptByteForByte(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		receipt := w.file(names)
		kept := w.attach(receipt.ReceiptCode, "گزارش.pdf", []byte(pdfFile))
		got := w.get(myAttachments+"/"+kept.ID.String(), holding(receipt.ReceiptCode)...)
		require.Equal(t, pdfFile, string(got.body))
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
			receipt := w.file(names)
			kept := w.attach(receipt.ReceiptCode, name, []byte(pdfFile))
			require.Equal(t, shown, kept.Name, name)
			got := w.get(myAttachments+"/"+kept.ID.String(), holding(receipt.ReceiptCode)...)
			requireSaved(t, got, kept)
		}
	})
}

func TestFilesOfOtherCasesAreUnknown(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		mine, other, officer := w.file(names), w.file(names), w.staff(models.RoleOfficer)
		file := w.attach(other.ReceiptCode, "گزارش.pdf", []byte(pdfFile)).ID.String()
		for _, id := range []string{file, "00000000-0000-0000-0000-000000000000", "x", "%D8%A2"} {
			w.sendLenient(http.MethodGet, myAttachments+"/"+id, "", holding(mine.ReceiptCode)...).problem(t, http.StatusNotFound, "attachment_unknown")
			w.sendLenient(http.MethodGet, attachments(mine.Reference)+"/"+id, "", officer.headers()...).problem(t, http.StatusNotFound, "attachment_unknown")
		}
		w.get(attachments("C-0000-0000")+"/"+file, officer.headers()...).problem(t, http.StatusNotFound, "case_unknown")
	})
}

func TestFilesAreErasedWithTheirCase(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		receipt, officer := w.file(names), w.staff(models.RoleOfficer)
		kept := w.attach(receipt.ReceiptCode, "گزارش.pdf", []byte(pdfFile))
		var row models.CaseAttachment
		require.NoError(t, w.db.Take(&row).Error)
		sealed := []byte(row.DataSealed)
		require.Greater(t, len(sealed), len(pdfFile))
		if !store.IsPostgres(w.db) {
			require.True(t, w.onDisk(sealed), "it was there")
		}

		code := holding(receipt.ReceiptCode)
		require.Equal(t, http.StatusNoContent, w.send(http.MethodDelete, "/api/v1/my/case", "", code...).status)
		w.get(myAttachments+"/"+kept.ID.String(), code...).problem(t, http.StatusUnauthorized, "receipt_unknown")
		w.get(attachments(receipt.Reference)+"/"+kept.ID.String(), officer.headers()...).problem(t, http.StatusNotFound, "case_unknown")
		require.NotContains(t, w.stored(), "case_attachments.")
		w.requireNotOnDisk(sealed)
	})
}

func TestAnswersResumeWhatWaitsForThem(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		officer := w.staff(models.RoleOfficer)
		for name, answer := range map[string]func(code string) int{
			"a message": func(code string) int {
				return w.post("/api/v1/my/case/messages", `{"body":"بفرمایید"}`, holding(code)...).status
			},
			"a file": func(code string) int {
				return w.upload(myAttachments, "مدرک.pdf", []byte(pdfFile), holding(code)...).status
			},
		} {
			receipt := w.file(names)
			w.take(officer, receipt.Reference,
				models.StateAcknowledged, models.StateInProgress, models.StateAwaitingComplainant)
			waiting := decode[models.CaseView](t, w.get("/api/v1/my/case", holding(receipt.ReceiptCode)...))
			require.Nil(t, waiting.DueAt, "nobody knows for how long the clock stands still")
			require.Equal(t, http.StatusCreated, answer(receipt.ReceiptCode), name)
			view := decode[models.CaseView](t, w.get("/api/v1/my/case", holding(receipt.ReceiptCode)...))
			require.Equal(t, models.StateInProgress, view.State, name)
			require.NotNil(t, view.DueAt, name)
			require.Equal(t, "in_progress", view.Timeline[len(view.Timeline)-1].Event, name)
		}
	})
}
