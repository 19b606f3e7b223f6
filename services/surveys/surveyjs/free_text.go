package surveyjs

import (
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// FreeText is something that was written freely, at its place in the answers (RFC 6901).
type FreeText struct{ Pointer, Text string }

// Texts finds what was written freely: texts that are neither numbers nor dates, comments, items of multiple texts and
// what "other" is. The answers are as Check returned them.
func (s *Survey) Texts(answers map[string]any) []FreeText {
	var texts []FreeText
	for _, q := range s.questions {
		texts = q.kind.freeTexts(q, answers[q.name], texts)
		if q.comment == "" {
			continue
		}
		if written, ok := answers[q.comment].(string); ok && written != "" {
			texts = append(texts, FreeText{Pointer: q.commentPointer, Text: written})
		}
	}
	return texts
}

// Replace puts a text in the place of one that Texts found. An empty text takes the answer away.
func (s *Survey) Replace(answers map[string]any, pointer, text string) {
	var path []string
	for token := range jsontext.Pointer(pointer).Tokens() {
		path = append(path, token)
	}
	at := answers
	for len(path) > 1 {
		inner, ok := at[path[0]].(map[string]any)
		if !ok {
			return
		}
		at, path = inner, path[1:]
	}
	if len(path) == 0 {
		return
	}
	if _, ok := at[path[0]].(string); !ok {
		return
	}
	if strings.TrimSpace(text) == "" {
		delete(at, path[0])
		return
	}
	at[path[0]] = text
}
