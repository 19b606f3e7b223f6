package surveyjs

// field is a text, a number, a date or a comment.
type field struct{ textual }

func (f *field) normalise(q *question, given any, fault faults) any {
	return f.textual.normalise(q.pointer, given, fault)
}

func (*field) offer(*checking, *question, any, bool) {}

func (f *field) check(c *checking, q *question, answer any) bool {
	return f.textual.check(c, q.pointer, answer)
}

func (f *field) variables(q *question) []Variable {
	return []Variable{{Name: q.name, Question: q.name, Kind: f.counted(), Title: q.titles()}}
}

func (f *field) read(first int, answer any, into []Reading) []Reading {
	return f.textual.read(first, answer, into)
}

func (f *field) freeTexts(q *question, answer any, into []FreeText) []FreeText {
	return f.textual.freeTexts(q.pointer, answer, into)
}

func (f *field) asked() []*node { return nil }

// counted is what can be counted of a field.
func (t *textual) counted() Kind {
	switch t.input {
	case number:
		return Number
	case date:
		return Date
	case plain:
	}
	return Text
}

func (t *textual) read(variable int, answer any, into []Reading) []Reading {
	reading := Reading{Variable: variable}
	switch answer := answer.(type) {
	case float64:
		reading.Number = answer
	case string:
		if t.input == date {
			reading.Number = monthOf(answer)
		} else {
			reading.Text = answer
		}
	default:
		return into
	}
	return append(into, reading)
}

func (t *textual) freeTexts(pointer string, answer any, into []FreeText) []FreeText {
	if written, ok := answer.(string); ok && t.input == plain && written != "" {
		into = append(into, FreeText{Pointer: pointer, Text: written})
	}
	return into
}

// monthOf is the month of a date as year*100+month.
func monthOf(day string) float64 {
	value := 0.0
	for _, digit := range day[:min(len(day), len("2006-01"))] {
		if digit != '-' {
			value = 10*value + float64(digit-'0')
		}
	}
	return value
}
