package web

import (
	"encoding/json"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"amanat/models"
)

// FuzzBodies checks that whatever a body holds, decoding ends, and that what it accepts is what a second, independent
// reader understands as well: no body has two meanings.
func FuzzBodies(f *testing.F) {
	for _, seed := range []string{
		`{"first_name":"سارا","last_name":"احمدی"}`, `{}`, `[]`, `null`, ``, `{"a":1}{"a":2}`, `{"first_name":"\ud800"}`,
		`{"first_name":"a","first_name":"b"}`, "{\"email\":\"\xff\"}", `{"message":"\u0000"}`, `{"x":[[[[{}]]]]}`,
		`{"first_name":"\u200c\u06cc","category":null,"page":3}`, " {\n\"subject\" : \"\\\"\" } ",
	} {
		f.Add([]byte(seed))
	}
	form := NewBinder[models.ComplaintForm]()
	f.Fuzz(func(t *testing.T, body []byte) {
		var got models.ComplaintForm
		refused, err := form.decode(body, &got)
		if err != nil {
			return
		}
		require.True(t, utf8.Valid(body), "invalid text is never accepted")
		require.LessOrEqual(t, len(refused), mostRefused)
		if len(refused) > 0 {
			return
		}
		var again models.ComplaintForm
		decoder := json.NewDecoder(strings.NewReader(string(body)))
		decoder.DisallowUnknownFields()
		require.NoError(t, decoder.Decode(&again))
		require.Equal(t, again, got)
		require.False(t, decoder.More())
	})
}

func TestRefusalsAreBounded(t *testing.T) {
	var body strings.Builder
	body.WriteString(`{"first_name":"سارا"`)
	for i := range 5000 {
		body.WriteString(`,"unknown_` + strconv.Itoa(i) + `":1`)
	}
	body.WriteString("}")
	refused, err := NewBinder[models.FeedbackForm]().decode([]byte(body.String()), &models.FeedbackForm{})
	require.NoError(t, err)
	require.Len(t, refused, mostRefused)
}

func TestAcceptEncodingIsReadAsItIsMeant(t *testing.T) {
	for header, accepts := range map[string]bool{
		"gzip": true, "GZIP": true, "br, gzip;q=0.5": true, "gzip ; q=1.0": true, "deflate, gzip": true,
		"": false, "br": false, "gzip;q=0": false, "gzip;q=0.0": false, "gzip; q=0.000": false, "xgzip": false, "identity": false,
	} {
		require.Equal(t, accepts, acceptsGzip(header), "%q", header)
	}
}
