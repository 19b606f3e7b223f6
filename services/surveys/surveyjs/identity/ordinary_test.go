package identity_test

// ordinaryCases are titles, names and descriptions that ask for no identity.
func ordinaryCases() []string {
	var cases []string
	for _, group := range [][]string{
		persianThings(), persianEvaluations(), persianStatements(), englishThings(), englishEvaluations(), englishStatements(),
	} {
		cases = append(cases, group...)
	}
	return cases
}

func persianThings() []string {
	return []string{
		"", "نام سامانه‌ای که استفاده کردید", "نام سامانه", "نام استان", "نام اداره", "نام دوره", "نام بخش", "نام شهر محل سکونت",
		"نام محل کار", "نام شرکت شما", "نام کالا", "نام فرم", "نام خدمت مورد استفاده را بنویسید", "به نام خدا", "بنام خداوند",
		"نامناسب", "پیام‌نامه", "نامه", "نامهٔ اداری", "نامه‌ای که فرستادید", "برنامه", "برنامه‌ها", "گواهینامه", "خبرنامه", "پرسشنامه",
		"ثبت‌نام آسان بود؟", "ثبت نام", "فرم ثبت‌نام", "ثبتنام", "نام‌نویسی", "آدرس سایت", "آدرس وب‌سایت سازمان", "نشانی اینترنتی",
		"اسم این بخش", "اسم این بخش را چه بگذاریم؟", "شهر محل سکونت", "استان محل سکونت خود را انتخاب کنید", "شمارهٔ نامه",
		"شماره پیگیری", "شماره پرونده", "کد رهگیری", "کد تخفیف", "همراه اول", "بانک ملی", "ملیت", "کتابخانهٔ ملی", "سال تولد", "سن",
		"جنسیت", "تلفن گویا", "همراه بانک", "تماس تلفنی", "اپلیکیشن موبایل", "اپلیکیشن موبایلی", "خبرنامهٔ ایمیلی",
		"شماره تماس پشتیبانی", "شماره تلفن اداره", "نشانی پستی سازمان", "نام و نام خانوادگی کارشناس پاسخگو",
		"نام کارشناسی که به شما پاسخ داد", "آسمان", "مدت انتظار", "همراه شما هستیم", "تلفن: ۰۲۱-۸۸۷۷۶۶۵۵",
		"ایمیل: info@example.ir", "نام مستعار شخصیت داستان", "خدمات کد پستی",
	}
}

func persianEvaluations() []string {
	return []string{
		"آیا از خبرنامهٔ ایمیلی راضی هستید؟", "آیا از ایمیل استفاده می‌کنید؟", "از تلفن، ایمیل یا پیامک استفاده کردید؟",
		"آیا از تلفن، ایمیل یا پیامک راضی بودید؟", "با تلفن همراه خود وارد سامانه شدید؟", "دریافت کد ملی آسان بود؟",
		"وارد کردن کد ملی آسان بود؟", "آیا شماره تماس ما را می‌دانستید؟", "از نحوهٔ دریافت کد پستی راضی هستید؟",
		"سرعت پاسخ به ایمیل شما چگونه بود؟", "آیا به ایمیل شما پاسخ داده شد؟", "چقدر از پاسخ تلفنی راضی هستید؟",
		"میزان رضایت خود از ایمیل پشتیبانی را مشخص کنید", "کیفیت خدمات تلفنی", "تلفن: چقدر راضی بودید؟",
		"چگونه با ما تماس گرفتید؟", "با کدام روش تماس گرفتید (تلفن، ایمیل)؟", "شیوهٔ تماس شما با ما: تلفن یا ایمیل",
		"آیا سامانه را به دیگران معرفی می‌کنید؟", "آیا تلفن همراه دارید؟", "نام سامانه مناسب است؟", "مدت تماس شما چقدر بود؟",
		"آیا کارشناسان نام شما را پرسیدند؟", "نظر شما دربارهٔ کد ملی هوشمند", "چند بار از موبایل‌بانک استفاده کردید؟",
		"آیا در ثبت شماره تماس مشکلی داشتید؟", "سیستم عامل موبایل شما چیست؟", "نوع تلفن همراه شما", "مدل گوشی شما", "به چه روشی مایلید پاسخ را دریافت کنید؟", "چه چیزی را دوست داشتید؟",
	}
}

func persianStatements() []string {
	return []string{
		"این نظرسنجی ناشناس است و نام شما پرسیده نمی‌شود.", "نیازی به نوشتن نام و شماره تماس نیست.",
		"لطفاً نام خود را ننویسید.", "لطفاً نام و شماره تماس خود را وارد نکنید.", "از نوشتن نام خود خودداری کنید.",
		"پاسخ‌ها بدون نام ذخیره می‌شود.", "نام شما نزد ما محفوظ است.", "به پرسش‌ها با دقت پاسخ دهید", "پیشنهاد خود را بنویسید",
		"لطفاً پیشنهاد خود را دربارهٔ سرویس ایمیل بنویسید", "نظر خود را از طریق ایمیل به ما بگویید",
		"برای آگاهی بیشتر به نشانی https://example.ir/name?email=1 بروید", "با شماره تماس ۰۲۱۸۸۷۷۶۶۵۵ تماس بگیرید",
		"کارت شناسایی", "تجربهٔ شما از مراجعه", "خودتان را چقدر راضی می‌دانید؟",
	}
}

func englishThings() []string {
	return []string{
		"What is the name of the service you used?", "Name of the service", "Name (of the service)", "Service name", "serviceName",
		"service_name", "Company name", "Office name", "Product name", "Domain name", "File name", "filename", "Brand name",
		"School name", "City name", "Country", "Which address bar did you use?", "Address bar", "IP address", "Web address",
		"Website address", "URL", "How well did we address the problem?", "Address the problem", "Please tell us how to address it",
		"Name three things you liked", "Name one improvement", "Mobile app", "mobile_app_rating", "mobileApp", "emailNewsletter",
		"Phone call", "phone_support_quality", "phoneSupport", "iPhone", "Which iPhone do you use?", "iPhone or Android",
		"Our phone number", "The support phone number", "Phone number of the office", "The hotline's e-mail address",
		"National ID card office", "Postcode search", "Contact us", "Your contact with the staff", "Enter a number",
		"Enter a number from 1 to 10", "Number of visits", "number", "id", "ID", "Order number", "Tracking number",
		"Year of birth", "Age", "Gender", "Nationality", "barnameh", "name_of_service", "rename", "tournament", "Vietnam",
		"Surnamed", "Phone: 021-88776655", "E-mail: info@example.org", "Manager's name tag", "Library card",
	}
}

func englishEvaluations() []string {
	return []string{
		"Would you recommend us by name?", "Would you recommend us by name", "Was the e-mail newsletter useful?",
		"How did you contact us?", "How did you contact us (phone, e-mail)?", "Which channel did you use: phone or e-mail?",
		"Did you use phone, e-mail, or chat?", "Was it easy to enter your phone number?", "Do you have an e-mail address?",
		"Do you have a mobile phone?", "Did our staff ask for your phone number politely?", "Did you get an answer to your e-mail?",
		"How long did your phone call take?", "Your e-mail was answered quickly.", "Phone: how satisfied were you?",
		"E-mail – how satisfied are you with the answers?", "How did you find our address?", "Is the postcode search useful?",
		"Do you trust us with your e-mail address?", "How often do you use your mobile phone?", "Did you give your phone number?",
		"Would you like to receive news by e-mail?", "Do you know our phone number?", "What was wrong with the phone number?",
		"Rate our e-mail support", "How easy was it to get a passport?", "Did anyone ask you to provide your ID number?",
		"How satisfied are you with your name badge?", "What did you like?", "How likely are you to recommend us?",
		"When do you use your mobile?", "How well did we address your concern?", "Which social network do you use?",
	}
}

func englishStatements() []string {
	return []string{
		"We never ask for your phone number.", "Do not enter your name or phone number.", "Please don't write your name here.",
		"Answers are stored without your name, phone number or address.", "This survey is anonymous; nobody asks who answers.",
		"Your name is kept confidential.", "Read more at https://example.org/your-email?name=1 before you answer.",
		"Questions? Write to info@example.org.", "We can be reached by phone, e-mail, or post.", "Thank you for your time.",
		"Please answer all questions.", "Select the services that you know.", "Please write to us by e-mail.",
		"Scan the code on your phone.", "Write what you think about the mobile app.", "Tell us about your visit", "Please leave out names and phone numbers.", "You do not have to enter your name.",
		"My e-mail was answered in time", "What is the name of your city?",
	}
}

// askingChoices ask where they stand in choices, rows, columns and items; answers are what respondents choose.
func askingChoices() []string {
	return []string{
		"Your phone number", "Phone number", "شماره تلفن شما", "کد ملی", "شمارهٔ تماس", "Your e-mail", "ایمیل شما", "First name",
		"Surname", "نام خانوادگی", "نام", "Name", "نشانی", "Address", "Home address", "کد پستی", "E-mail address", "آدرس ایمیل",
		"Other: please leave your number", "Other (please enter your e-mail)", "سایر (شماره تماس خود را بنویسید)", "National ID",
		"Your number", "موبایل شما", "شماره‌تان", "نام و نام خانوادگی", "Passport number", "لطفا ایمیل خود را وارد کنید",
	}
}

func answers() []string {
	return []string{
		"Phone", "E-mail", "تلفن", "ایمیل", "موبایل", "Mobile phone", "Mobile", "پست الکترونیک", "تلفن همراه", "Telephone call",
		"Phone or e-mail", "By e-mail", "On your phone", "My phone", "My mobile", "iPhone", "پیامک", "تماس تلفنی", "نام استان", "حضوری",
		"Service name", "Contact form", "Our phone number was wrong", "I gave my phone number", "I forgot my user name",
		"I do not want to give my name", "کد ملی را فراموش کردم", "کد ملی خود را فراموش کرده بودم", "شماره تماس پشتیبانی",
		"They asked for my national ID", "ثبت‌نام", "کارت ملی", "گذرنامه", "Passport", "Number", "ID", "شماره", "همراه اول", "",
		"از طریق ایمیل", "دریافت کد پستی", "صدور کارت ملی", "Newsletter by e-mail", "Other", "سایر", "مناسب", "نامناسب",
	}
}
