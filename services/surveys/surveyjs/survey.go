package surveyjs

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
)

// Bounds of a definition. Whatever goes beyond is refused, so that reading it and checking answers stay cheap.
const (
	mostBytes      = 256 << 10
	mostDepth      = 40 // JSON values within each other
	mostPanels     = 8  // panels within each other
	mostPages      = 100
	mostQuestions  = 200
	mostChoices    = 200 // also rows and columns of a matrix, and items of multiple texts
	mostValidators = 20
	mostProblems   = 100 // that are listed at once
	mostName       = 100
	mostLine       = 1000
	mostParagraphs = 10_000
	mostPattern    = 1000
	mostCost       = 10_000_000 // letters that all expressions together may look at
	mostProgram    = 1000       // instructions that one pattern may be compiled to
	mostMatching   = 2_000_000  // instructions times characters that all patterns together may take
)

// mostViolations is how many are listed at once.
const mostViolations = 1000

// mostAnswer is how long a text in an answer may be, in UTF-16 code units as JavaScript counts them.
const mostAnswer = 10_000

// mostNumber is how far from 0 a number in an answer may be.
const mostNumber = 1e15

// Survey is a definition that was read. It is safe for concurrent use.
type Survey struct {
	definition []byte
	hash       string
	title      localised
	locale     string
	pages      []*container
	containers int
	questions  []*question
	byName     map[string]*question
	byFolded   map[string]*question // by names in lower case, as references find them
	byComment  map[string]*question // the names of comments, such as "q1-Comment"
	targets    map[string]target    // what references in expressions lead to
	rankings   []*question
	shown      []shownText
	demands    []Demand
	source     *node
	variables  []Variable
	sources    []source
}

// Problem is one thing that keeps a definition from being accepted.
type Problem struct {
	Pointer string // RFC 6901, into the definition
	Code    string
	Limit   string // for the message, "" where there is none
}

// Parse reads a definition. All that is refused is listed at once, in the order of the definition, references that lead
// nowhere last, up to a hundred problems; the survey is nil if, and only if, there are any.
//
// The codes are unknown_field, unknown_value, wrong_type, required, repeated, invalid, too_long and out_of_range (Limit
// is the bound), control_character; malformed_json for what is not one JSON value without duplicate names,
// definition_too_large (bytes), nested_too_deeply, too_many (entries of a list), too_many_questions, empty_survey;
// expression_invalid, expression_unknown_function and expression_too_complex (Limit is the place, counted in characters
// from 1), expression_unknown_question and expression_ambiguous (Limit is the reference), pattern_not_supported,
// pattern_too_costly (the pattern is to be simpler, or the answer to it shorter), not_a_number, not_a_date.
func Parse(definition []byte) (*Survey, []Problem) {
	if len(definition) > mostBytes {
		return nil, []Problem{{Code: "definition_too_large", Limit: decimal(mostBytes)}}
	}
	root, err := decode(definition)
	if err != nil {
		return nil, []Problem{decodeProblem(err)}
	}
	r := newReader()
	r.readSurvey(root)
	r.resolve()
	r.weighPatterns()
	if len(r.survey.questions) > 0 && len(r.problems) == 0 {
		r.finish(root)
	}
	if len(r.problems) > 0 {
		return nil, r.problems
	}
	return r.survey, nil
}

// finish makes of what was read what is asked of it later on.
func (r *reader) finish(root *node) {
	s := r.survey
	definition, err := root.encode()
	if err != nil {
		r.refuse(root, "malformed_json", "")
		return
	}
	hash := sha256.Sum256(definition)
	s.definition, s.hash = definition, hex.EncodeToString(hash[:])
	s.listVariables()
	s.demands = r.listDemands()
}

// Definition is the definition as it was read, as JSON in the one spelling of RFC 8785: texts are normalised (NFC,
// Persian ی and ک, the ZWNJ kept), HTML is sanitised. Parse accepts it and reads the same from it.
func (s *Survey) Definition() []byte { return slices.Clone(s.definition) }

// Hash is the SHA-256 of Definition in lower-case hexadecimal.
func (s *Survey) Hash() string { return s.hash }

// Title is the survey's title in a language, "fa" or "en", or else in the one that there is; "" where there is none.
func (s *Survey) Title(language string) string { return s.title.in(language) }

// Untranslated lists every text that people see and that lacks one of the languages, with the code "untranslated" and
// the language as Limit. A plain string and "default" count for the survey's locale, "fa" where the definition names
// none; without any letters, such as "۱–۵", they do for every language. Where a title or a choice has no text of its
// own, people see its name or value, which is then held to be such a plain string without a language.
func (s *Survey) Untranslated(languages ...string) []Problem {
	var problems []Problem
	for _, text := range s.shown {
		for _, language := range languages {
			if !text.complete(language, s.locale) {
				problems = append(problems, Problem{Pointer: text.pointer, Code: "untranslated", Limit: language})
			}
		}
	}
	return problems
}

// Demands lists what in the survey demands identity, in the order of the definition.
func (s *Survey) Demands() []Demand { return slices.Clone(s.demands) }
