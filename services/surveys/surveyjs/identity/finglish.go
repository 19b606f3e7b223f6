package identity

// spelling makes one of the spellings of a word, before phrases are looked up: the many ways of writing Persian in
// Latin letters, abbreviations, and slips.
func spelling(word string) string {
	switch word {
	case "شمارهی", "شمارهء", "شمارههای":
		return "شماره"
	case "تلفون", "تیلفن", "تلیفون":
		return "تلفن"
	case "مبایل":
		return "موبایل"
	case "ایمل", "امیل":
		return "ایمیل"
	case "کدپوستی":
		return "کدپستی"
	case "shomareh", "shomareye", "shomareyeh", "shomarehye", "shomaraye", "shomarey", "shomara", "shomre":
		return "shomare"
	case "kod", "kode", "cod", "codee", "kodeh":
		return "code"
	case "meli", "mely", "melly":
		return "melli"
	case "naame", "naam":
		return "nam"
	case "khanevadegi", "khanevadeghi", "khanavadegi", "khaanevaadegi", "khanevadgi", "xanevadegi", "khanevadegy":
		return "khanevadegi"
	case "telefone", "telefoon", "telephon", "telfon", "telefon":
		return "telefon"
	case "mobail", "mobayl", "mobaile", "mobayle":
		return "mobile"
	case "hamrahe", "hamra", "hamraah":
		return "hamrah"
	case "adress", "addres", "adresse", "adrese", "adres": //nolint:misspell // as Persian is written in Latin letters
		return "address"
	case "emial", "imeyl", "imail", "emayl", "imeil":
		return "email"
	case "num", "nr", "nbr":
		return "number"
	case "pasport", "passeport":
		return "passport"
	default:
		return word
	}
}

func finglishName(phrase string) strength {
	switch phrase {
	case "namkhanevadegi", "namekhanevadegi", "namvanamkhanevadegi", "namonamkhanevadegi",
		"namvanamekhanevadegi", "namonamekhanevadegi", "esmofamil", "esmvafamil", "esmofamili", "esmfamil",
		"namvafamil", "namofamil", "namfamil", "namefamil", "namefamili", "nampedar", "namepedar", "namkarbari",
		"namekarbari", "esmeshoma", "nameshoma", "namekuchak", "namekamel", "khanevadegi":
		return datum
	case "esm", "nam", "esme", "famil", "famili", "faamil":
		return label
	default:
		return silent
	}
}

func finglishPhone(phrase string) strength {
	switch phrase {
	case "shomaretamas", "shomaretelefon", "shomaretel", "shomaremobile", "shomarehamrah", "shomaretelefonhamrah",
		"shomaregoshi", "shomaregushi", "shomaresabet", "shomaremanzel", "telefontamas":
		return datum
	case "telefon", "telefonhamrah", "telefonsabet", "hamrah":
		return label
	case "shomare", "tamas":
		return hint
	default:
		return silent
	}
}

func finglishEmail(phrase string) strength {
	switch phrase {
	case "addressemail", "emailshoma", "addressepostelectronic":
		return datum
	case "rayaname", "rayanameh", "postelectronic", "postelectroniki", "postelektronik", "postelektroniki":
		return label
	default:
		return silent
	}
}

func finglishNationalID(phrase string) strength {
	switch phrase {
	case "codemelli", "codemeli", "kodmelli", "kodmeli", "kodemelli", "kodemeli", "mellicode", "shomaremelli",
		"shomareshenasname", "shomareshenasnameh", "shomarepassport", "shomaregozarname", "shomaredaneshjooyi",
		"shomaredaneshjuyi", "shomaredaneshjoei", "shomarepersoneli", "codepersoneli", "shomarebime",
		"shomarebimeh", "tarikhtavalod", "tarikhetavalod", "shomarekart", "shomaresheba":
		return datum
	case "shenasname", "shenasnameh", "gozarname", "kartmelli", "kartemelli":
		return label
	default:
		return silent
	}
}

func finglishAddress(phrase string) strength {
	switch phrase {
	case "codeposti", "codepost", "addressmanzel", "addresskhane", "addressmahalesokunat", "neshanimanzel",
		"addressposti":
		return datum
	case "neshani", "neshany":
		return label
	default:
		return silent
	}
}
