package surveys_test

import (
	"cmp"
	"math"
	"slices"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"amanat/models"
	"amanat/models/store"
	"amanat/models/store/storetest"
	"amanat/services/kernel/kerneltest"
)

// correlation is Spearman's, of two orders of the same different numbers: 1 if they are the same, -1 if one is the
// other backwards. Of two that have nothing to do with each other and are 200 long it is beyond ±0.5 once in 10¹².
func correlation(one, other []float64) float64 {
	place := map[float64]int{}
	for i, number := range one {
		place[number] = i
	}
	n, squares := float64(len(one)), 0.0
	for i, number := range other {
		d := float64(place[number] - i)
		squares += d * d
	}
	return 1 - 6*squares/(n*(n*n-1))
}

// inOrder are the numbers that rows of a table hold, in the order of a column.
func inOrder[R any](t kerneltest.Tester, w *world, column string, number func(row R) float64) (numbers []float64) {
	t.Helper()
	var rows []R
	require.NoError(t, w.db.Order(column).Find(&rows).Error)
	for _, row := range rows {
		numbers = append(numbers, number(row))
	}
	return numbers
}

// orders are the orders that a database has rows in: by their ids and, on PostgreSQL, by their places.
func orders(db *gorm.DB) []string {
	if store.IsPostgres(db) {
		return []string{"id", "ctid"}
	}
	return []string{"id"} // the table has no rowid, so that there is no other
}

// TestWhatIsStoredIsInNoOrder: who came first cannot be told, nor whose answer, text and name belong together.
func TestWhatIsStoredIsInNoOrder(t *testing.T) {
	const people = 200
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		w.survey(t, "climate", questions(
			asked("text", "turn", `"inputType":"number"`), asked("comment", "note"),
		))
		version := w.version(t, "climate", 1).ID
		key := w.sealing(t, version)
		var arrival []float64
		for turn := range people {
			arrival = append(arrival, float64(turn))
			given := answers{"turn": float64(turn), "note": lettered(turn)}
			require.NoError(t, w.respond(t, "climate", given, func(form *models.SurveyResponseForm) {
				form.Respondent.LastName = lettered(turn)
			}))
		}
		waiting := inOrder(t, w, "id", func(row models.SurveyWaiting) float64 {
			said := opened(t, key, row.ID, "survey_waiting.answers_sealed", row.AnswersSealed)
			return said.Answers["turn"].(float64)
		})
		require.Less(t, math.Abs(correlation(arrival, waiting)), 0.5, "nor does the buffer tell")
		w.surveyClosed(t, "climate")
		for _, order := range orders(db) {
			stored := inOrder(t, w, order, func(row models.SurveyAnswer) float64 {
				said := opened(t, key, row.ID, "survey_answers.answers_sealed", row.AnswersSealed)
				return said.Answers["turn"].(float64)
			})
			texts := inOrder(t, w, order, func(row models.SurveyText) float64 {
				return ofLetters(opened(t, key, row.ID, "survey_texts.text_sealed", row.TextSealed).Text)
			})
			names := inOrder(t, w, order, func(row models.SurveyRespondent) float64 {
				person := opened(t, key, row.ID, "survey_respondents.person_sealed", row.PersonSealed)
				return ofLetters(person.LastName)
			})
			all := [][]float64{arrival, waiting, stored, texts, names}
			for i, one := range all {
				require.Len(t, one, people)
				for j, other := range all[:i] {
					require.Less(t, math.Abs(correlation(one, other)), 0.5, "%s: %d and %d", order, i, j)
				}
			}
		}
	})
}

// letters are the digits of lettered: names have no digits.
func letters() []rune { return []rune("ابپتثجچحخد") }

func lettered(n int) string {
	digits := letters()
	return string([]rune{digits[n/100%10], digits[n/10%10], digits[n%10], 'ن'})
}

func ofLetters(text string) float64 {
	n := 0
	for _, letter := range []rune(text)[:3] {
		n = 10*n + slices.Index(letters(), letter)
	}
	return float64(n)
}

func TestFewerThanKStayInTheBuffer(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := newWorld(t, db)
		w.survey(t, "climate", questions(mood()), ofK(5))
		held := func() [3]int {
			waiting, stored, counted := w.held(t, "climate", 1)
			return [3]int{waiting, stored, counted}
		}
		w.crowd(t, "climate", 4, good)
		require.Zero(t, w.stored(t))
		require.Equal(t, [3]int{4, 0, 0}, held())
		w.crowd(t, "climate", 1, good)
		require.Equal(t, 5, w.stored(t))
		require.Equal(t, [3]int{0, 5, 5}, held())
		w.crowd(t, "climate", 4, good)
		w.Pass(100 * kerneltest.Day)
		require.Zero(t, w.stored(t), "however long they wait")
		require.Equal(t, [3]int{4, 5, 5}, held())
		w.crowd(t, "climate", 8, good)
		require.Equal(t, 12, w.stored(t))
		w.crowd(t, "climate", 1, good)
		w.surveyClosed(t, "climate")
		require.Equal(t, [3]int{0, 18, 18}, held())
	})
}

// batches is how many rows of a table each transaction has written, the fewest first. PostgreSQL tells, SQLite does not.
func batches(t kerneltest.Tester, db *gorm.DB, table string, version uuid.UUID, where string) (rows []int) {
	t.Helper()
	err := db.Raw("SELECT count(*) FROM "+table+" WHERE version_id = ? AND "+where+" GROUP BY xmin ORDER BY 1", version).
		Scan(&rows).Error
	require.NoError(t, err)
	return rows
}

// TestNobodyIsTheOnlyOneOfTheirTransaction: one answer that is left at the end is stored with k that were stored before,
// and so is its text.
func TestNobodyIsTheOnlyOneOfTheirTransaction(t *testing.T) {
	db := storetest.Postgres(t)
	w := newWorld(t, db)
	for left := range 4 {
		slug := "climate-" + string(rune('a'+left))
		w.survey(t, slug, questions(mood(), asked("comment", "note"), asked("comment", "why")), ofK(4))
		version := w.version(t, slug, 1).ID
		w.crowd(t, slug, 8, func(int) answers { return answers{"mood": 1.0, "note": "یادداشت", "why": "چون"} })
		require.Equal(t, 8, w.stored(t))
		require.Equal(t, []int{8}, batches(t, db, "survey_answers", version, "true"))
		before := identities[models.SurveyAnswer](t, w, version)
		for range left {
			given := answers{"mood": 2.0, "note": "آخر"}
			require.NoError(t, w.respond(t, slug, given, func(form *models.SurveyResponseForm) {
				form.Respondent.LastName = "احمدی"
			}))
		}
		w.surveyClosed(t, slug)
		if left == 0 {
			require.Equal(t, []int{8}, batches(t, db, "survey_answers", version, "true"))
			continue
		}
		require.Equal(t, []int{4, 4 + left}, batches(t, db, "survey_answers", version, "true"))
		require.Equal(t, []int{4, 4 + left}, batches(t, db, "survey_texts", version, "question = 'note'"))
		require.Equal(t, []int{8}, batches(t, db, "survey_texts", version, "question = 'why'"))
		require.Equal(t, []int{left}, batches(t, db, "survey_respondents", version, "true"), "whenever they came")
		after := identities[models.SurveyAnswer](t, w, version)
		require.Len(t, after, 8+left)
		same := slices.DeleteFunc(after, func(id uuid.UUID) bool { return !slices.Contains(before, id) })
		require.Len(t, same, 4, "who is written anew has a new id")
	}
}

func identities[R any](t kerneltest.Tester, w *world, version uuid.UUID) (ids []uuid.UUID) {
	t.Helper()
	require.NoError(t, w.db.Model(new(R)).Where("version_id = ?", version).Pluck("id", &ids).Error)
	slices.SortFunc(ids, func(a, b uuid.UUID) int { return cmp.Compare(a.String(), b.String()) })
	return ids
}
