package cases_test

import (
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"gorm.io/gorm"
	"pgregory.net/rapid"

	"amanat/models"
	"amanat/models/store/storetest"
	"amanat/services/fault"
	"amanat/services/kernel/kerneltest"
)

// filed is what a person would expect of one of their cases.
type filed struct {
	code     string
	kind     models.CaseKind
	messages []string
	person   models.Person
	ended    time.Time
}

// mostOpen keeps it short: all of them are looked at after every act.
const mostOpen = 4

// model is what is expected of all cases; erased counts those that must be numbers only.
type model struct {
	*world
	open   []*filed
	erased int64
}

// TestCasesLiveAsPeopleExpect lets people do anything in any order, at any time, and compares with what they expect:
// no act is lost, none is possible that should not be, and what was erased or has outlived its retention is gone.
func TestCasesLiveAsPeopleExpect(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		kerneltest.Check(t, 20, func(t *rapid.T) {
			for _, table := range []string{"cases", "data_keys", "erased_case_counts", "ledger_pending"} {
				require.NoError(t, db.Exec("DELETE FROM "+table).Error)
			}
			m := &model{world: newWorld(t, db)}
			t.Repeat(map[string]func(*rapid.T){
				"":         m.agree,
				"file":     m.file,
				"write":    m.write,
				"withdraw": m.withdraw,
				"rectify":  m.rectify,
				"erase":    m.erase,
				"wait":     m.wait,
			})
		})
	})
}

func (m *model) file(t *rapid.T) {
	if len(m.open) == mostOpen {
		t.Skip("there are enough of them")
	}
	kinds := []models.CaseKind{models.KindComplaint, models.KindFeedback}
	f := &filed{kind: rapid.SampledFrom(kinds).Draw(t, "kind"), person: kerneltest.Sara()}
	var receipt models.Receipt
	var err error
	if f.kind == models.KindComplaint {
		receipt, _, err = m.Complaints.Create(t.Context(), kerneltest.With(models.ComplaintForm{Person: f.person}))
	} else {
		receipt, _, err = m.Feedback.Create(t.Context(), kerneltest.With(models.FeedbackForm{Person: f.person}))
	}
	require.NoError(t, err)
	f.code = receipt.ReceiptCode
	m.open = append(m.open, f)
}

func (m *model) any(t *rapid.T) *filed {
	if len(m.open) == 0 {
		t.Skip("nothing is filed yet")
	}
	return rapid.SampledFrom(m.open).Draw(t, "case")
}

func (m *model) write(t *rapid.T) {
	f := m.any(t)
	text := "پیام " + strconv.Itoa(rapid.IntRange(0, 99).Draw(t, "text"))
	m.Now = m.Now.Add(time.Millisecond)
	_, _, err := m.MyCase.Write(t.Context(), f.code, kerneltest.With(models.MessageForm{Body: text}))
	if !f.ended.IsZero() {
		require.True(t, fault.Is(err, "transition_not_allowed"), "%v", err)
		return
	}
	require.NoError(t, err)
	f.messages = append(f.messages, text)
}

func (m *model) withdraw(t *rapid.T) {
	f := m.any(t)
	_, err := m.MyCase.Withdraw(t.Context(), f.code)
	if f.kind == models.KindFeedback || !f.ended.IsZero() {
		require.True(t, fault.Is(err, "transition_not_allowed"), "%v", err)
		return
	}
	require.NoError(t, err)
	f.ended = m.Now
}

func (m *model) rectify(t *rapid.T) {
	f := m.any(t)
	email := rapid.SampledFrom([]string{"", "a@example.org", "b@example.org"}).Draw(t, "email")
	_, err := m.MyCase.Rectify(t.Context(), f.code, kerneltest.With(models.PersonForm{Email: &email}))
	require.NoError(t, err)
	f.person.Email = email
}

func (m *model) erase(t *rapid.T) {
	f := m.any(t)
	require.NoError(t, m.MyCase.Erase(t.Context(), f.code))
	m.forget(f)
	_, err := m.MyCase.Get(t.Context(), f.code)
	require.True(t, fault.Is(err, "receipt_unknown"), "%v", err)
}

func (m *model) wait(t *rapid.T) {
	m.Now = m.Now.Add(time.Duration(rapid.IntRange(1, 500).Draw(t, "days")) * 24 * time.Hour)
	swept, err := m.Retention.Sweep(t.Context())
	require.NoError(t, err)
	over := 0
	for _, f := range append([]*filed(nil), m.open...) {
		if !f.ended.IsZero() && m.Now.Sub(f.ended) > 2*365*24*time.Hour {
			m.forget(f)
			over++
		}
	}
	require.Equal(t, over, swept)
}

func (m *model) forget(gone *filed) {
	m.erased++
	for i, f := range m.open {
		if f == gone {
			m.open = append(m.open[:i:i], m.open[i+1:]...)
			return
		}
	}
}

// agree compares every case with what is expected of it.
func (m *model) agree(t *rapid.T) {
	for _, f := range m.open {
		export, err := m.MyCase.Export(t.Context(), f.code, kerneltest.With(models.ExportForm{LastName: "احمدی"}))
		require.NoError(t, err)
		require.Equal(t, f.person, export.Person)
		var messages []string
		for _, message := range export.Messages {
			messages = append(messages, message.Body)
		}
		require.Equal(t, f.messages, messages)
		require.Equal(t, !f.ended.IsZero(), models.Ends(f.kind, export.State))
	}
	var rows, keys, erased int64
	require.NoError(t, m.db.Model(&models.Case{}).Count(&rows).Error)
	require.NoError(t, m.db.Model(&models.DataKey{}).Count(&keys).Error)
	require.NoError(t, m.db.Model(&models.ErasedCaseCount{}).Select("COALESCE(SUM(count), 0)").Scan(&erased).Error)
	require.Equal(t, []int64{int64(len(m.open)), int64(len(m.open)), m.erased}, []int64{rows, keys, erased})
}
