package surveyjs

import (
	"regexp"
	"regexp/syntax"
)

// weighed is a pattern and how many instructions it is compiled to. RE2 takes every one of them for every character at
// most.
type weighed struct {
	rule         *patternRule
	instructions int
}

// pattern compiles the pattern of a rule.
func (r *reader) pattern(rule *patternRule, insensitive bool) {
	written, ok := translatePattern(&rule.place.text, insensitive)
	if !ok {
		r.refuse(rule.place, "pattern_not_supported", decimal(mostPattern))
		return
	}
	parsed, err := syntax.Parse(written, syntax.Perl)
	if err != nil {
		r.refuse(rule.place, "pattern_not_supported", decimal(mostPattern))
		return
	}
	instructions := instructionsOf(parsed)
	if instructions > mostProgram {
		r.refuse(rule.place, "pattern_too_costly", "")
		return
	}
	if rule.pattern, err = regexp.Compile(written); err != nil {
		r.refuse(rule.place, "pattern_not_supported", decimal(mostPattern))
		return
	}
	r.patterns = append(r.patterns, weighed{rule, instructions})
}

// instructionsOf is how many instructions a pattern is compiled to. What is far too much is not compiled for that.
func instructionsOf(pattern *syntax.Regexp) int {
	const generous = 10
	if size := sizeOf(pattern); size > generous*mostProgram {
		return size
	}
	program, err := syntax.Compile(pattern.Simplify())
	if err != nil {
		return mostProgram + 1
	}
	return len(program.Inst)
}

// sizeOf is how many parts a pattern has when what repeats is written out.
func sizeOf(pattern *syntax.Regexp) int {
	size := 1 + len(pattern.Rune)
	if pattern.Op == syntax.OpCharClass {
		size = 1
	}
	for _, part := range pattern.Sub {
		size += sizeOf(part)
	}
	if pattern.Op == syntax.OpRepeat {
		size *= max(pattern.Min, pattern.Max)
	}
	return size
}

// weighPatterns refuses the pattern with which matching the longest answers begins to take too long.
func (r *reader) weighPatterns() {
	cost := 0
	for _, p := range r.patterns {
		before := cost
		if cost += p.instructions * p.rule.field.longest(); cost > mostMatching && before <= mostMatching {
			r.refuse(p.rule.place, "pattern_too_costly", "")
		}
	}
}
