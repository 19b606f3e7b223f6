package models

import "time"

// PolicyMoments says what has become of a version, and when.
type PolicyMoments struct {
	State        PolicyState `json:"state" enums:"scheduled,in_force,superseded,cancelled" example:"in_force"`
	PublishedAt  time.Time   `json:"published_at" example:"2026-11-22T10:00:00Z"`
	EffectiveAt  time.Time   `json:"effective_at" example:"2026-11-22T10:00:00Z"`
	SupersededAt *time.Time  `json:"superseded_at,omitempty" example:"2026-12-22T10:00:00Z"`
	CancelledAt  *time.Time  `json:"cancelled_at,omitempty" example:"2026-12-01T10:00:00Z"`
}

// PolicyView is the privacy policy in one language. `hash` is the SHA-256, in hexadecimal, of the canonical text of the
// whole version, which holds the hash of the version before; `/api/v1/privacy-policy/versions/{version}/canonical`
// answers that text.
type PolicyView struct {
	Version  int      `json:"version" example:"1"`
	Language Language `json:"language" enums:"fa,en" example:"fa"`
	PolicyMoments
	ChangeClass ChangeClass `json:"change_class" enums:"material,editorial" example:"material"`
	Title       string      `json:"title" example:"بیانیهٔ حریم خصوصی"`
	Summary     string      `json:"summary" example:"نخستین بیانیهٔ این درگاه."`
	// Body is Markdown.
	Body string `json:"body" example:"## کوتاه"`
	// HTML is the body, rendered and sanitised.
	HTML         string `json:"html" example:"<article lang=\"fa\" dir=\"rtl\"><h2>کوتاه</h2></article>"`
	Hash         string `json:"hash" example:"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"`
	PreviousHash string `json:"previous_hash,omitempty" example:"2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae"`
	// Next is the version that is announced to follow.
	Next *PolicyNext `json:"next,omitempty"`
} // @name Policy

// PolicyNext is an announced version that has not taken effect yet.
type PolicyNext struct {
	Version     int         `json:"version" example:"2"`
	EffectiveAt time.Time   `json:"effective_at" example:"2026-12-22T00:00:00Z"`
	ChangeClass ChangeClass `json:"change_class" enums:"material,editorial" example:"material"`
	Title       string      `json:"title" example:"بیانیهٔ حریم خصوصی"`
	Summary     string      `json:"summary" example:"از این پس شمارهٔ تلفن را نمی‌پرسیم."`
	Hash        string      `json:"hash" example:"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"`
} // @name PolicyNext

// PolicyVersionView is a version in the history.
type PolicyVersionView struct {
	Version int `json:"version" example:"1"`
	PolicyMoments
	ChangeClass  ChangeClass `json:"change_class" enums:"material,editorial" example:"material"`
	Language     Language    `json:"language" enums:"fa,en" example:"fa"`
	Title        string      `json:"title" example:"بیانیهٔ حریم خصوصی"`
	Summary      string      `json:"summary" example:"نخستین بیانیهٔ این درگاه."`
	Hash         string      `json:"hash" example:"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"`
	PreviousHash string      `json:"previous_hash,omitempty" example:"2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae"`
} // @name PolicyVersion

// PolicyCanonical is what a version's hash is the SHA-256 of: this object in canonical JSON (RFC 8785), without a line
// end. Times are RFC 3339 in UTC to the second, hashes lower-case hexadecimal; the first version has an empty
// previous_hash.
type PolicyCanonical struct {
	Version      int         `json:"version" example:"2"`
	ChangeClass  ChangeClass `json:"change_class" enums:"material,editorial" example:"material"`
	EffectiveAt  string      `json:"effective_at" format:"date-time" example:"2026-12-22T00:00:00Z"`
	PreviousHash string      `json:"previous_hash" example:"2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae"`
	Texts        PolicyTexts `json:"texts"`
} // @name PolicyCanonical

// PolicyTexts is a version's text in both languages.
type PolicyTexts struct {
	En PolicyWords `json:"en"`
	Fa PolicyWords `json:"fa"`
} // @name PolicyTexts

// PolicyWords is a version's text in one language.
type PolicyWords struct {
	Title   string `json:"title" example:"بیانیهٔ حریم خصوصی"`
	Body    string `json:"body" example:"## کوتاه"`
	Summary string `json:"summary" example:"نخستین بیانیهٔ این درگاه."`
} // @name PolicyWords

// PolicyDiffView is what has changed from one version to another.
type PolicyDiffView struct {
	From     int      `json:"from" example:"1"`
	To       int      `json:"to" example:"2"`
	Language Language `json:"language" enums:"fa,en" example:"fa"`
	// WordsAdded is how many words are new.
	WordsAdded int `json:"words_added" example:"12"`
	// WordsRemoved is how many words are gone.
	WordsRemoved int             `json:"words_removed" example:"3"`
	Paragraphs   []DiffParagraph `json:"paragraphs"`
} // @name PolicyDiff

// DiffParagraph is a paragraph and what became of it.
type DiffParagraph struct {
	Change   string        `json:"change" enums:"same,added,removed,changed" example:"changed"`
	Segments []DiffSegment `json:"segments"`
} // @name DiffParagraph

// DiffSegment is a run of words with one fate.
type DiffSegment struct {
	Op   string `json:"op" enums:"equal,insert,delete" example:"insert"`
	Text string `json:"text" example:"شمارهٔ تلفن"`
} // @name DiffSegment

// AcknowledgementView is the client's own evidence that it acknowledged a version; nothing else of it is kept than a
// count.
type AcknowledgementView struct {
	AcknowledgementClaims
	// Token is a compact JWS (RFC 7515) over the rest, for the client to keep; `/api/v1/receipts/verify` verifies it.
	Token string `json:"token" example:"eyJhbGciOiJFZERTQSJ9.eyJ2ZXJzaW9uIjoxfQ.c2lnbmF0dXJl"`
} // @name Acknowledgement

// AcknowledgementClaims is what such a token says.
type AcknowledgementClaims struct {
	Version int    `json:"version" example:"1"`
	Hash    string `json:"hash" example:"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"`
	// AcknowledgedOn is a day in the service's time zone, and no moment.
	AcknowledgedOn string `json:"acknowledged_on" format:"date" example:"2026-11-22"`
} // @name AcknowledgementClaims

// AcknowledgementCountView is how often a version was acknowledged on a day.
type AcknowledgementCountView struct {
	Day   string `json:"day" format:"date" example:"2026-11-22"`
	Count int64  `json:"count" example:"214"`
} // @name AcknowledgementCount

// StaffPolicyView is a version as editors see it.
type StaffPolicyView struct {
	Version      int         `json:"version" example:"2"`
	State        PolicyState `json:"state" enums:"draft,scheduled,in_force,superseded,cancelled" example:"draft"`
	ChangeClass  ChangeClass `json:"change_class" enums:"material,editorial" example:"material"`
	CreatedAt    time.Time   `json:"created_at" example:"2026-11-22T10:00:00Z"`
	PublishedAt  *time.Time  `json:"published_at,omitempty" example:"2026-11-22T10:00:00Z"`
	EffectiveAt  *time.Time  `json:"effective_at,omitempty" example:"2026-12-22T00:00:00Z"`
	CancelledAt  *time.Time  `json:"cancelled_at,omitempty" example:"2026-12-01T10:00:00Z"`
	Hash         string      `json:"hash,omitempty" example:"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"`
	PreviousHash string      `json:"previous_hash,omitempty" example:"2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae"`
	// Missing points to what the draft cannot be published without.
	Missing []string         `json:"missing" example:"/texts/en/summary"`
	Texts   StaffPolicyTexts `json:"texts"`
	// Acknowledgements is how often the version was acknowledged.
	Acknowledgements int64 `json:"acknowledgements" example:"214"`
} // @name StaffPolicyVersion

// StaffPolicyTexts is a version's text in both languages.
type StaffPolicyTexts struct {
	Fa StaffPolicyText `json:"fa"`
	En StaffPolicyText `json:"en"`
} // @name StaffPolicyTexts

// StaffPolicyText is a version's text in one language, with what readers will see of it.
type StaffPolicyText struct {
	PolicyWords
	HTML string `json:"html" example:"<article lang=\"fa\" dir=\"rtl\"><h2>کوتاه</h2></article>"`
} // @name StaffPolicyText

// StaffPolicyItem is a version in the editors' list.
type StaffPolicyItem struct {
	Version     int         `json:"version" example:"2"`
	State       PolicyState `json:"state" enums:"draft,scheduled,in_force,superseded,cancelled" example:"draft"`
	ChangeClass ChangeClass `json:"change_class" enums:"material,editorial" example:"material"`
	CreatedAt   time.Time   `json:"created_at" example:"2026-11-22T10:00:00Z"`
	EffectiveAt *time.Time  `json:"effective_at,omitempty" example:"2026-12-22T00:00:00Z"`
	Titles      Localised   `json:"titles"`
} // @name StaffPolicyItem
