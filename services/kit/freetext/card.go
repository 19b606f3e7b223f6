package freetext

const (
	minCardDigits = 13
	maxCardDigits = 19
)

// isCard judges n groups from i on which have 13 to 19 digits together. Six
// digits of an Iranian bank and Luhn say enough whatever the grouping; the wide
// ranges of the international networks want a card's usual grouping too, or a
// label.
func (sc *scanner) isCard(i, n int) bool {
	digits := sc.number(i, n)
	iranian := isIranianCard(digits)
	if !iranian && !isNetworkCard(digits) || !passesLuhn(digits) || sc.groups[i+n-1].tailed {
		return false
	}
	label := sc.labelOf(i)
	switch {
	case label == labelsCard:
		return true
	case sc.groups[i].glued:
		return false
	case iranian:
		return true
	case label == labelsOther || sc.isLinked(i, n):
		return false
	default:
		return sc.isShapedCard(i, n)
	}
}

// passesLuhn is the check of ISO/IEC 7812-1, annex B.
func passesLuhn(digits []byte) bool {
	sum := 0
	for i, d := range digits {
		if d == unread {
			return false
		}
		if (len(digits)-i)%2 == 0 {
			if d *= 2; d > 9 {
				d -= 9
			}
		}
		sum += int(d)
	}
	return sum%10 == 0
}

// isIranianCard knows the issuer numbers of the banks in the Shetab network.
func isIranianCard(digits []byte) bool {
	if len(digits) != 16 {
		return false
	}
	switch prefix(digits, 6) {
	case 207177, 502229, 502806, 502908, 502910, 502938, 504172, 504706, 505416, 505426,
		505785, 505801, 505809, 507677, 581874, 585947, 585983, 589210, 589463, 603769, 603770,
		603799, 606256, 606373, 610433, 621986, 622106, 627353, 627381, 627412, 627488, 627648,
		627760, 627884, 627961, 628023, 628157, 636214, 636795, 636797, 636949, 639194, 639217,
		639346, 639347, 639370, 639599, 639607, 991975:
		return true
	default:
		return false
	}
}

// isNetworkCard knows the ranges and lengths of Visa, Mastercard, American
// Express and UnionPay.
func isNetworkCard(digits []byte) bool {
	two, four := prefix(digits, 2), prefix(digits, 4)
	switch len(digits) {
	case 13:
		return digits[0] == 4
	case 15:
		return two == 34 || two == 37
	case 16:
		return digits[0] == 4 || two >= 51 && two <= 55 || four >= 2221 && four <= 2720 || two == 62 || two == 81
	case 17, 18:
		return two == 62 || two == 81
	case 19:
		return digits[0] == 4 || two == 62 || two == 81
	default:
		return false
	}
}

func prefix(digits []byte, n int) int {
	value := 0
	for _, d := range digits[:n] {
		value = 10*value + int(d)
	}
	return value
}

// isShapedCard reports a grouping as it is printed on cards, or none at all.
func (sc *scanner) isShapedCard(i, n int) bool {
	switch shape(sc.groups[i : i+n]) {
	case 4444, 44443, 44442, 44441, 465, 4333:
	default:
		if n > 1 {
			return false
		}
	}
	const figure = 4 // beside groups of four, another one makes it a row of figures
	return sc.isApart(i, n, figure)
}
