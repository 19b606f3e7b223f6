package web

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"maps"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"amanat/handlers/cursor"
	"amanat/services/fault"
)

func testCursors() *cursor.Codec {
	hash := func(domain string, parts ...[]byte) ([]byte, error) {
		mac := hmac.New(sha256.New, []byte("key"))
		mac.Write([]byte(domain))
		for _, part := range parts {
			mac.Write(binary.BigEndian.AppendUint64(nil, uint64(len(part))))
			mac.Write(part)
		}
		return mac.Sum(nil), nil
	}
	return cursor.New(hash, func(domain string, parts ...[]byte) ([][]byte, error) {
		one, err := hash(domain, parts...)
		return [][]byte{one}, err
	})
}

func TestAPageBeginsAtTheBeginningUnlessACursorSaysOtherwise(t *testing.T) {
	cursors := testCursors()
	p, err := NewList[struct{}](cursors, "list").BindPage(asked(""))
	require.NoError(t, err)
	require.Equal(t, defaultLimit, p.Limit)
	require.Nil(t, p.After)

	token, err := cursors.Write("list", cursor.Number(7))
	require.NoError(t, err)
	p, err = NewList[struct{}](cursors, "list").BindPage(asked("limit=100&cursor=" + token))
	require.NoError(t, err)
	require.Equal(t, mostLimit, p.Limit)
	require.Equal(t, cursor.Number(7), p.After)
}

func TestAPageSaysAtOnceWhatIsWrongWithIt(t *testing.T) {
	for query, expected := range map[string]map[string]string{
		"limit=0":                    {"/limit": "not_a_limit"},
		"limit=101":                  {"/limit": "not_a_limit"},
		"limit=۲۰":                   {"/limit": "not_a_limit"},
		"limit=٢٠":                   {"/limit": "not_a_limit"},
		"limit=1&limit=1&cursor=":    {"/limit": "repeated", "/cursor": "not_a_cursor"},
		"limit=&cursor=%D8%B3&utm=1": {"/limit": "not_a_limit", "/cursor": "not_a_cursor", "/utm": "unknown_field"},
	} {
		_, err := NewList[struct{}](testCursors(), "list").BindPage(asked(query))
		require.True(t, fault.Is(err, "validation_failed"), query)
		require.Equal(t, expected, codes(fault.As(err).Violations), query)
	}
	_, err := NewList[struct{}](testCursors(), "list").BindPage(asked("limit=%zz"))
	require.True(t, fault.Is(err, "malformed_query"))
}

func TestAListTakesItsFiltersAndItsPageTogether(t *testing.T) {
	cases := NewList[caseFilters](testCursors(), "cases")
	in, p, err := cases.Bind(asked("limit=5&state=open&service=%D9%86%DB%8C%D9%85%E2%80%8C%D9%81%D8%A7%D8%B5%D9%84%D9%87"))
	require.NoError(t, err)
	require.Empty(t, in.Refused)
	require.Equal(t, caseFilters{State: "open", Service: "نیم‌فاصله"}, *in.Form)
	require.Equal(t, 5, p.Limit)
	require.Nil(t, p.After)

	in, _, err = cases.Bind(asked("limit=x&cursor=y&state=a&state=b&from=%ff&utm=1&to=1405"))
	require.NoError(t, err)
	require.Equal(t, []fault.Violation{
		{Pointer: "/cursor", Code: "not_a_cursor"},
		{Pointer: "/from", Code: "wrong_type"},
		{Pointer: "/limit", Code: "not_a_limit"},
		{Pointer: "/state", Code: "repeated"},
		{Pointer: "/utm", Code: "unknown_field", Clause: "minimal"},
	}, in.Refused)
	require.Equal(t, "1405", in.Form.To)
}

// nextOf is the cursor of the page behind the one that the query asks for.
func nextOf(t require.TestingT, cases List[caseFilters], query string, position []byte) string {
	in, p, err := cases.Bind(asked(query))
	require.NoError(t, err)
	require.Empty(t, in.Refused)
	in.Form.Service, in.Form.State = "normalised", "by the service"
	next, err := cases.Next(p, position)
	require.NoError(t, err)
	return *next
}

func TestACursorHoldsUnderItsFiltersHoweverTheyAreWritten(t *testing.T) {
	cases := NewList[caseFilters](testCursors(), "cases")
	token := nextOf(t, cases, "state=open&service=ثبت+نام", []byte("position"))
	for _, query := range []string{
		"state=open&service=ثبت+نام&cursor=",
		"service=ثبت%20نام&state=%6Fpen&cursor=",
		"to=&limit=3&state=open&service=%D8%AB%D8%A8%D8%AA+%D9%86%D8%A7%D9%85&from&cursor=",
	} {
		in, p, err := cases.Bind(asked(query + token))
		require.NoError(t, err, query)
		require.Empty(t, in.Refused, query)
		require.Equal(t, "position", string(p.After), query)
		further, err := cases.Next(p, []byte("position"))
		require.NoError(t, err)
		require.Equal(t, token, *further, query)
	}
}

func TestACursorOfOtherFiltersIsRefused(t *testing.T) {
	cases := NewList[caseFilters](testCursors(), "cases")
	token := nextOf(t, cases, "state=open&service=ثبت+نام", []byte("position"))
	for _, query := range []string{
		"cursor=", "state=open&cursor=", "service=ثبت+نام&cursor=", "state=closed&service=ثبت+نام&cursor=",
		"state=ثبت+نام&service=open&cursor=", "state=open&service=ثبت‌نام&cursor=",
		"state=open&service=ثبت+نام&from=1405&cursor=", "service=ثبت+نام%26state%3Dopen&cursor=",
	} {
		in, p, err := cases.Bind(asked(query + token))
		require.NoError(t, err, query)
		require.Equal(t, []fault.Violation{{Pointer: "/cursor", Code: "not_a_cursor"}}, in.Refused, query)
		require.Nil(t, p.After, query)
	}
	unfiltered := nextOf(t, cases, "limit=3", []byte("position"))
	in, _, err := cases.Bind(asked("state=open&cursor=" + unfiltered))
	require.NoError(t, err)
	require.Equal(t, map[string]string{"/cursor": "not_a_cursor"}, codes(in.Refused))
}

func TestACursorHoldsForOneListUnderOneSetOfFilters(t *testing.T) {
	cursors := testCursors()
	filters := rapid.MapOf(rapid.SampledFrom([]string{"from", "to", "state", "service"}), rapid.SampledFrom([]string{
		"a", "b", "a&b", "باز", "=", "?",
	}))
	lists := rapid.SampledFrom([]string{"cases", "feedback"})
	rapid.Check(t, func(t *rapid.T) {
		written, read := filters.Draw(t, "written under"), filters.Draw(t, "read under")
		list, other := lists.Draw(t, "list"), lists.Draw(t, "read as")
		token := nextOf(t, NewList[caseFilters](cursors, list), encoded(t, written), []byte("position"))

		in, _, err := NewList[caseFilters](cursors, other).Bind(asked(encoded(t, read) + "&cursor=" + token))
		require.NoError(t, err)
		require.Equal(t, list == other && maps.Equal(written, read), len(in.Refused) == 0)
	})
}

// encoded is a query of these filters, in some order.
func encoded(t *rapid.T, filters map[string]string) string {
	var parameters []string
	for _, name := range rapid.Permutation(slices.Sorted(maps.Keys(filters))).Draw(t, "order") {
		parameters = append(parameters, name+"="+url.QueryEscape(filters[name]))
	}
	return strings.Join(parameters, "&")
}

func TestACursorThatCannotBeWrittenIsAnError(t *testing.T) {
	next, err := NewList[caseFilters](testCursors(), "cases").Next(PageRequest{list: "cases"}, nil)
	require.ErrorIs(t, err, cursor.ErrPosition)
	require.Nil(t, next)
}
