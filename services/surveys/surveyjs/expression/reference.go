package expression

import "strings"

// reference reads a reference, from brace to brace.
func (p *parser) reference() (part, error) {
	start := p.at
	end := strings.IndexAny(p.text[start+1:], "{}")
	if end <= 0 || p.text[start+1+end] == '{' {
		return part{}, p.refuse(start, reasonSyntax)
	}
	name := p.text[start+1 : start+1+end]
	if !isName(name) {
		return part{}, p.refuse(start, reasonReference)
	}
	p.at = start + end + len("{}")
	p.mention(name)
	return p.made(part{node: reference{name}, start: start})
}

func (p *parser) mention(name string) {
	if !p.mentioned[name] {
		p.mentioned[name] = true
		p.references = append(p.references, name)
	}
}

// isName tells whether a reference names a question, or a part of one, and nothing else that the original knows. The
// original takes white space at the ends for a part of the name, as no question's name has it.
func isName(name string) bool {
	first, _, path := strings.Cut(strings.ToLower(name), ".")
	switch {
	case name != strings.TrimSpace(name) || trim(name) != name,
		strings.ContainsAny(name, `[]"`), name[0] == '#', name[0] == '$',
		rewritten(name) != name,
		strings.Contains(name+".", "-unwrapped."),
		isContext(first), path && isNeighbour(first), !path && isOfSurvey(first):
		return false
	default:
		return true
	}
}

// isContext tells whether a name stands for the item or the question to which an expression belongs.
func isContext(first string) bool {
	return first == "item" || first == "choice" || first == "self"
}

// isNeighbour tells whether a name with a path stands for what surrounds a question.
func isNeighbour(first string) bool {
	switch first {
	case "row", "prevrow", "nextrow", "totalrow", "column",
		"panel", "prevpanel", "nextpanel", "parentpanel", "parent", "composite", "survey":
		return true
	default:
		return false
	}
}

// isOfSurvey tells whether a name stands for a figure of the survey, or for the length of the question's own value.
func isOfSurvey(name string) bool {
	switch name {
	case "pageno", "pagecount", "questioncount", "locale", "length",
		"correctanswers", "correctedanswers", "correctedanswercount",
		"incorrectanswers", "incorrectedanswers", "incorrectedanswercount":
		return true
	default:
		return false
	}
}

// isKey tells whether an argument is a literal text that names a key and no member that JavaScript gives to all values.
func isKey(argument node) bool {
	key, ok := argument.(literal)
	if !ok || key.value.kind != kindText {
		return false
	}
	switch key.value.text {
	case "length", "constructor", "hasOwnProperty", "isPrototypeOf", "propertyIsEnumerable", "toLocaleString",
		"toString", "valueOf", "__proto__",
		"__defineGetter__", "__defineSetter__", "__lookupGetter__", "__lookupSetter__":
		return false
	default:
		return key.value.text == "" || countDigits(key.value.text) != len(key.value.text)
	}
}
