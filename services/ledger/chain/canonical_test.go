package chain_test

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"maps"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"amanat/services/ledger/chain"
)

const layout = "2006-01-02T15:04:05.000000Z"

func hash(first byte) []byte { return append([]byte{first}, make([]byte, 31)...) }

func someEntry() chain.Entry {
	return chain.Entry{
		Sequence: 42, At: time.Date(2026, 11, 22, 10, 30, 0, 120_000, time.UTC), ActorRole: "officer", Actor: "a-7",
		Action: "case.transition", Subject: "C-7F3K-9QX2", PreviousHash: hash(0xAB),
		Detail: map[string]string{"to": "answered", "from": "in_review", "purpose": "پاسخ‌گویی ۱۲٣"},
	}
}

// texts draws what is hard to spell: everything JSON escapes or may escape, Persian, and both sides of U+FFFF.
func texts() *rapid.Generator[string] {
	hard := rapid.SampledFrom([]rune("\x00\x01\b\t\n\v\f\r\x1f\"\\/<>&\x7f\u0085\u2028\u2029\u200cیکي۰۹٠٩\ud7ff\ue000\ufeff\uffff\U00010000\U0010ffff🙂aé"))
	return rapid.OneOf(rapid.String(), rapid.StringOf(hard))
}

func entries() *rapid.Generator[chain.Entry] {
	return rapid.Custom(func(t *rapid.T) chain.Entry {
		micros := rapid.Int64Range(-62167219200_000_000, 253402300799_999_999).Draw(t, "at")
		return chain.Entry{
			Sequence: rapid.Int64Range(1, 1<<53-1).Draw(t, "sequence"), At: time.UnixMicro(micros).UTC(),
			ActorRole: texts().Draw(t, "role"), Actor: texts().Draw(t, "actor"), Action: texts().Draw(t, "action"),
			Subject: texts().Draw(t, "subject"), Detail: rapid.MapOfN(texts(), texts(), -1, 12).Draw(t, "detail"),
			PreviousHash: rapid.SliceOfN(rapid.Byte(), 32, 32).Draw(t, "previous hash"),
		}
	})
}

func canonical(t require.TestingT, e chain.Entry) string {
	text, err := chain.Canonical(e)
	require.NoError(t, err)
	return string(text)
}

// plain is the entry as JSON, by other people's code, and in the one spelling of RFC 8785, by other people's code too.
func plain(t require.TestingT, e chain.Entry) string {
	if e.Detail == nil {
		e.Detail = map[string]string{}
	}
	text, err := json.Marshal(map[string]any{
		"sequence": e.Sequence, "at": e.At.UTC().Format(layout), "actor_role": e.ActorRole, "actor": e.Actor,
		"action": e.Action, "subject": e.Subject, "detail": e.Detail, "previous_hash": hex.EncodeToString(e.PreviousHash),
	})
	require.NoError(t, err)
	value := jsontext.Value(text)
	require.NoError(t, value.Canonicalize())
	return string(value)
}

func TestTheCanonicalFormIsThatOfTheStandard(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := entries().Draw(t, "entry")
		require.Equal(t, plain(t, e), canonical(t, e))
	})
}

func TestAnEntrySpelledOut(t *testing.T) {
	require.Equal(t, `{"action":"case.transition","actor":"a-7","actor_role":"officer",`+
		`"at":"2026-11-22T10:30:00.000120Z","detail":{"from":"in_review","purpose":"پاسخ‌گویی ۱۲٣","to":"answered"},`+
		`"previous_hash":"ab`+strings.Repeat("00", 31)+`","sequence":42,"subject":"C-7F3K-9QX2"}`,
		canonical(t, someEntry()))
}

func TestWhatIsEmptyIsPresent(t *testing.T) {
	e := chain.Entry{Sequence: 1, At: time.Unix(0, 0), PreviousHash: chain.Genesis().Hash}
	want := `{"action":"","actor":"","actor_role":"","at":"1970-01-01T00:00:00.000000Z","detail":{},"previous_hash":"` +
		strings.Repeat("0", 64) + `","sequence":1,"subject":""}`
	require.Equal(t, want, canonical(t, e))
	e.Detail = map[string]string{}
	require.Equal(t, want, canonical(t, e))
}

// The keys are those of RFC 8785, section 3.2.3, in the order that it gives; the code point's order would be another.
func TestKeysAreSortedByTheirUTF16CodeUnits(t *testing.T) {
	e := someEntry()
	e.Detail = map[string]string{
		"\u20ac": "Euro Sign", "\r": "Carriage Return", "\ufb33": "Hebrew Letter Dalet With Dagesh", "1": "One",
		"\U0001f600": "Emoji: Grinning Face", "\u0080": "Control", "\u00f6": "Latin Small Letter O With Diaeresis",
	}
	require.Contains(t, canonical(t, e), `{"\r":"Carriage Return","1":"One","`+"\u0080"+`":"Control","`+"\u00f6"+
		`":"Latin Small Letter O With Diaeresis","`+"\u20ac"+`":"Euro Sign","`+"\U0001f600"+
		`":"Emoji: Grinning Face","`+"\ufb33"+`":"Hebrew Letter Dalet With Dagesh"}`)
}

func TestTheZoneOfAMomentDoesNotMatter(t *testing.T) {
	e := someEntry()
	want := canonical(t, e)
	e.At = e.At.In(time.FixedZone("Tehran", 12600))
	require.Equal(t, want, canonical(t, e))
}

func TestTheHashItselfIsNotHashed(t *testing.T) {
	e := someEntry()
	want := canonical(t, e)
	e.Hash = hash(7)
	require.Equal(t, want, canonical(t, e))
}

func TestNoTwoEntriesHaveOneCanonicalForm(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		one := entries().Draw(t, "one")
		// Texts that differ in where one field ends and the next begins are the likeliest to meet.
		other := rapid.OneOf(entries(), rapid.Custom(func(t *rapid.T) chain.Entry {
			other := one
			other.Actor, other.ActorRole = one.Actor+one.ActorRole, texts().Draw(t, "role")
			return other
		})).Draw(t, "other")
		same := one.Sequence == other.Sequence && one.At.Equal(other.At) && one.ActorRole == other.ActorRole &&
			one.Actor == other.Actor && one.Action == other.Action && one.Subject == other.Subject &&
			maps.Equal(one.Detail, other.Detail) && bytes.Equal(one.PreviousHash, other.PreviousHash)
		require.Equal(t, same, canonical(t, one) == canonical(t, other))
	})
}

func TestWhatCannotBeSaidExactlyIsRefused(t *testing.T) {
	for name, spoil := range map[string]func(*chain.Entry){
		"no sequence":              func(e *chain.Entry) { e.Sequence = 0 },
		"negative sequence":        func(e *chain.Entry) { e.Sequence = -1 },
		"sequence beyond a double": func(e *chain.Entry) { e.Sequence = 1 << 53 },
		"nanoseconds":              func(e *chain.Entry) { e.At = e.At.Add(1) },
		"year 10000":               func(e *chain.Entry) { e.At = time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC) },
		"year 10000 in UTC": func(e *chain.Entry) {
			e.At = time.Date(9999, 12, 31, 23, 0, 0, 0, time.FixedZone("", -7200))
		},
		"before year 0":     func(e *chain.Entry) { e.At = time.Date(-1, 12, 31, 0, 0, 0, 0, time.UTC) },
		"no previous hash":  func(e *chain.Entry) { e.PreviousHash = nil },
		"short hash":        func(e *chain.Entry) { e.PreviousHash = e.PreviousHash[:31] },
		"long hash":         func(e *chain.Entry) { e.PreviousHash = append(e.PreviousHash, 0) },
		"broken action":     func(e *chain.Entry) { e.Action = "\xff" },
		"broken actor":      func(e *chain.Entry) { e.Actor = "a\xc3" },
		"broken role":       func(e *chain.Entry) { e.ActorRole = "\xed\xa0\x80" },
		"broken subject":    func(e *chain.Entry) { e.Subject = "ک\x80" },
		"broken detail":     func(e *chain.Entry) { e.Detail = map[string]string{"to": "\xf5"} },
		"broken detail key": func(e *chain.Entry) { e.Detail = map[string]string{"\xc0\x80": ""} },
	} {
		t.Run(name, func(t *testing.T) {
			e := someEntry()
			spoil(&e)
			_, err := chain.Canonical(e)
			require.ErrorIs(t, err, chain.ErrNotCanonical)
			require.NotContains(t, err.Error(), "C-7F3K")
			_, err = chain.Digest(e)
			require.ErrorIs(t, err, chain.ErrNotCanonical)
		})
	}
}

func FuzzCanonical(f *testing.F) {
	f.Add(int64(1), int64(0), "system", "", "key.rotate", "", "", "", []byte{})
	f.Add(int64(1<<53), int64(-1), "\x00\x1f\"\\", "ي\u200cك", "\u2028", "\xff", "\ue000", "\U0001f600", []byte("previous"))
	f.Add(int64(-1), int64(1)<<62, "۰۱۲", "٠١٢", "</script>", "\xed\xa0\x80", "from", "to", make([]byte, 32))
	f.Fuzz(func(t *testing.T, sequence, micros int64, role, actor, action, subject, key, value string, previous []byte) {
		e := chain.Entry{
			Sequence: sequence, At: time.UnixMicro(micros), ActorRole: role, Actor: actor, Action: action,
			Subject: subject, Detail: map[string]string{subject: actor, key: value}, PreviousHash: previous,
		}
		text, err := chain.Canonical(e)
		year := e.At.UTC().Year()
		speakable := sequence > 0 && sequence < 1<<53 && year >= 0 && year <= 9999 && len(previous) == 32
		for _, text := range []string{role, actor, action, subject, key, value} {
			speakable = speakable && utf8.ValidString(text)
		}
		require.Equal(t, speakable, err == nil)
		if err == nil {
			require.Equal(t, plain(t, e), string(text))
		}
	})
}
