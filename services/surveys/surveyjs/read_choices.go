package surveyjs

import (
	"cmp"
	"maps"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"amanat/services/kit/text"
)

// enough wants a list to have so many entries.
func (r *reader) enough(n *node, name string, least int) {
	if list := n.member(name); list == nil || list.kind == jsontext.KindBeginArray && len(list.children) < least {
		r.lack(n, name)
	}
}

// itemUse says which properties a list of choices, rows or columns may have beside value and text.
type itemUse struct{ enabling, exclusive bool }

// items reads choices, rows or columns: values, or objects with value and text.
func (r *reader) items(into *choices, owner *question, use itemUse) read {
	return func(n *node) {
		r.list(n, mostChoices, func(_ int, entry *node) {
			option := choice{words: entry}
			place := r.item(&option, entry, owner, use)
			if option.value == nil {
				return
			}
			option.instead = [2]string{option.form, option.form}
			if option.text == (localised{}) {
				r.shows(place, option.form)
			}
			if !into.add(option) {
				r.refuse(place, "repeated", "")
			}
		})
	}
}

// item reads one choice, and returns the place of its value.
func (r *reader) item(option *choice, entry *node, owner *question, use itemUse) *node {
	if entry.kind != jsontext.KindBeginObject {
		r.value(option)(entry)
		return entry
	}
	r.object(entry, r.itemFields(option, owner, use))
	place := entry.member("value")
	if place == nil {
		r.lack(entry, "value")
	}
	option.words = cmp.Or(entry.member("text"), place)
	return place
}

func (r *reader) itemFields(option *choice, owner *question, use itemUse) fields {
	known := fields{
		"value": r.value(option), "text": r.line(&option.text),
		"visibleIf": r.condition(&option.visibleIf, owner),
	}
	if use.enabling {
		known["enableIf"] = r.condition(&option.enableIf, owner)
	}
	if use.exclusive {
		known["isExclusive"] = r.flag(&option.exclusive)
	}
	return known
}

// value reads the value of a choice. The original splits values at "|".
func (r *reader) value(option *choice) read {
	return func(n *node) {
		switch {
		case n.isFlag():
			option.value = n.kind == jsontext.KindTrue
		case n.kind == jsontext.KindNumber:
			option.value = n.number + 0 // of both zeros the one without a sign
		case !r.normalise(n, text.Line, text.IsLine, mostName):
			return
		case n.text == "" || strings.Contains(n.text, "|") || strings.EqualFold(n.text, "__proto__"):
			r.refuse(n, "invalid", "")
			return
		default:
			option.value = n.text
		}
		option.form = formOf(option.value)
	}
}

// selection is what radio buttons, lists and boxes to tick have in common.
type selection struct {
	choices
	withOther, withNone bool
	otherText, noneText localised
	otherError          localised
}

func (r *reader) selectionFields(s *selection, q *question, use itemUse) fields {
	known := fields{
		"choices":      r.items(&s.choices, q, use),
		"choicesOrder": r.word(new(string), "none", "asc", "desc", "random"),
		"choicesByUrl": r.remote(&s.choices, q), "choicesFromQuestion": r.remote(&s.choices, q),
		"choicesFromQuestionMode": r.word(new(string), "all", "selected", "unselected"),
	}
	maps.Copy(known, fields{
		"showOtherItem": r.flag(&s.withOther), "otherText": r.line(&s.otherText),
		"otherPlaceholder": r.line(new(localised)), "otherErrorText": r.paragraphs(&s.otherError),
		"showNoneItem": r.flag(&s.withNone), "noneText": r.line(&s.noneText),
		"colCount":               r.whole(new(int), 0, 5),
		"separateSpecialChoices": r.flag(new(bool)), "allowClear": r.flag(new(bool)),
		"searchEnabled": r.flag(new(bool)), "textWrapEnabled": r.flag(new(bool)),
		"searchMode":  r.word(new(string), "contains", "startsWith"),
		"placeholder": r.line(new(localised)),
	})
	return known
}

// remote accepts choices from elsewhere, so that a draft can be kept: Demands tells why it cannot stay so.
func (r *reader) remote(into *choices, q *question) read {
	return func(n *node) {
		into.remote = true
		r.demand(q, n, "remote_choices")
	}
}

// finishSelection adds the choices that are not in the list.
func (r *reader) finishSelection(s *selection, q *question, least int) func(n *node) {
	return func(n *node) {
		if !s.remote {
			r.enough(n, "choices", least)
		}
		if s.withNone && !s.add(choice{
			value: noneValue, form: noneValue, text: s.noneText, instead: [2]string{"هیچ‌کدام", "None"},
			words: n.member("noneText"), exclusive: true,
		}) {
			r.refuse(n.member("choices"), "repeated", noneValue)
		}
		if !s.withOther {
			return
		}
		q.comment = commentSuffix
		if !s.add(choice{
			value: otherValue, form: otherValue, text: s.otherText, instead: [2]string{"سایر", "Other"},
			words: n.member("otherText"),
		}) {
			r.refuse(n.member("choices"), "repeated", otherValue)
		}
	}
}
