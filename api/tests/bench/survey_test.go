package bench_test

import (
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"amanat/api"
	"amanat/api/apitest"
	"amanat/models"
	"amanat/models/store"
	"amanat/services"
	"amanat/services/kit/seal"
	"amanat/services/surveys/surveyjs"
	"amanat/services/surveys/tally"
)

// manyAnswers is how many people answered the survey whose results are read.
const manyAnswers = 1_000_000

// BenchmarkSurveyResponses compares the whole of POST /surveys/{slug}/responses, about ten answers of all kinds, with a
// floor: bare Gin and pgx, one prepared single-row INSERT of the same payload. Both write to the same durable PostgreSQL.
func BenchmarkSurveyResponses(b *testing.B) {
	url := durable(b)
	address, wired, _ := serveWired(b, url)
	require.NoError(b, wired.Surveys.Begin(b.Context()))
	var survey models.SurveyView
	require.NoError(b, json.Unmarshal(get(b, address, examplePath), &survey))
	form := apitest.Answering(survey, apitest.ExampleAnswers())
	ours := target{address, post(responsesPath, form), http.StatusCreated}
	compare(b, target{serveHandler(b, responseFloor(b, url)), post("/responses", form), http.StatusCreated}, ours)
}

// responseFloor is the least that could take answers: bind, one prepared INSERT, answer.
func responseFloor(b *testing.B, url string) http.Handler {
	b.Helper()
	config, err := pgxpool.ParseConfig(url)
	require.NoError(b, err)
	config.MaxConns = 16
	pool, err := pgxpool.NewWithConfig(b.Context(), config)
	require.NoError(b, err)
	b.Cleanup(pool.Close)
	_, err = pool.Exec(b.Context(), `CREATE TABLE IF NOT EXISTS response_floor (
		id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, definition_hash TEXT, answers JSONB)`)
	require.NoError(b, err)
	engine := gin.New()
	engine.POST("/responses", func(c *gin.Context) {
		var form struct {
			DefinitionHash string          `json:"definition_hash"`
			Answers        json.RawMessage `json:"answers"`
		}
		if err := c.ShouldBindJSON(&form); err != nil {
			c.Status(http.StatusBadRequest)
			return
		}
		_, err := pool.Exec(c.Request.Context(), `INSERT INTO response_floor (definition_hash, answers) VALUES ($1, $2)`,
			form.DefinitionHash, form.Answers)
		if err != nil {
			c.Status(http.StatusInternalServerError)
			return
		}
		c.JSON(http.StatusCreated, gin.H{"accepted": true})
	})
	return engine
}

// BenchmarkSurveyResults reads the results of a closed survey that a million people answered, on PostgreSQL: as the first
// request of a process, and as whoever has them already.
func BenchmarkSurveyResults(b *testing.B) {
	db, err := store.Open(store.Options{PostgresURL: durable(b)})
	require.NoError(b, err)
	b.Cleanup(func() { require.NoError(b, store.Close(db)) })
	keyring, err := seal.New()
	require.NoError(b, err)
	sealed := func(e *services.Environment, _ *api.Options) { e.Keyring = keyring }
	serve := func() (http.Handler, *services.Services) {
		server, wired := apitest.Build(b, db, slog.New(slog.DiscardHandler), time.Now, sealed)
		return server.Handler(), wired
	}
	_, wired := serve()
	require.NoError(b, wired.Surveys.Begin(b.Context()))
	seedAnswers(b, db, keyring)
	for name, query := range map[string]string{"plain": "", "crossed": "?by=channel"} {
		path := examplePath + "/results" + query
		b.Run("first "+name, func(b *testing.B) {
			for range b.N {
				b.StopTimer()
				handler, _ := serve()
				b.StartTimer()
				read(b, handler, path, "", http.StatusOK)
			}
			b.ReportMetric(b.Elapsed().Seconds()*1000/float64(b.N), "ms/request")
		})
		b.Run("cached "+name, func(b *testing.B) {
			handler, _ := serve()
			tag := read(b, handler, path, "", http.StatusOK)
			b.ResetTimer()
			for range b.N {
				read(b, handler, path, tag, http.StatusNotModified)
			}
			b.ReportMetric(b.Elapsed().Seconds()*1000/float64(b.N), "ms/request")
		})
	}
}

// read reads results without a network, and answers their ETag.
func read(b *testing.B, handler http.Handler, path, tag string, status int) string {
	b.Helper()
	request := httptest.NewRequestWithContext(b.Context(), http.MethodGet, path, http.NoBody)
	request.Header.Set("If-None-Match", tag)
	recorder := httptest.NewRecorder()
	handler.ServeHTTP(recorder, request)
	require.Equal(b, status, recorder.Code, recorder.Body.String())
	return recorder.Header().Get("ETag")
}

// seedAnswers closes the example as if a million people had answered it, and publishes its results. The answers are all
// one that nobody could open: results are made of the tally.
func seedAnswers(b *testing.B, db *gorm.DB, keyring *seal.Keyring) {
	b.Helper()
	var version models.SurveyVersion
	require.NoError(b, db.Take(&version).Error)
	require.NoError(b, db.Exec(`INSERT INTO survey_answers (id, version_id, week, answers_sealed)
		SELECT gen_random_uuid(), ?, '2026-W47', decode(repeat('ab', 560), 'hex') FROM generate_series(1, ?)`,
		version.ID, manyAnswers).Error)
	counts := tallied(b, version.Definition)
	id := uuid.NewSHA1(version.ID, []byte("tally"))
	var row models.DataKey
	require.NoError(b, db.Where("id = ?", id).Take(&row).Error)
	key, err := keyring.Unwrap(row)
	require.NoError(b, err)
	stored := models.SurveyTally{VersionID: version.ID, Answers: int64(counts.Answers())}
	stored.CountsSealed, err = seal.Bytes(key, version.ID, "survey_tallies.counts_sealed", counts.Encode())
	require.NoError(b, err)
	require.NoError(b, db.Create(&stored).Error)
	require.NoError(b, db.Exec(`UPDATE survey_versions SET closed_at = now(), settled_at = now(),
		results_published_at = now() WHERE id = ?`, version.ID).Error)
	require.NoError(b, db.Exec("VACUUM (ANALYZE) survey_answers").Error) //nolint:misspell // SQL is American
}

// tallied counts a million different answers to a definition.
func tallied(b *testing.B, definition string) *tally.Tally {
	b.Helper()
	parsed, problems := surveyjs.Parse([]byte(definition))
	require.Empty(b, problems)
	kinds := map[surveyjs.Kind]tally.Kind{
		surveyjs.Choice: tally.Choice, surveyjs.Choices: tally.Choices, surveyjs.Number: tally.Number,
		surveyjs.Date: tally.Month, surveyjs.Ranking: tally.Ranking, surveyjs.Text: tally.Text,
	}
	var layout tally.Layout
	for _, variable := range parsed.Variables() {
		layout = append(layout, tally.Variable{Kind: kinds[variable.Kind], Categories: len(variable.Categories)})
	}
	counts, err := tally.New(layout)
	require.NoError(b, err)
	for n := range manyAnswers {
		var readings []tally.Reading
		for i, variable := range layout {
			mixed := uint32(n*len(layout)+i) * 2654435761 >> 8
			reading := tally.Reading{Variable: i}
			switch variable.Kind {
			case tally.Choice:
				reading.Categories = []int{int(mixed) % variable.Categories}
			case tally.Choices, tally.Ranking:
				reading.Categories = []int{int(mixed) % variable.Categories, int(mixed/7) % variable.Categories}
			case tally.Number:
				reading.Number = float64(mixed % 366)
			case tally.Month:
				reading.Number = float64(2026_01 + mixed%12)
			case tally.Text:
			}
			if mixed%11 > 0 {
				readings = append(readings, reading)
			}
		}
		require.NoError(b, counts.Add(readings))
	}
	return counts
}
