package surveyjs

import (
	"maps"

	"github.com/go-json-experiment/json/jsontext"

	"amanat/services/kit/text"
)

// currentName is the present name of a property that the original reads under an older one too.
func currentName(name string) string {
	switch name {
	case "questions":
		return "elements"
	case "questionsOrder":
		return "questionOrder"
	case "hasOther":
		return "showOtherItem"
	case "hasNone":
		return "showNoneItem"
	case "hasSelectAll":
		return "showSelectAllItem"
	case "isAllRowRequired":
		return "eachRowRequired"
	case "rowsOrder":
		return "rowOrder"
	case "placeHolder", "optionsCaption":
		return "placeholder"
	case "otherPlaceHolder":
		return "otherPlaceholder"
	case "rateDisplayMode":
		return "rateType"
	case "insensitive":
		return "caseInsensitive"
	case "autoComplete":
		return "autocomplete"
	case "showClearButton", "showOptionsCaption":
		return "allowClear"
	case "showCompletedPage":
		return "showCompletePage"
	case "focusOnFirstError":
		return "autoFocusFirstError"
	case "focusFirstQuestionAutomatic":
		return "autoFocusFirstQuestion"
	case "requiredText":
		return "requiredMark"
	default:
		return name
	}
}

// readSurvey reads the outermost object. A survey has pages, or elements that are its only page.
func (r *reader) readSurvey(n *node) {
	s := r.survey
	s.source = n
	known := fields{
		"title": r.line(&s.title), "description": r.paragraphs(new(localised)),
		"completedHtml": r.markup(), "pages": r.pages, "elements": r.onlyPage,
		"pagePrevText": r.line(new(localised)), "pageNextText": r.line(new(localised)),
		"completeText": r.line(new(localised)),
		"locale":       r.word(&s.locale, "fa", "en"),
		// What "none" keeps, answers to hidden questions, is refused here.
		"clearInvisibleValues": r.word(new(string), "onComplete", "onHidden", "onHiddenContainer"),
	}
	maps.Copy(known, r.surveyLook())
	if !r.object(n, known) {
		return
	}
	if pages, elements := n.member("pages"), n.member("elements"); pages != nil && elements != nil {
		r.refuse(elements, "repeated", "")
	}
	if !s.answerable() && len(r.problems) == 0 {
		r.refuse(n, "empty_survey", "")
	}
}

// surveyLook are properties of the whole survey that change nothing but how it is shown.
func (r *reader) surveyLook() fields {
	flag, word := r.flag(new(bool)), new(string)
	look := fields{
		"showQuestionNumbers":         r.numbering(),
		"questionStartIndex":          r.word(word, "", "0", "1", "a", "A", "۱"),
		"questionsOnPageMode":         r.word(word, "standard", "singlePage"),
		"questionOrder":               r.word(word, "initial", "random"),
		"questionTitleLocation":       r.word(word, "top", "bottom", "left"),
		"questionDescriptionLocation": r.word(word, "underTitle", "underInput"),
		"questionErrorLocation":       r.word(word, "top", "bottom"),
		"questionTitlePattern":        r.word(word, "numTitleRequire", "numRequireTitle", "requireNumTitle"),
		"requiredMark":                r.word(word, "", "*"),
		"checkErrorsMode":             r.word(word, "onNextPage", "onValueChanged", "onComplete"),
		"textUpdateMode":              r.word(word, "onBlur", "onTyping"),
		"widthMode":                   r.word(word, "auto", "static", "responsive"),
		"width":                       r.length(),
		"logoPosition":                r.word(word, "left", "right", "none"),
		"headerView":                  r.word(word, "basic", "advanced"),
		"showProgressBar":             r.progressBar(),
		"progressBarLocation":         r.word(word, "auto", "aboveheader", "belowheader", "bottom", "topbottom"),
		"progressBarType":             r.word(word, "pages", "questions", "requiredQuestions", "buttons"),
		"showNavigationButtons":       r.navigation(),
		"navigationButtonsLocation":   r.word(word, "top", "bottom", "topBottom"),
		"tocLocation":                 r.word(word, "left", "right"),
		"sjsVersion":                  r.remark(), "$schema": r.remark(),
	}
	for _, name := range [...]string{
		"autoFocusFirstError", "autoFocusFirstQuestion", "autoGrowComment", "allowResizeComment", "showTitle",
		"showPageTitles", "showPageNumbers", "showPrevButton", "showCompletePage", "showTOC", "fitToContainer",
		"progressBarShowPageNumbers", "progressBarShowPageTitles", "validateVisitedEmptyFields",
	} {
		look[name] = flag
	}
	return look
}

// numbering reads a property that was a flag once.
func (r *reader) numbering() read {
	words := r.word(new(string), "on", "onPage", "onpanel", "onPanel", "recursive", "off", "default")
	return either(r.flag(new(bool)), words)
}

func (r *reader) progressBar() read {
	words := r.word(new(string), "off", "auto", "top", "bottom", "both", "aboveheader", "belowheader", "topbottom")
	return either(r.flag(new(bool)), words)
}

func (r *reader) navigation() read {
	return either(r.flag(new(bool)), r.word(new(string), "none", "top", "bottom", "both"))
}

// either reads a flag as such, and everything else as the other.
func either(flag, other read) read {
	return func(n *node) {
		if n.isFlag() {
			flag(n)
			return
		}
		other(n)
	}
}

// remark reads a text that nobody is shown.
func (r *reader) remark() read {
	return func(n *node) { r.normalise(n, text.Line, text.IsLine, mostName) }
}

// length reads a length of CSS.
func (r *reader) length() read {
	return func(n *node) {
		switch {
		case n.kind == jsontext.KindNumber && n.number >= 0:
		case !r.is(n, jsontext.KindString):
		case !isLength(n.text):
			r.refuse(n, "invalid", "")
		}
	}
}
