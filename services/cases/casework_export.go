package cases

import (
	"bytes"
	"context"
	"iter"
	"strconv"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"amanat/models"
	"amanat/services/cases/lifecycle"
	"amanat/services/fault"
	"amanat/services/kernel"
	"amanat/services/kit/jalali"
	"amanat/services/kit/spreadsheet"
	"amanat/services/ledger"
)

const (
	// mostExported bounds a table to what can be made while somebody waits.
	mostExported = 50_000
	// exportAtOnce is how many cases are read at a time.
	exportAtOnce = 1000
)

// ExportColumns are the columns of a table of cases, by the codes of their headings.
func ExportColumns() []string {
	return []string{
		"reference", "kind", "feedback_kind", "category", "state", "received_at", "received_jalali", "due_at",
		"due_jalali", "acknowledged_at", "answered_at", "ended_at", "overdue", "extension_days", "reviewed", "assignee",
	}
}

// Export makes a table of the cases that the filter asks for, oldest first, as CSV or XLSX: what can be said of them
// without opening anything. Invalid (`too_many_rows` at /format) when there are more than 50,000. It is in the ledger.
func (s *Casework) Export(
	ctx context.Context, actor models.Actor, in kernel.Input[models.CaseExportFilter], headings []string,
	rightToLeft bool,
) (file models.Download, err error) {
	if _, err := kernel.Validate(s.env, in); err != nil {
		return file, err
	}
	db := s.env.DB.WithContext(ctx)
	query := s.filtered(db.Model(&models.Case{}), actor, &in.Form.CaseFilter)
	var count int64
	if err := query.Session(&gorm.Session{}).Count(&count).Error; err != nil {
		return file, kernel.Fault(err, "export cases")
	}
	if count > mostExported {
		return file, fault.Violated([]fault.Violation{{
			Pointer: "/format", Code: "too_many_rows", Limit: strconv.Itoa(mostExported),
		}})
	}
	format := in.Form.Format
	at := s.env.Clock()
	var table bytes.Buffer
	file = models.Download{Name: "cases." + format, MediaType: "text/csv; charset=utf-8"}
	if format == "csv" {
		err = spreadsheet.WriteCSV(&table, headings, s.rows(query, at))
	} else {
		file.MediaType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
		err = spreadsheet.WriteXLSX(&table, "cases", rightToLeft, headings, s.rows(query, at))
	}
	if err != nil {
		return file, kernel.Fault(err, "export cases")
	}
	file.Data = table.Bytes()
	return file, kernel.Fault(s.ledger.Record(db, ledger.Act{
		By: actor, At: at, Action: "cases.exported",
		Detail: map[string]string{"format": format},
	}), "export cases")
}

// rows reads the cases a thousand at a time.
func (s *Casework) rows(query *gorm.DB, now time.Time) iter.Seq2[[]string, error] {
	return func(yield func([]string, error) bool) {
		last := Position{ID: uuid.Nil}
		for {
			var cases []models.Case
			err := query.Session(&gorm.Session{}).Omit("identity_sealed", "content_sealed").
				Where("(received_at, id) > (?, ?)", last.ReceivedAt, last.ID).
				Order("received_at, id").Limit(exportAtOnce).Find(&cases).Error
			if err != nil {
				yield(nil, err)
				return
			}
			for _, kase := range cases {
				if !yield(s.row(kase, now), nil) {
					return
				}
				last = Position{ReceivedAt: kase.ReceivedAt, ID: kase.ID}
			}
			if len(cases) < exportAtOnce {
				return
			}
		}
	}
}

func (s *Casework) row(kase models.Case, now time.Time) []string {
	assignee := ""
	if kase.AssigneeID != nil {
		assignee = kase.AssigneeID.String()
	}
	return []string{
		kase.Reference, string(kase.Kind), value(kase.FeedbackKind), value(kase.Category), string(kase.State),
		kernel.FormatTime(&kase.ReceivedAt), s.jalali(&kase.ReceivedAt),
		kernel.FormatTime(kase.DueAt), s.jalali(kase.DueAt),
		kernel.FormatTime(kase.AcknowledgedAt), kernel.FormatTime(kase.AnsweredAt), kernel.FormatTime(kase.EndedAt),
		strconv.FormatBool(lifecycle.Overdue(kase, now)), strconv.Itoa(kase.ExtensionDays),
		strconv.FormatBool(kase.Reviewed), assignee,
	}
}

// jalali is the day in the Iranian calendar, empty for none.
func (s *Casework) jalali(t *time.Time) string {
	if t == nil {
		return ""
	}
	return jalali.Short(t.In(s.env.Zone))
}
