package identity

// ownerEnglish reports whose a head behind the word is: "your …", "applicant …".
func ownerEnglish(word string) owner {
	switch word {
	case "your", "ur", "yours", "yourself", "user", "customer", "client", "respondent", "respondents", "applicant",
		"participant", "citizen", "visitor", "guest", "student", "patient", "member", "resident", "complainant",
		"requester", "sender", "parent", "guardian", "child", "father", "mother", "spouse", "attendee", "subscriber",
		"resp", "cust":
		return respondent
	case "my", "mine":
		return speaker
	default:
		return nobody
	}
}

func isAskingEnglish(word string) bool {
	switch word {
	case "enter", "write", "type", "give", "provide", "tell", "state", "fill", "insert", "leave", "share", "supply",
		"specify", "submit", "add", "put", "indicate", "send", "know", "have", "confirm", "input", "drop":
		return true
	default:
		return false
	}
}

func isAskingGerund(word string) bool {
	switch word {
	case "giving", "telling", "leaving", "sharing", "providing", "entering", "writing":
		return true
	default:
		return false
	}
}

// isWish reports what makes "to enter" a request: "would you like to enter".
func isWish(word string) bool {
	switch word {
	case "like", "want", "wish", "willing", "able", "happy", "prefer", "love", "care", "please", "free":
		return true
	default:
		return false
	}
}

// isUrged reports what makes "to enter" a request though it is denied: "do not forget to enter".
func isUrged(word string) bool { return word == "hesitate" || word == "forget" }

func isFillerEnglish(word string) bool {
	switch word {
	case "a", "an", "the", "please", "kindly", "and", "or", "also", "plus", "both", "with", "as", "it", "us",
		"me", "out", "down", "here", "below", "above", "in", "persian", "english", "farsi", "latin", "letters",
		"block", "capital", "capitals", "optional", "optionally", "required", "mandatory", "voluntary",
		"obligatory", "full", "complete", "current", "present", "new", "own", "real", "actual", "correct",
		"exact", "valid", "active", "legal", "official", "preferred", "main", "primary", "secondary", "second",
		"alternative", "alternate", "other", "another", "any", "personal", "private", "home", "work",
		"business", "office", "daytime", "evening", "day", "international", "local", "best", "what", "whats",
		"is", "are", "box", "line", "input", "txt", "tb", "fld", "lbl", "q", "digit", "digits", "code",
		"country", "hello", "hi", "dear", "thanks", "thank", "you", "we", "may", "let", "emergency",
		"permanent", "residential", "postal", "mailing":
		return true
	default:
		return false
	}
}

// isLeadIn reports what may stand before the word that makes a sentence a yes-or-no question.
func isLeadIn(word string) bool {
	switch word {
	case "and", "so", "please", "also", "now", "then", "overall", "finally", "q":
		return true
	default:
		return false
	}
}

// isOpener reports a word with which a yes-or-no question, or one about what happened, begins.
func isOpener(word string) bool {
	switch word {
	case "is", "are", "am", "do", "does", "did", "has", "have", "had", "can", "could", "will", "would",
		"should", "shall", "might", "was", "were", "where", "when", "who", "whose", "how", "why":
		return true
	default:
		return false
	}
}

// isJudgingEnglish reports a word of evaluations and of questions about what happened.
func isJudgingEnglish(word string) bool {
	switch word {
	case "how", "why", "satisfied", "dissatisfied", "unsatisfied", "satisfaction", "happy", "useful", "helpful",
		"easy", "easily", "ease", "difficult", "difficulty", "hard", "clear", "rate", "rating", "often",
		"agree", "disagree", "recommend", "was", "were", "did", "been", "had", "answered", "trust", "problem",
		"problems", "wrong", "confidential", "confidentially", "anonymous", "anonymously", "experience",
		"experiences", "quality", "quickly", "polite", "politely", "remember", "mind", "comfortable", "worried",
		"important", "importance", "improve", "opinion":
		return true
	default:
		return false
	}
}

func isDenyingEnglish(word string) bool {
	switch word {
	case "not", "never", "no", "leaveout", "omit", "dont", "doesnt", "wont", "cannot", "cant", "didnt", "isnt",
		"arent", "avoid", "neither", "nor", "nobody":
		return true
	default:
		return false
	}
}

// isThingEnglish reports what has telephones, addresses and people of its own.
func isThingEnglish(word string) bool {
	switch word {
	case "organization", "center", //nolint:misspell // editors spell as they like
		"our", "their", "its", "his", "her", "support", "company", "organisation", "hotline",
		"helpline", "helpdesk", "service", "services", "centre", "department", "ministry", "bank",
		"shop", "store", "branch", "website", "site", "system", "app", "school", "hospital", "clinic",
		"university", "library", "staff", "agent", "officer", "manager", "doctor", "teacher", "operator",
		"contractor", "supplier", "vendor", "council", "municipality", "agency", "institution", "authority":
		return true
	default:
		return false
	}
}

// isFunction reports a word of grammar: behind a label it begins something new, whereas a noun makes a compound.
func isFunction(word string) bool {
	switch word {
	case "for", "to", "so", "if", "at", "on", "by", "via", "that", "which", "because", "when", "where", "only",
		"will", "must", "should", "can", "could", "has", "not", "but", "then", "before", "after", "under",
		"again", "from", "does", "would", "might", "while", "until", "since", "who", "whether", "either", "too":
		return true
	default:
		return false
	}
}
