package protocol_test

import (
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"amanat/api/apitest"
)

func TestBadInputIsRefusedAndChangesNothing(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		for _, r := range apitest.Refusals() {
			for _, language := range []string{"fa", "en"} {
				headers := append([]string{"Accept-Language", language}, r.Headers...)
				got := w.SendLenient(http.MethodPost, "/api/v1/complaints", r.Body, headers...)
				document := got.Problem(t, r.Status, r.Code)
				require.Equal(t, language, got.Header.Get("Content-Language"), r.Name)
				if r.Broken != nil {
					require.Equal(t, r.Broken, document.Broken(), r.Name)
				}
				for _, e := range document.Errors {
					require.NotEmpty(t, e.Detail, r.Name)
					if e.Code == "unknown_field" {
						require.Equal(t, "minimal", e.Clause)
					}
				}
				require.NotContains(t, string(got.Body), "سارا", "a refusal repeats nothing of the input: %s", r.Name)
			}
		}
		require.Zero(t, w.Cases())
	})
}

func TestBodyOfExactly64KiBIsAccepted(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		require.Equal(t, http.StatusCreated, w.Post("/api/v1/complaints", apitest.Padded(64<<10)).Status)
	})
}

func TestListsAreBoundedAndTheirCursorsCannotBeForged(t *testing.T) {
	const list = "/api/v1/complaint-categories"
	everywhere(t, func(t *testing.T, w *world) {
		for query, broken := range map[string]map[string]string{
			"limit=0":            {"/limit": "not_a_limit"},
			"limit=101":          {"/limit": "not_a_limit"},
			"limit=abc":          {"/limit": "not_a_limit"},
			"limit=-1":           {"/limit": "not_a_limit"},
			"limit=":             {"/limit": "not_a_limit"},
			"limit=1&limit=2":    {"/limit": "repeated"},
			"cursor=AAAA":        {"/cursor": "not_a_cursor"},
			"cursor=":            {"/cursor": "not_a_cursor"},
			"utm_source=x":       {"/utm_source": "unknown_field"},
			"limit=0&cursor=%20": {"/limit": "not_a_limit", "/cursor": "not_a_cursor"},
			"a%2Fb~=x":           {"/a~1b~0": "unknown_field"},
		} {
			got := w.SendLenient(http.MethodGet, list+"?"+query, "")
			require.Equal(t, broken, got.Problem(t, 422, "validation_failed").Broken(), query)
		}
		w.SendLenient(http.MethodGet, list+"?limit=%zz", "").Problem(t, 400, "malformed_query")

		flood := w.SendLenient(http.MethodGet, list+"?"+floodOfParameters(3000), "")
		require.Len(t, flood.Problem(t, 422, "validation_failed").Errors, 50, "a refusal does not grow with its request")

		first := apitest.Decode[categoryPage](t, w.Get(list+"?limit=3"))
		require.Len(t, first.Items, 3)
		require.NotNil(t, first.NextCursor)
		for i := range *first.NextCursor {
			forged := apitest.Flip(*first.NextCursor, i)
			w.SendLenient(http.MethodGet, list+"?cursor="+forged, "").Problem(t, 422, "validation_failed")
		}
		var codes []string
		for next := list + "?limit=3"; next != ""; {
			page := apitest.Decode[categoryPage](t, w.Get(next))
			for _, item := range page.Items {
				codes = append(codes, item.Code)
				require.NotEmpty(t, item.Titles.Fa)
				require.NotEmpty(t, item.Titles.En)
				require.Positive(t, item.Clocks.AnswerDays)
			}
			next = ""
			if page.NextCursor != nil {
				next = list + "?limit=3&cursor=" + *page.NextCursor
			}
		}
		all := apitest.Decode[categoryPage](t, w.Get(list))
		require.Nil(t, all.NextCursor)
		require.Len(t, all.Items, len(codes))
	})
}

func floodOfParameters(n int) string {
	parameters := make([]string, n)
	for i := range parameters {
		parameters[i] = "p" + strconv.Itoa(i)
	}
	return strings.Join(parameters, "&")
}

type categoryPage struct {
	Items []struct {
		Code   string
		Titles struct{ Fa, En string }
		Clocks struct {
			AnswerDays int `json:"answer_days"`
		}
	}
	NextCursor *string `json:"next_cursor"`
}
