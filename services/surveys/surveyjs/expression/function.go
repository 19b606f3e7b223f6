package expression

type function uint8

const (
	iif function = iota
	today
	sum
	countInArray
	noFunction
)

func functionOf(name string) function {
	switch name {
	case "iif":
		return iif
	case "today":
		return today
	case "sum":
		return sum
	case "countInArray":
		return countInArray
	default:
		return noFunction
	}
}

// takes tells whether a function makes sense of so many arguments. The original disregards those in excess, but for
// the filter of countInArray.
func (f function) takes(arguments int) bool {
	switch f {
	case iif:
		return arguments == 2 || arguments == 3
	case today:
		return arguments <= 1
	case sum:
		return true
	case countInArray:
		return arguments == 2
	case noFunction:
	}
	return false
}

type call struct {
	function  function
	arguments []node
}

func (n call) ordered(Environment) bool { return false }

func (n call) evaluate(env Environment) value {
	const most = 3
	var room [most]value
	arguments := room[:0]
	for _, argument := range n.arguments {
		argument := argument.evaluate(env)
		if argument.kind == kindBroken {
			return argument
		}
		arguments = append(arguments, argument)
	}
	switch n.function {
	case iif:
		return choice(arguments)
	case today:
		return day(env.Today(), arguments)
	case sum:
		return sumOf(arguments)
	case countInArray:
		return ofNumber(float64(countKey(arguments[0], arguments[1].text)))
	case noFunction:
	}
	return value{}
}

func choice(arguments []value) value {
	switch {
	case arguments[0].isTrue():
		return arguments[1]
	case len(arguments) > 2:
		return arguments[2]
	default:
		return value{}
	}
}

func sumOf(arguments []value) value {
	result := ofNumber(0)
	for _, argument := range arguments {
		result = addedAll(result, argument)
	}
	return result
}

// addedAll adds a value, or the values in a list, and rounds after each. What is no amount is appended as a text.
func addedAll(result, v value) value {
	switch {
	case result.kind == kindBroken || v.isAbsent():
		return result
	case v.kind == kindList:
		for _, part := range v.list {
			result = addedAll(result, of(part))
		}
		return result
	case v.isAmount():
		return roundedSum(result, ofNumber(v.asAmount()))
	default:
		return roundedSum(result, v)
	}
}

// countKey counts the objects, in a list or in an object, in which a key has a value.
func countKey(v value, key string) int {
	count := 0
	for _, part := range v.list {
		count += keyed(part, key)
	}
	for _, part := range v.object {
		count += keyed(part, key)
	}
	return count
}

func keyed(part any, key string) int {
	object, ok := part.(map[string]any)
	if !ok || of(object[key]).isEmpty() {
		return 0
	}
	return 1
}
