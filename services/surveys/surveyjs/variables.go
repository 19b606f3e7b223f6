package surveyjs

// Kind is how a variable is counted.
type Kind int

// A Choice is exactly one of the categories; Choices are any number of them; a Ranking is an order of them.
const (
	Choice Kind = iota + 1
	Choices
	Number
	Date
	Text
	Ranking
)

// Variable is something that can be counted.
type Variable struct {
	Name       string // "q1", "matrix/row1", "multipletext/item1", "q1-Comment"
	Question   string // the name of the question
	Kind       Kind
	Title      Texts      // of the question, its name where it has none
	Part       Texts      // the title of the row or item, nil where there is none
	Categories []Category // of Choice, Choices and Ranking
	NPS        bool       // a rating from exactly 0 to 10
}

// Category is one of the answers that can be chosen.
type Category struct {
	Value string // as a string: "5", "true"
	Label Texts
	Score *float64 // of rates and of choices that are numbers
}

// Reading is what answers say of one variable.
type Reading struct {
	Variable   int     // its place in Variables
	Categories []int   // places in its Categories; of a Ranking the best comes first
	Number     float64 // of a Number itself, of a Date year*100+month
	Text       string
}

// source says which variables a question has.
type source struct {
	question *question
	first    int // its first variable
	comment  int // that of its comment, -1 where there is none
}

// Variables lists what can be counted, in the order of the definition.
func (s *Survey) Variables() []Variable {
	return append([]Variable(nil), s.variables...)
}

// Read says what answers that Check returned without violations say, variable by variable. What was not answered is
// left out.
func (s *Survey) Read(answers map[string]any) []Reading {
	readings := make([]Reading, 0, len(answers))
	for i := range s.sources {
		from := &s.sources[i]
		if answer := answers[from.question.name]; answer != nil {
			readings = from.question.kind.read(from.first, answer, readings)
		}
		if from.comment < 0 {
			continue
		}
		if written, ok := answers[from.question.comment].(string); ok && written != "" {
			readings = append(readings, Reading{Variable: from.comment, Text: written})
		}
	}
	return readings
}

func (s *Survey) listVariables() {
	for _, q := range s.questions {
		own := q.kind.variables(q)
		if len(own) == 0 {
			continue
		}
		from := source{question: q, first: len(s.variables), comment: -1}
		if q.comment != "" {
			from.comment = len(s.variables) + len(own) - 1
		}
		s.sources = append(s.sources, from)
		s.variables = append(s.variables, own...)
	}
}

// titles are the question's title, or its name where it has none.
func (q *question) titles() Texts { return q.title.or(q.name, q.name) }
