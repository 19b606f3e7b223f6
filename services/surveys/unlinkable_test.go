package surveys_test

import (
	"encoding/hex"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"amanat/models"
	"amanat/models/store"
	"amanat/models/store/storetest"
	"amanat/services/kernel/kerneltest"
)

func TestAnswersHaveNoColumnThatLeadsToAnybody(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		for table, expected := range map[string][]string{
			"survey_waiting":           {"id", "version_id", "answers_sealed"},
			"survey_answers":           {"id", "version_id", "week", "answers_sealed"},
			"survey_texts":             {"id", "version_id", "question", "text_sealed"},
			"survey_respondents":       {"id", "version_id", "person_sealed", "fresh"},
			"survey_invitations":       {"token_hash", "survey_id", "blinded_hash"},
			"survey_spent_credentials": {"credential_hash", "survey_id"},
			"survey_tallies":           {"version_id", "answers", "counts_sealed"},
		} {
			columns, err := db.Migrator().ColumnTypes(table)
			require.NoError(t, err)
			var names []string
			for _, column := range columns {
				names = append(names, column.Name())
			}
			require.ElementsMatch(t, expected, names, table)
		}
	})
}

// secrets is what somebody said and had, and what the database held of it while it waited.
type secrets struct {
	words []string
	times []time.Time
}

// confess has people answer one after the other, each at a moment of their own, and answers what must not be found.
func (w *world) confess(t kerneltest.Tester, slug string, people int) (s secrets) {
	t.Helper()
	for i, token := range w.invitations(t, slug, people) {
		w.Pass(7*time.Second + 1237*time.Microsecond)
		number := strconv.Itoa(i)
		name, note := "نام"+strings.Repeat("ا", i+1)+"پور", "یادداشت شمارهٔ "+number
		given := answers{"mood": 3.0, "why": "دلیل شمارهٔ " + number, "visits": float64(100 + i), "note": note}
		require.NoError(t, w.respond(t, slug, given, func(form *models.SurveyResponseForm) {
			form.Invitation = token
			form.Respondent = models.Respondent{LastName: name, Email: "n" + number + "@example.org"}
		}))
		s.times = append(s.times, w.Now)
		s.words = append(s.words, name, note, "دلیل شمارهٔ "+number, "n"+number+"@example.org", token,
			strings.ReplaceAll(token, "-", ""))
	}
	return s
}

// buffered is what lies in the buffer and in the list of invitations, as texts that can be found again.
func (w *world) buffered(t kerneltest.Tester) (texts []string) {
	t.Helper()
	var waiting []models.SurveyWaiting
	require.NoError(t, w.db.Find(&waiting).Error)
	for _, row := range waiting {
		texts = append(texts, row.ID.String(), hex.EncodeToString(row.ID[:]), hex.EncodeToString(row.AnswersSealed))
	}
	var invitations []models.SurveyInvitation
	require.NoError(t, w.db.Find(&invitations).Error)
	for _, row := range invitations {
		texts = append(texts, hex.EncodeToString(row.TokenHash))
	}
	require.NotEmpty(t, texts)
	return texts
}

// TestWhatIsStoredLeadsToNobody: after closing, every column of every table is looked at.
func TestWhatIsStoredLeadsToNobody(t *testing.T) {
	const people = 8
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		w.survey(t, "climate", wide(), invited)
		tokens := w.buffersOf(t, people)
		said := w.confess(t, "climate", people)
		waiting := w.buffered(t)
		w.Pass(time.Hour)
		w.surveyClosed(t, "climate")
		require.NoError(t, w.Ledger.Seal(t.Context()))

		all := kerneltest.Cells(t, w.db)
		tables, err := db.Migrator().GetTables()
		require.NoError(t, err)
		require.GreaterOrEqual(t, len(tables), len(models.Tables()), "none was left out")
		for table, columns := range all {
			for column, values := range columns {
				text := strings.Join(values, "\n")
				for _, secret := range slices.Concat(said.words, waiting, tokens) {
					require.NotContains(t, text, secret, "%s.%s", table, column)
				}
				for _, moment := range said.times {
					require.NotContains(t, text, moment.Format("15:04:05"), "%s.%s", table, column)
					require.NotContains(t, text, strconv.FormatInt(moment.Unix(), 10), "%s.%s", table, column)
				}
			}
		}
		require.Len(t, all["survey_answers"]["id"], people)
		require.Len(t, all["survey_texts"]["id"], 2*people)
		require.Len(t, all["survey_respondents"]["id"], people)
		require.Empty(t, all["survey_waiting"])
		require.Empty(t, all["survey_invitations"])
		w.requireNoFileHolds(t, slices.Concat(said.words, waiting))
	})
}

// buffersOf are the hashes of invitations that are given out and deleted again: what is deleted must be gone.
func (w *world) buffersOf(t kerneltest.Tester, count int) (hashes []string) {
	t.Helper()
	w.invitations(t, "climate", count)
	hashes = w.buffered(t)
	require.NoError(t, w.db.Exec("DELETE FROM survey_invitations").Error)
	return hashes
}

// requireNoFileHolds looks also at what SQLite may have left in its files of rows that were deleted.
func (w *world) requireNoFileHolds(t kerneltest.Tester, secrets []string) {
	t.Helper()
	if store.IsPostgres(w.db) {
		return
	}
	done, err := store.Scrub(t.Context(), w.db)
	require.NoError(t, err)
	require.True(t, done)
	var file string
	require.NoError(t, w.db.Raw("SELECT file FROM pragma_database_list").Scan(&file).Error)
	for _, name := range []string{file, file + "-wal"} {
		bytes, err := os.ReadFile(name)
		require.NoError(t, err)
		text := string(bytes)
		for _, secret := range secrets {
			require.NotContains(t, text, secret)
			if raw, err := hex.DecodeString(secret); err == nil {
				require.NotContains(t, text, string(raw))
			}
		}
	}
}

// TestAStoredAnswerHasAnIDOfItsOwn: random as a whole, without a time in it, and not the one that it waited under.
func TestAStoredAnswerHasAnIDOfItsOwn(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		w.survey(t, "climate", wide())
		w.crowd(t, "climate", 5, func(int) answers { return answers{"mood": 1.0, "note": "یادداشت"} })
		version := w.version(t, "climate", 1).ID
		seen := map[string]bool{}
		for _, row := range rowsOf[models.SurveyWaiting](t, w, version) {
			require.EqualValues(t, 4, row.ID.Version())
			seen[row.ID.String()] = true
		}
		w.surveyClosed(t, "climate")
		for _, row := range rowsOf[models.SurveyAnswer](t, w, version) {
			require.EqualValues(t, 4, row.ID.Version())
			seen[row.ID.String()] = true
		}
		for _, row := range rowsOf[models.SurveyText](t, w, version) {
			require.EqualValues(t, 4, row.ID.Version())
			seen[row.ID.String()] = true
		}
		require.Len(t, seen, 15)
	})
}

func TestTheOnlyTimeOfAnAnswerIsTheWeekItWasStoredIn(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		w.survey(t, "climate", wide())
		weeks := func() (weeks []string) {
			for _, row := range rowsOf[models.SurveyAnswer](t, w, w.version(t, "climate", 1).ID) {
				weeks = append(weeks, row.Week)
			}
			return sorted(weeks)
		}
		// A week begins on Monday, at midnight in Tehran.
		w.Now = time.Date(2026, 11, 22, 20, 29, 59, 999999000, time.UTC)
		w.crowd(t, "climate", 3, good)
		require.Equal(t, 3, w.stored(t))
		require.Equal(t, slices.Repeat([]string{"2026-W47"}, 3), weeks())
		w.crowd(t, "climate", 3, good)
		w.Pass(time.Microsecond)
		require.Equal(t, 3, w.stored(t))
		require.Equal(t, append(slices.Repeat([]string{"2026-W47"}, 3), slices.Repeat([]string{"2026-W48"}, 3)...), weeks())
		w.Now = time.Date(2027, 1, 1, 12, 0, 0, 0, time.UTC)
		w.crowd(t, "climate", 3, good)
		w.stored(t)
		require.Equal(t, "2026-W53", weeks()[8])
		require.NoError(t, w.respond(t, "climate", good(0)))
		w.Now = time.Date(2027, 3, 1, 12, 0, 0, 0, time.UTC)
		w.surveyClosed(t, "climate")
		require.Equal(t, slices.Repeat([]string{"2026-W53"}, 4), weeks()[6:], "nobody has a week to themselves")
	})
}
