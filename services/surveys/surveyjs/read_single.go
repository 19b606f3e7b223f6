package surveyjs

import (
	"math"

	"github.com/go-json-experiment/json/jsontext"

	"amanat/services/kit/text"
)

func (r *reader) singleFields(q *question, typeName string) *ownFields {
	s := &single{}
	q.kind = s
	known := r.selectionFields(&s.selection, q, itemUse{enabling: true})
	if typeName == "dropdown" {
		known["autocomplete"] = r.autocomplete(q)
	}
	return &ownFields{known, r.finishSelection(&s.selection, q, 1)}
}

func (r *reader) booleanFields(q *question) *ownFields {
	s := &single{}
	q.kind = s
	yes := choice{value: true, form: "true", instead: [2]string{"بله", "Yes"}}
	no := choice{value: false, form: "false", instead: [2]string{"خیر", "No"}}
	word := new(string)
	known := fields{
		"labelTrue": r.line(&yes.text), "labelFalse": r.line(&no.text),
		"valueTrue": r.value(&yes), "valueFalse": r.value(&no),
		"swapOrder": r.flag(new(bool)), "useTitleAsLabel": r.flag(new(bool)),
		"renderAs":    r.word(word, "default", "checkbox", "radio", "switch"),
		"displayMode": r.word(word, "default", "auto", "checkbox", "radio", "switch"),
	}
	return &ownFields{known, func(n *node) {
		yes.words, no.words = n.member("labelTrue"), n.member("labelFalse")
		s.add(yes)
		if !s.add(no) {
			r.refuse(n, "repeated", no.form)
		}
	}}
}

// mostRates is how many rates of a scale the original shows; of smileys it has half as many.
const (
	mostRates   = 20
	mostSmileys = 10
)

// scale is how the rates of a rating are given.
type scale struct {
	from, to, step float64
	count          int
	generated      bool
	look           string
	listed         choices
}

func (r *reader) ratingFields(q *question) *ownFields {
	s := &single{}
	q.kind = s
	made := &scale{from: 1, to: 5, step: 1}
	word := new(string)
	bound := func(into *float64) read { return r.number(into, -1e6, 1e6) }
	known := fields{
		"rateMin": bound(&made.from), "rateMax": bound(&made.to), "rateStep": r.number(&made.step, 0.001, 1e6),
		"rateCount": r.whole(&made.count, 2, mostRates), "autoGenerate": r.flag(&made.generated),
		"rateValues":         r.items(&made.listed, q, itemUse{}),
		"rateType":           r.word(&made.look, "labels", "stars", "smileys"),
		"minRateDescription": r.line(new(localised)), "maxRateDescription": r.line(new(localised)),
		"displayRateDescriptionsAsExtremeItems": r.flag(new(bool)),
		"rateDescriptionLocation":               r.word(word, "leftRight", "top", "bottom", "topBottom"),
		"scaleColorMode":                        r.word(word, "monochrome", "colored"), //nolint:misspell // as it is
		"rateColorMode":                         r.word(word, "default", "scale"),
		"displayMode":                           r.word(word, "auto", "buttons", "dropdown"),
	}
	return &ownFields{known, func(n *node) {
		if len(made.listed.list) > 0 && !made.generated {
			s.choices = made.listed
		} else {
			r.generate(s, made, n)
		}
		if made.look == "smileys" && len(s.list) > mostSmileys {
			r.refuse(n, "out_of_range", decimal(mostSmileys))
		}
		s.nps = isNPS(&s.choices)
	}}
}

// generate makes the rates of a scale, as the original does. Beside the step, two of least, most and count are enough;
// of all three the count is passed over, and alone it counts for nothing.
func (r *reader) generate(s *single, made *scale, n *node) {
	from, to := n.member("rateMin") != nil, n.member("rateMax") != nil
	if made.count > 0 && from != to {
		span := made.step * float64(made.count-1)
		if from {
			made.to = made.from + span
		} else {
			made.from = made.to - span
		}
	}
	rates := math.Floor((made.to-made.from)/made.step+1e-9) + 1
	if rates < 1 || rates > mostRates {
		r.refuse(n, "out_of_range", decimal(mostRates))
		return
	}
	decimals := decimalsOf(made.step)
	for rate := made.from; rate <= made.to; rate = rounded(rate+made.step, decimals) {
		form := numeral(rate)
		if !s.add(choice{value: rate, form: form, instead: [2]string{form, form}}) {
			return
		}
	}
}

// decimalsOf is how many digits a step has behind the point.
func decimalsOf(step float64) int {
	digits := 0
	for ; math.Round(step) != step && digits < 6; digits++ {
		step *= 10
	}
	return digits
}

// rounded rounds what is not whole to so many digits behind the point.
func rounded(rate float64, digits int) float64 {
	if math.Round(rate) == rate {
		return rate
	}
	scale := math.Pow10(digits)
	return math.Round(rate*scale) / scale
}

// isNPS says that a scale is that of the net promoter score, 0 to 10.
func isNPS(rates *choices) bool {
	if len(rates.list) != 11 {
		return false
	}
	for i, rate := range rates.list {
		if rate.value != float64(i) {
			return false
		}
	}
	return true
}

// htmlFields begins a piece of HTML, which nobody answers.
func (r *reader) htmlFields(q *question) *ownFields {
	q.kind = markup{}
	return &ownFields{fields{"html": r.markup(), "validators": r.unknown}, func(*node) {}}
}

// unanswerableFields begins what is accepted in drafts, so that the author can be told why it cannot stay.
func (r *reader) unanswerableFields(q *question, typeName string) *ownFields {
	what := "file"
	if typeName == "signaturepad" {
		what = "signature"
	}
	q.kind = unanswerable{}
	r.demand(q, q.source.member("type"), what)
	scalar := func(n *node) {
		if !n.isFlag() && n.kind != jsontext.KindNumber {
			r.normalise(n, text.Line, text.IsLine, mostLine)
		}
	}
	known := fields{}
	for _, name := range [...]string{
		"allowMultiple", "allowImagesPreview", "showPreview", "imageHeight", "imageWidth", "acceptedTypes",
		"storeDataAsText", "waitForUpload", "maxSize", "maxFiles", "confirmDelete", "sourceType", "signatureWidth",
		"signatureHeight", "signatureAutoScaleEnabled", "penMinWidth", "penMaxWidth", "height", "allowClear",
		"showPlaceholder", "penColor", "backgroundColor", "dataFormat",
	} {
		known[name] = scalar
	}
	known["placeholder"] = r.line(new(localised))
	return &ownFields{known, func(*node) {}}
}
