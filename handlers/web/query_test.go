package web

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/gin-gonic/gin"
	"github.com/stretchr/testify/require"

	"amanat/services/fault"
)

// period is what several lists filter by.
type period struct {
	From string `json:"from,omitempty"`
	To   string `json:"to,omitempty"`
}

// caseFilters are filters as a list of cases has them.
type caseFilters struct {
	period
	State   string `json:"state,omitempty"`
	Service string `json:"service,omitempty"`
}

// asked is a request with this query, as it stands in the address.
func asked(query string) *gin.Context {
	return &gin.Context{Request: &http.Request{URL: &url.URL{RawQuery: query}}}
}

// codes are the codes of violations by pointer.
func codes(violations []fault.Violation) map[string]string {
	byPointer := map[string]string{}
	for _, v := range violations {
		byPointer[v.Pointer] = v.Code
	}
	return byPointer
}

func TestFiltersComeAsTheyWereGiven(t *testing.T) {
	exports := NewQuery[caseFilters]()
	for query, expected := range map[string]caseFilters{
		"":                      {},
		"state=":                {},
		"state=open&from=۱۴۰۵":  {State: "open", period: period{From: "۱۴۰۵"}},
		"from=1405-01&to=٢٠٢٦":  {period: period{From: "1405-01", To: "٢٠٢٦"}},
		"service=a+b%2Bc%00":    {Service: "a b+c\x00"},
		"%73tate=%6fpen":        {State: "open"},
		"service=%D9%83&state=": {Service: "ك"},
		"service=%D9%86%DB%8C%D9%85%E2%80%8C%D9%81%D8%A7%D8%B5%D9%84%D9%87": {Service: "نیم‌فاصله"},
		"service=نیم‌فاصله":                                                 {Service: "نیم‌فاصله"},
	} {
		in, err := exports.Bind(asked(query))
		require.NoError(t, err, query)
		require.Empty(t, in.Refused, query)
		require.Equal(t, expected, *in.Form, query)
	}
}

func TestWhatIsWrongWithAQueryIsToldAtOnce(t *testing.T) {
	exports := NewQuery[caseFilters]()
	for query, expected := range map[string]map[string]string{
		"limit=1&cursor=x":                        {"/limit": "unknown_field", "/cursor": "unknown_field"},
		"State=open&period=x&=":                   {"/State": "unknown_field", "/period": "unknown_field", "/": "unknown_field"},
		"state=a&state=a&utm_source=x&from=%ff":   {"/state": "repeated", "/utm_source": "unknown_field", "/from": "wrong_type"},
		"state&state=":                            {"/state": "repeated"},
		"service=%ED%A0%80":                       {"/service": "wrong_type"},
		"وضعیت=باز":                               {"/وضعیت": "unknown_field"},
		"%D9%88%D8%B6%D8%B9%DB%8C%D8%AA=%DB%B1":   {"/وضعیت": "unknown_field"},
		"a%2Fb~=x":                                {"/a~1b~0": "unknown_field"},
		"service=سیمرغ&state=a&state=b&service=x": {"/state": "repeated", "/service": "repeated"},
	} {
		in, err := exports.Bind(asked(query))
		require.NoError(t, err, query)
		require.Equal(t, expected, codes(in.Refused), query)
	}
}

func TestWhatIsRightStandsBesideWhatIsWrong(t *testing.T) {
	in, err := NewQuery[caseFilters]().Bind(asked("state=open&from=%ff&service=a&service=b&x=y"))
	require.NoError(t, err)
	require.Equal(t, caseFilters{State: "open"}, *in.Form)
}

func TestAnUnknownParameterNamesTheClauseBehindItsRefusal(t *testing.T) {
	in, err := NewQuery[struct{}]().Bind(asked("utm_source=x"))
	require.NoError(t, err)
	require.Equal(t, []fault.Violation{{Pointer: "/utm_source", Code: "unknown_field", Clause: "minimal"}}, in.Refused)
}

func TestAQueryThatIsNotWellFormedIsMalformed(t *testing.T) {
	for _, query := range []string{"state=%zz", "%", "state=%D", "a;b", "state=open;service=x", "x=%u0627"} {
		in, err := NewQuery[caseFilters]().Bind(asked(query))
		require.True(t, fault.Is(err, "malformed_query"), query)
		require.Equal(t, caseFilters{}, *in.Form)

		_, _, err = NewList[caseFilters](testCursors(), "cases").Bind(asked(query))
		require.True(t, fault.Is(err, "malformed_query"), query)
	}
}

func TestAFieldThatIsNoTextIsNeverFilled(t *testing.T) {
	in, err := NewQuery[struct {
		Page int `json:"page"`
	}]().Bind(asked("page=7"))
	require.NoError(t, err)
	require.Equal(t, map[string]string{"/page": "wrong_type"}, codes(in.Refused))
}

func TestTheRefusalsOfAQueryAreBoundedAndAlwaysTheSame(t *testing.T) {
	parameters := make([]string, 9_999, 10_000)
	for i := range parameters {
		parameters[i] = "پ" + strconv.Itoa(i) + "=۱"
	}
	query := strings.Join(append(parameters, "state=open"), "&")

	first, err := NewQuery[caseFilters]().Bind(asked(query))
	require.NoError(t, err)
	require.Len(t, first.Refused, mostRefused)
	require.Equal(t, "open", first.Form.State)
	for range 5 {
		again, _, err := NewList[caseFilters](testCursors(), "cases").Bind(asked(query))
		require.NoError(t, err)
		require.Equal(t, first.Refused, again.Refused)
	}

	_, err = NewQuery[caseFilters]().Bind(asked(query + strings.Repeat("&پ", 10_000)))
	require.True(t, fault.Is(err, "malformed_query"), "nobody reads that many")
}

// FuzzQueries checks that whatever a query holds, binding ends within bounds, fills the form with nothing but text that
// was given, and that every refusal points to a parameter.
func FuzzQueries(f *testing.F) {
	cases := NewList[caseFilters](testCursors(), "cases")
	token, err := cases.Next(PageRequest{list: "cases?state=open"}, []byte("۷"))
	require.NoError(f, err)
	for _, seed := range []string{
		"", "state=open&limit=3&cursor=" + *token, "limit=1&limit=2", "cursor=%0A" + *token, "service=%D9%83%E2%80%8C&from=۱۴۰۵",
		"from=%ff", "%00=%00", "&&&=&=;", "%zz", "limit=۲۰", "a%2Fb~=x", "state[]=open", "state=a&state=b",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		in, p, err := cases.Bind(asked(text))
		require.NotNil(t, in.Form)
		query, malformed := url.ParseQuery(text)
		require.Equal(t, malformed != nil, err != nil)
		if err != nil {
			return
		}
		require.LessOrEqual(t, len(in.Refused), mostRefused)
		for name, value := range map[string]string{
			"from": in.Form.From, "to": in.Form.To, "state": in.Form.State, "service": in.Form.Service,
		} {
			require.True(t, utf8.ValidString(value))
			require.True(t, value == "" || value == query.Get(name), name)
		}
		if len(in.Refused) > 0 {
			return
		}
		require.LessOrEqual(t, len(query), 6)
		require.True(t, p.Limit >= 1 && p.Limit <= mostLimit)
		require.Equal(t, query.Has("cursor"), p.After != nil)
	})
}
