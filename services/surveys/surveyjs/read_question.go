package surveyjs

import (
	"maps"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// commentSuffix ends the names of comments.
const commentSuffix = "-Comment"

// question reads an element that is no panel.
func (r *reader) question(n, typeName *node, parent *container) {
	if !r.is(typeName, jsontext.KindString) {
		return
	}
	q := &question{index: len(r.survey.questions), parent: parent, source: n}
	own := r.kindFields(q, typeName.text)
	if own == nil {
		r.refuse(typeName, "unknown_value", "")
		return
	}
	known := r.questionFields(q)
	maps.Copy(known, own.fields)
	if !r.object(n, known) {
		return
	}
	if n.member("name") == nil {
		r.lack(n, "name")
	}
	own.finish(n)
	r.add(q)
}

// ownFields are the properties of one type of question, and what is to be done when all are read.
type ownFields struct {
	fields fields
	finish func(n *node)
}

// kindFields begins a question of a type; nil where there is no such type.
func (r *reader) kindFields(q *question, typeName string) *ownFields {
	switch typeName {
	case "text":
		return r.textFields(q)
	case "comment":
		return r.commentFields(q)
	case "radiogroup", "dropdown":
		return r.singleFields(q, typeName)
	case "checkbox", "tagbox":
		return r.multipleFields(q, typeName)
	case "ranking":
		return r.rankingFields(q)
	case "boolean":
		return r.booleanFields(q)
	case "rating":
		return r.ratingFields(q)
	case "matrix":
		return r.matrixFields(q)
	case "multipletext":
		return r.multipletextFields(q)
	case "html":
		return r.htmlFields(q)
	case "signaturepad", "file":
		return r.unanswerableFields(q, typeName)
	default:
		return nil
	}
}

func (r *reader) questionFields(q *question) fields {
	word := new(string)
	known := fields{
		"type": func(*node) {}, "name": r.name(&q.name), "title": r.paragraphs(&q.title),
		"description":         r.paragraphs(new(localised)),
		"validators":          r.questionValidators(q),
		"titleLocation":       r.word(word, "default", "top", "bottom", "left", "hidden"),
		"descriptionLocation": r.word(word, "default", "underTitle", "underInput"),
		"errorLocation":       r.word(word, "default", "top", "bottom"),
		"state":               r.word(word, "default", "collapsed", "expanded"),
		"showNumber":          r.flag(new(bool)), "hideNumber": r.flag(new(bool)),
	}
	maps.Copy(known, r.placing())
	maps.Copy(known, r.presenceFields(&q.presence, q))
	return known
}

// add enters a question into the survey. Names differ by more than case, for references do not tell those apart.
func (r *reader) add(q *question) {
	s := r.survey
	if len(s.questions) == mostQuestions {
		r.refuse(q.source, "too_many_questions", decimal(mostQuestions))
		return
	}
	key := strings.ToLower(q.name)
	if _, taken := s.byFolded[key]; taken && q.name != "" {
		r.refuse(q.source.member("name"), "repeated", "")
		return
	}
	s.byFolded[key], s.byName[q.name] = q, q
	q.pointer = within("", q.name)
	if q.comment != "" {
		q.comment = q.name + commentSuffix
		q.commentPointer = within("", q.comment)
		s.byComment[q.comment] = q
	}
	if ranking, ok := q.kind.(*ranking); ok && ranking.completes {
		s.rankings = append(s.rankings, q)
	}
	s.questions = append(s.questions, q)
	q.parent.elements = append(q.parent.elements, element{question: q})
	if _, markup := q.kind.(markup); !markup && q.title == (localised{}) && !q.titleHidden() {
		r.shows(&node{parent: q.source, key: "title"}, q.name)
	}
}

func (q *question) titleHidden() bool {
	location := q.source.member("titleLocation")
	return location != nil && location.text == "hidden"
}

// shows notes that people see a name or a value, for want of a text.
func (r *reader) shows(place *node, instead string) {
	r.survey.shown = append(r.survey.shown, shownText{pointer: place.pointer(), instead: instead})
}

// within is the JSON pointer to a member of the object that a pointer leads to.
func within(pointer, name string) string { return string(jsontext.Pointer(pointer).AppendToken(name)) }
