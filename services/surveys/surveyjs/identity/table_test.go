package identity_test

import "amanat/services/surveys/surveyjs/identity"

// askingCases are titles, names, descriptions and placeholders by what they ask for first.
func askingCases() map[string][]string {
	return map[string][]string{
		identity.Name:       append(persianNames(), englishNames()...),
		identity.Phone:      append(persianPhones(), englishPhones()...),
		identity.Email:      append(persianEmails(), englishEmails()...),
		identity.NationalID: append(persianNumbers(), englishNumbers()...),
		identity.Address:    append(persianAddresses(), englishAddresses()...),
	}
}

func persianNames() []string {
	return []string{
		"نام", "نام:", "اسم", "اسم شما", "اسم شما چیست؟", "نام شما چیست؟", "اسمت چیه؟", "نامتان", "نام‌تان را بنویسید",
		"نام و نام خانوادگی", "نام و نام خانوادگی خود را بنویسید", "نام‌خانوادگی", "نام خانوادگی (الزامی)", "نامخانوادگی",
		"فامیل", "فامیلی", "نام و فامیل", "لطفاً نام خود را وارد کنید", "لطفا نام را به فارسی وارد نمایید", "۱. نام کوچک",
		"نام پدر", "نام کاربری", "نام کاربری شما در سامانه", "نام پاسخ‌دهنده", "نام و شماره تماس", "نام، سن، شهر",
		"خودتان را معرفی کنید", "شما کیستید؟", "بخش دوم: نام", "نام خود را بنویسید؛ منتشر نمی‌شود", "نام (منتشر نمی‌شود)",
		"اگر مایلید نام خود را ذکر کنید", "نام واقعی شما", "نام کامل پاسخگو", "نام متقاضی", "ممکن است نام خود را بگویید؟",
		"در صورت نارضایتی، نام و نام خانوادگی", "نام برای ثبت در قرعه‌کشی", "مشخصات خود را بنویسید", "نام دانش‌آموز", "امضا و نام",
	}
}

func persianPhones() []string {
	return []string{
		"شماره تماس", "شمارهٔ تماس", "شماره‌ی تماس", "شمارهی تماس", "شماره تماس خود را وارد کنید", "تلفن", "تلفن همراه",
		"تلفن همراه خود را وارد کنید", "موبایل", "موبایل:", "موبایل شما", "شمارهٔ همراه", "شماره همراه", "شماره موبایل",
		"شماره تلفن ثابت منزل", "شماره‌تان را بنویسید", "شماره خود را وارد کنید", "تلفنتون", "شماره واتساپ شما",
		"برای پیگیری، شماره تماس خود را بگذارید", "اگر راضی نبودید شماره تماس خود را بنویسید",
		"آیا مایلید شماره تماس بدهید؟", "آیا شماره تماس خود را می‌دهید؟", "تلفن تماس جهت هماهنگی", "راه ارتباطی با شما",
		"با چه شماره تماسی پاسخ بگیریم؟ شماره تماس:", "آیدی تلگرام", "شماره تماس و ایمیل", "همراه", "اطلاعات تماس",
		"شماره‌های تماس", "شماره گوشی‌تان", "شماره تماس شرکت خود را بنویسید", "مثال: ۰۹۱۲۱۲۳۴۵۶۷", "۰۹xxxxxxxxx",
	}
}

func persianEmails() []string {
	return []string{
		"ایمیل", "ایمیل:", "ایمیل خود را بنویسید", "ایمیل شما", "ایمیلتان", "ایمیل‌تان چیست", "پست الکترونیک",
		"پست الکترونیکی", "پست الکترونیکی خود را وارد فرمایید", "رایانامه", "رایانامهٔ شما", "نشانی رایانامه", "آدرس ایمیل",
		"آدرس پست الکترونیک", "نشانی ایمیل (اختیاری)", "ایمیل برای ارسال نتیجه", "لطفا ایمیل را بنویسید تا نتیجه را بفرستیم",
		"جیمیل", "ایمیل یا شماره تماس", "ايميل",
	}
}

func persianNumbers() []string {
	return []string{
		"کد ملی", "کدملی", "کد‌ملی", "كد ملي", "کد ملی ۱۰ رقمی", "کد ملی خود را وارد کنید", "شماره ملی", "شمارهٔ ملی شما",
		"شماره شناسنامه", "شناسنامه", "کد ملیتان", "شماره گذرنامه", "پاسپورت", "شماره پاسپورت", "شماره دانشجویی",
		"شماره پرسنلی", "کد پرسنلی خود را بنویسید", "شماره بیمه", "شماره کارت بانکی", "تاریخ تولد", "تاریخ تولد خود را وارد کنید",
		"شماره شبا", "کد ملی سرپرست خانوار", "کدملی خود را بدون خط تیره وارد کنید", "سریال شناسنامه", "کد فراگیر اتباع",
	}
}

func persianAddresses() []string {
	return []string{
		"کد پستی", "کدپستی", "کد پستی ده رقمی", "نشانی", "نشانی محل سکونت", "نشانی محل سکونت خود را بنویسید", "آدرس",
		"آدرس منزل", "آدرس شما", "آدرستون", "آدرس دقیق", "نشانی پستی", "لطفاً نشانی کامل خود را وارد کنید", "آدرس محل کار",
		"شماره پلاک", "نشانی منزل یا محل کار", "نشانی دقیق پستی",
	}
}

func englishNames() []string {
	return []string{
		"Name", "Name*", "**Name**", "Your name", "What is your name?", "What's your name", "First name", "Surname",
		"Last name (optional)", "Full name", "Please enter your full name", "Name and surname", "Family name", "Nickname",
		"User name", "Username", "firstName", "first_name", "last-name", "lname", "full.name", "name1", "q1_name", "yourname",
		"myName", "user_name", "CustomerName", "nam_khanevadegi", "namKhanevadegi", "esm", "esme_shoma", "famil", "esm o famil",
		"May we have your name?", "Who are you?", "Please introduce yourself", "Applicant name", "Name of the applicant",
		"Name (will not be published)", "Name, age, city", "Section 2: Name", "Father's name", "Mother's maiden name",
		"Would you mind giving us your name?", "If you were satisfied, please write your name", "<name>", "Ｎａｍｅ",
		"n a m e", "resp_name", "How should we address you?", "Your first name, so that we can thank you",
	}
}

func englishPhones() []string {
	return []string{
		"Phone", "Phone number", "phone2", "phone_number", "phoneNumber", "phonenumber", "PHONE NUMBER", "Mobile", "mobile_no",
		"mobileNo", "Mobile number", "Cell phone", "Your number", "What is your number?", "Telephone", "Telephone (daytime)",
		"tel", "txtPhone", "shomare_tamas", "shomareTamas", "shomareh_telefon", "telefon", "hamrah", "shomare shoma",
		"Which phone number can we reach you at?", "How can we reach you?", "Contact details", "WhatsApp number",
		"Would you like to leave your phone number?", "Leave a phone number if you want a call back",
		"If you were not satisfied, leave your phone number", "Phone no.", "Phone number, e.g. 0912 345 6789", "09121234567",
		"+98 912 123 4567", "Please enter phone or e-mail", "Your phone number - we do not share it",
		"Phone number so we can call you back", "Phone number of the applicant", "Your company phone number", "What is the best number to reach you?", "Please do not hesitate to leave your phone number",
	}
}

func englishEmails() []string {
	return []string{
		"E-mail", "email", "Email:", "e-mail address", "Your e-mail", "emailAddress", "email_address", "EMAIL ADDRESS", "eMail",
		"E mail", "e m a i l", "E-M-A-I-L", "e m a i l  a d d r e s s", "useremail", "userEmail", "youremail", "mail",
		"Electronic mail", "Enter your email, we will not share it", "E-mail to send you the results", "you@example.com",
		"e.g. name@example.com", "Can we have your email?", "imeyl", "rayaname", "post_electroniki",
		"Your&nbsp;e&#45;mail", "<b>Your</b> <i>e-mail</i>", "[Your e-mail](https://example.org)", "Provide us with your e-mail",
	}
}

func englishNumbers() []string {
	return []string{
		"National ID", "national_id", "nationalId", "nationalCode", "National ID number", "SSN", "S.S.N.", "s s n",
		"Social security number", "Passport number", "Passport", "passportNo", "ID number", "Your ID", "Identity card number",
		"codeMelli", "code_melli", "kod_meli", "kodemeli", "shomare_shenasname", "Student number", "Employee ID",
		"Insurance number", "Date of birth", "birthDate", "Credit card number", "IBAN", "User ID", "tarikh_tavalod",
	}
}

func englishAddresses() []string {
	return []string{
		"Address", "Your address", "Home address", "home_address", "homeAddress", "address1", "Address line 1", "Postcode",
		"Postal code", "ZIP", "zip_code", "Street address", "Mailing address", "What is your address?",
		"Please write your current home address", "adrese_manzel", "code_posti", "neshani", "House number",
		"Address, city", "Where shall we send it? Your postal address:",
	}
}
