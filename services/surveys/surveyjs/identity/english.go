package identity

// The tables hold phrases in lower case and without spaces: "phone number" is "phonenumber".

func englishName(phrase string) strength {
	switch phrase {
	case "firstname", "lastname", "surname", "forename", "givenname", "familyname", "middlename", "maidenname",
		"secondname", "fullname", "christianname", "legalname", "birthname", "contactname", "fname", "lname",
		"nameandsurname", "namesurname", "firstandlastname", "firstlastname", "fathername",
		"mothername", "spousename", "givennames", "firstnames", "username", "usernames", "loginname", "screenname",
		"introduceyourself", "whoareyou", "whatareyoucalled", "howmayweaddressyou", "howshouldweaddressyou",
		"howshallweaddressyou", "howshouldwecallyou", "howshallwecallyou", "howmaywecallyou", "howcanwecallyou",
		"whatshouldwecallyou", "whatmaywecallyou", "whatshallwecallyou":
		return datum
	case "name", "nickname", "nameinfull", "signature":
		return label
	case "login", "initials", "alias", "handle":
		return hint
	default:
		return silent
	}
}

func englishPhone(phrase string) strength {
	switch phrase {
	case "phonenumber", "phoneno", "phonenumbers", "telephonenumber", "telephoneno", "telnumber", "telno",
		"mobilenumber", "mobileno", "mobilephonenumber", "mobilephoneno", "cellnumber", "cellno",
		"cellphonenumber", "cellphoneno", "landlinenumber", "contactnumber", "contactno", "contactphone",
		"faxnumber", "faxno", "whatsappnumber", "telegramnumber", "telegramid", "telegramusername",
		"callbacknumber", "contactdetails", "contactinformation", "contactinfo", "contactdata", "msisdn",
		"numbertocall", "numbertocallyou", "numbertoreachyou", "numbertoreach", "numbercanwecallyou",
		"numbercanwereachyou", "numbershouldwecall", "numbermaywecall":
		return datum
	case "howcanwereachyou", "howmaywereachyou", "howshouldwereachyou", "wherecanwereachyou", "howcanwecontactyou",
		"howmaywecontactyou", "wherecanwecontactyou":
		return datum
	case "phone", "telephone", "tel", "mobile", "mobilephone", "cellphone", "landline", "fax", "contact", "whatsapp":
		return label
	case "number", "cell", "telegram", "instagram":
		return hint
	default:
		return silent
	}
}

func englishEmail(phrase string) strength {
	switch phrase {
	case "emailaddress", "emailaddresses", "emailid", "emailadress", "emailaddr", "electronicmailaddress",
		"contactemail", "contactemailaddress", "mailid", "gmailaddress":
		return datum
	case "email", "mail", "electronicmail", "gmail":
		return label
	default:
		return silent
	}
}

func englishNationalID(phrase string) strength {
	switch phrase {
	case "nationalid", "nationalidnumber", "nationalidno", "nationalidcode", "nationalcode", "nationalnumber",
		"nationalidentitycode", "nationalidentitynumber", "nationalidentificationnumber", "nationalinsurancenumber",
		"nationalidcardnumber", "nin", "ssn", "socialsecuritynumber", "socialsecurityno", "socialinsurancenumber",
		"identitynumber", "identificationnumber", "identitycardnumber", "idnumber", "idno", "idcardnumber", "idcode",
		"passportnumber", "passportno", "passportid", "birthcertificatenumber":
		return datum
	case "personalnumber", "personnelnumber", "personnelcode", "personnelid", "personnelno", "employeenumber",
		"employeeid", "employeeno", "staffnumber", "staffid", "studentnumber", "studentno", "studentid",
		"studentidnumber", "insurancenumber", "insuranceid", "insuranceno", "patientnumber", "patientid",
		"membershipnumber", "membershipno", "memberid", "membernumber", "customernumber", "customerid", "taxid",
		"taxnumber", "taxidentificationnumber", "userid", "drivinglicencenumber", "drivinglicensenumber",
		"driverslicencenumber", "driverslicensenumber", "driverlicensenumber", "licenceplate", "licenseplate",
		"numberplate", "dateofbirth", "birthdate", "dob", "cardnumber", "creditcardnumber", "bankcardnumber",
		"accountnumber", "bankaccountnumber", "iban":
		return datum
	case "passport", "nationalidcard", "nationalidentitycard", "identitycard", "idcard", "birthcertificate",
		"birthday":
		return label
	case "id", "identity":
		return hint
	default:
		return silent
	}
}

func englishAddress(phrase string) strength {
	switch phrase {
	case "homeaddress", "postaladdress", "postaddress", "mailingaddress", "streetaddress", "residentialaddress",
		"deliveryaddress", "shippingaddress", "billingaddress", "permanentaddress", "residenceaddress",
		"contactaddress", "addressline", "addressofresidence", "postcode", "postcodes", "postalcode",
		"zipcode", "housenumber", "streetandnumber", "streetandhousenumber":
		return datum
	case "address", "addr", "zip", "streetname":
		return label
	default:
		return silent
	}
}

// englishOrdinary holds phrases with a head in them that are about something else.
func englishOrdinary(phrase string) bool {
	switch phrase {
	case "iphone", "contactwith", "contactus", "contactby", "contactfrom", "ipaddress", "webaddress", "siteaddress",
		"websiteaddress", "inthenameof", "byname", "numberone", "numberof", "voicemail", "leaveout",
		"officename", "businessname", "countryname", "workname", "codename", "linename", "localname", "inputname":
		return true
	default:
		return false
	}
}
