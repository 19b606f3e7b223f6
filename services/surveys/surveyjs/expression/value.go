package expression

import (
	"math"
	"time"
)

// kind is a type of JavaScript; kindBroken stands for what the original would have thrown.
type kind uint8

const (
	kindUndefined kind = iota
	kindNull
	kindBoolean
	kindNumber
	kindText
	kindList
	kindObject
	kindDate
	kindBroken
)

// value is a value of JavaScript. Its parts lie side by side so that evaluating needs no memory.
type value struct {
	kind kind
	// number is also a boolean's 0 or 1, and a date's milliseconds since 1970 in UTC, or NaN.
	number float64
	text   string
	// list holds what of takes.
	list   []any
	object map[string]any
}

// missing is an undefined inside a list, where nil is null.
type missing struct{}

func ofNumber(n float64) value { return value{kind: kindNumber, number: n} }

func ofText(text string) value { return value{kind: kindText, text: text} }

func ofList(list []any) value { return value{kind: kindList, list: list} }

func ofBoolean(truth bool) value {
	if truth {
		return value{kind: kindBoolean, number: 1}
	}
	return value{kind: kindBoolean}
}

// of reads a part of an answer, in which nil is null.
func of(plain any) value {
	switch plain := plain.(type) {
	case nil:
		return value{kind: kindNull}
	case bool:
		return ofBoolean(plain)
	case float64:
		return ofNumber(plain)
	case string:
		return ofText(plain)
	case []any:
		return ofList(plain)
	case map[string]any:
		return value{kind: kindObject, object: plain}
	default:
		return value{}
	}
}

// element is what a list keeps of a value; a list of dates is refused by Parse.
func (v value) element() any {
	switch v.kind {
	case kindBoolean:
		return v.number != 0
	case kindNumber:
		return v.number
	case kindText:
		return v.text
	case kindList:
		return v.list
	case kindObject:
		return v.object
	case kindNull:
		return nil
	case kindUndefined, kindDate, kindBroken:
	}
	return missing{}
}

// plain is what a caller sees of a value.
func (v value) plain(env Environment) any {
	switch {
	case v.kind == kindDate && math.IsNaN(v.number):
		return nil
	case v.kind == kindDate:
		return time.UnixMilli(int64(v.number)).In(env.Today().Location())
	default:
		return withoutMissing(v.element())
	}
}

func withoutMissing(part any) any {
	switch part := part.(type) {
	case missing:
		return nil
	case []any:
		list := make([]any, len(part))
		for i := range part {
			list[i] = withoutMissing(part[i])
		}
		return list
	default:
		return part
	}
}

func (v value) isAbsent() bool { return v.kind == kindUndefined || v.kind == kindNull }

func (v value) isObject() bool { return v.kind == kindList || v.kind == kindObject }

// isTrue is the truth that !, and, or and iif see.
func (v value) isTrue() bool {
	switch v.kind {
	case kindBoolean, kindNumber:
		return v.number != 0 && !math.IsNaN(v.number)
	case kindText:
		return v.text != ""
	case kindList, kindObject, kindDate:
		return true
	case kindUndefined, kindNull, kindBroken:
	}
	return false
}

// isEmpty tells what empty tells: nothing, "", NaN, a list without elements, an object of nothing but these.
func (v value) isEmpty() bool {
	switch v.kind {
	case kindList:
		return len(v.list) == 0
	case kindObject:
		for _, part := range v.object {
			if !of(part).isEmpty() {
				return false
			}
		}
		return true
	case kindBoolean:
		return false
	case kindNumber:
		return math.IsNaN(v.number)
	case kindUndefined, kindNull, kindText, kindDate, kindBroken:
	}
	return !v.isTrue()
}
