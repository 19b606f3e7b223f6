// Package identity tells whether the wording of a question asks people who they are: their name, their telephone
// number, their e-mail address, a number by which a registry knows them, or where they live. It reads Persian,
// English and Persian in Latin letters, in titles as well as in identifiers («نام‌خانوادگی», "Your e-mail",
// "first_name", "codeMelli").
//
// It is made to stop a survey before it is published, where overlooking a demand is worse than a needless question
// to the editor; but one that stops ordinary surveys teaches editors to override it. So a phrase is judged by how
// much it says, and by the words around it.
//
//   - A datum is the name of nothing but personal data: «کد ملی», "phone number", "surname". It asks wherever it
//     stands, unless the words around it give it to somebody else («شماره تماس پشتیبانی», "our phone number") or the
//     sentence is an evaluation («دریافت کد ملی آسان بود؟»), a yes-or-no question or a denial ("we never ask for
//     your phone number").
//   - A label also names things and channels: "name", "phone", "e-mail", «آدرس». It asks where it stands alone or
//     among its like ("Name*", "Please enter name and phone"), where it is the person's own ("your e-mail",
//     «آدرس شما») and where somebody is told to write it down. «نام سامانه» and "address the problem" do not ask.
//   - A hint asks only as the person's own: "your number", «آیدی شما».
//
// An evaluation asks too once it tells people to write the datum down ("If you were not satisfied, leave your
// phone number").
//
// Two decisions of meaning: everything by which a registry knows a person (passport, insurance, student, personnel,
// bank card and the full date of birth) counts as a national id, while age and year of birth are ordinary; a user
// name counts as a name. A place of residence («شهر محل سکونت») is ordinary as long as no address is asked for.
//
// Data asked for in a relative clause are overlooked («شماره‌ای که با آن تماس گرفتید»): questions about past events
// read alike.
//
// Texts are read as people see them: without HTML tags, links and Markdown, whatever their letters' case, keyboard
// (ي and ك), half-spaces, marks or width. Time is linear, and nothing behind the first 10,000 characters is read.
package identity

// What a text can ask for.
const (
	Name       = "name"
	Phone      = "phone"
	Email      = "email"
	NationalID = "national_id"
	Address    = "address"
)

const maxRunes = 10_000

// Asked reports whether a question's name, title, description or placeholder asks for identity, and what it asks for
// first: one of the constants. An e-mail address or a mobile number as the whole text is a placeholder's example, so
// it asks as well.
func Asked(text string) (what string, asks bool) {
	seen := visible(text)
	if what, asks = exampleOf(seen); asks {
		return what, true
	}
	return firstAsked(seen, passage.asks)
}

// AskedInChoice is Asked for the text of a choice, row, column or item. There a label is mostly a channel, a device or
// an answer ("Phone" to "How did you reach us?"), so "E-mail" and «تلفن» alone do not ask. What asks is a datum alone
// («کد ملی», "Phone number"), the respondent's own label ("Your phone"), whatever people are told to write down
// ("Other: please leave your number") and the labels which are no channel: "Name", «نشانی». What respondents say of
// themselves ("My phone", «کد ملی را فراموش کردم») is an answer.
func AskedInChoice(text string) (what string, asks bool) {
	return firstAsked(visible(text), passage.asksInChoice)
}

// firstAsked reads the text twice, as it is written and with its words cut at capitals, so that "firstName" is read
// and yet "fIRST nAME" too.
func firstAsked(text string, asks func(p passage, i int) bool) (what string, found bool) {
	text = withGivenMarked(text)
	for _, atCapitals := range []bool{false, true} {
		for _, p := range passages(terms(read(text, atCapitals))) {
			for i, t := range p {
				if t.isHead() && asks(p, i) {
					return t.what, true
				}
			}
		}
	}
	return "", false
}
