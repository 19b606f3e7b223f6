package models

import (
	"cmp"
	"time"

	"github.com/google/uuid"
)

// LinkTextForm asks for what a link is called and what people are told before they leave, in one language.
type LinkTextForm struct {
	// Title is the host, if it is left out.
	Title  string `json:"title,omitempty" normalise:"line" validate:"omitempty,max=200,line" privacy:"none_personal;retention=permanent" example:"درگاه صدور گواهی"`
	Notice string `json:"notice" normalise:"paragraphs" validate:"required,max=2000,paragraphs" privacy:"none_personal;retention=permanent" example:"این درگاه از آنِ سازمان دیگری است و بیانیهٔ حریم خصوصی خود را دارد."`
} // @name LinkTextForm

// LinkTextsForm asks for the texts in both languages.
type LinkTextsForm struct {
	Fa LinkTextForm `json:"fa"`
	En LinkTextForm `json:"en"`
} // @name LinkTextsForm

// LinkForm asks for a link to another site (clause `links`).
type LinkForm struct {
	URL string `json:"url" normalise:"reference" validate:"required,max=2000" privacy:"none_personal;retention=permanent" example:"https://services.example.ir/certificates"`
	// PolicyURL is where that site has its own privacy policy, if it has one.
	PolicyURL string        `json:"policy_url,omitempty" normalise:"reference" validate:"omitempty,max=2000" privacy:"none_personal;retention=permanent" example:"https://services.example.ir/privacy"`
	Texts     LinkTextsForm `json:"texts"`
	// Trusted says that people can follow the link without an interstitial; false, if it is left out.
	Trusted *bool `json:"trusted,omitempty" privacy:"none_personal;retention=permanent" example:"false"`
} // @name LinkForm

// LinkTextChangeForm asks for what is to change in the texts of one language.
type LinkTextChangeForm struct {
	Title  *string `json:"title,omitempty" normalise:"line" validate:"omitempty,max=200,line" privacy:"none_personal;retention=permanent" example:"درگاه صدور گواهی"`
	Notice *string `json:"notice,omitempty" normalise:"paragraphs" validate:"omitempty,min=1,max=2000,paragraphs" privacy:"none_personal;retention=permanent" example:"این درگاه بیانیهٔ حریم خصوصی خود را دارد."`
} // @name LinkTextChangeForm

// LinkTextsChangeForm asks for what is to change in the texts of both languages.
type LinkTextsChangeForm struct {
	Fa LinkTextChangeForm `json:"fa,omitzero"`
	En LinkTextChangeForm `json:"en,omitzero"`
} // @name LinkTextsChangeForm

// LinkChangeForm asks for what is to change in a link.
type LinkChangeForm struct {
	URL       *string             `json:"url,omitempty" normalise:"reference" validate:"omitempty,min=1,max=2000" privacy:"none_personal;retention=permanent" example:"https://services.example.ir/certificates"`
	PolicyURL *string             `json:"policy_url,omitempty" normalise:"reference" validate:"omitempty,max=2000" privacy:"none_personal;retention=permanent" example:"https://services.example.ir/privacy"`
	Texts     LinkTextsChangeForm `json:"texts,omitzero"`
	Trusted   *bool               `json:"trusted,omitempty" privacy:"none_personal;retention=permanent" example:"true"`
} // @name LinkChangeForm

// Link is an address of another site.
type Link struct {
	ID uuid.UUID `gorm:"primaryKey" privacy:"none_personal;retention=permanent"`
	// URL has its host in punycode (RFC 3492), so that letters which look alike do not deceive.
	URL        string `privacy:"none_personal;retention=permanent"`
	Host       string `privacy:"none_personal;retention=permanent"`
	PolicyURL  string `privacy:"none_personal;retention=permanent"`
	PolicyHost string `privacy:"none_personal;retention=permanent"`
	TitleFa    string `privacy:"none_personal;retention=permanent"`
	TitleEn    string `privacy:"none_personal;retention=permanent"`
	NoticeFa   string `privacy:"none_personal;retention=permanent"`
	NoticeEn   string `privacy:"none_personal;retention=permanent"`
	Trusted    bool   `privacy:"none_personal;retention=permanent"`

	CheckedAt    *time.Time `privacy:"none_personal;retention=permanent"`
	Condition    string     `privacy:"none_personal;retention=permanent"`
	Status       int        `privacy:"none_personal;retention=permanent"`
	PolicyStatus int        `privacy:"none_personal;retention=permanent"`
	// PolicyCondition is Condition of the other site's policy.
	PolicyCondition string `privacy:"none_personal;retention=permanent"`
}

// LinkView is a link as readers see it, in one language.
type LinkView struct {
	ID       uuid.UUID `json:"id" example:"01936f6e-9c3a-7cc3-9a41-1f0a2b3c4d5e"`
	Language Language  `json:"language" enums:"fa,en" example:"fa"`
	Title    string    `json:"title" example:"درگاه صدور گواهی"`
	Notice   string    `json:"notice" example:"این درگاه از آنِ سازمان دیگری است."`
	// Host is in punycode where it is not ASCII: show it as it is.
	Host      string `json:"host" example:"services.example.ir"`
	URL       string `json:"url" format:"uri" example:"https://services.example.ir/certificates"`
	PolicyURL string `json:"policy_url,omitempty" format:"uri" example:"https://services.example.ir/privacy"`
	// Trusted says that people can follow the link without an interstitial.
	Trusted bool `json:"trusted" example:"false"`
} // @name Link

// StaffLinkView is a link as editors see it.
type StaffLinkView struct {
	ID        uuid.UUID `json:"id" example:"01936f6e-9c3a-7cc3-9a41-1f0a2b3c4d5e"`
	URL       string    `json:"url" format:"uri" example:"https://services.example.ir/certificates"`
	Host      string    `json:"host" example:"services.example.ir"`
	PolicyURL string    `json:"policy_url,omitempty" format:"uri" example:"https://services.example.ir/privacy"`
	Texts     LinkTexts `json:"texts"`
	Trusted   bool      `json:"trusted" example:"false"`
	// CheckedAt is when both addresses were last asked.
	CheckedAt *time.Time `json:"checked_at,omitempty" example:"2026-11-22T10:00:00Z"`
	Link      LinkCheck  `json:"link"`
	Policy    LinkCheck  `json:"policy"`
} // @name StaffLink

// LinkCheck is what an address answered when it was last asked.
type LinkCheck struct {
	// Condition is `moved` after a permanent redirect to a page that answers. Hosts that are not registered
	// (`redirects_elsewhere`) and addresses that are not public (`not_public`) are not asked.
	Condition string `json:"condition" enums:"unchecked,ok,moved,broken,unreachable,redirects_elsewhere,not_public,too_many_redirects" example:"ok"`
	// Status is the HTTP status that it answered; 0 if it did not.
	Status int `json:"status" example:"200"`
} // @name LinkCheck

// LinkTexts are the texts in both languages.
type LinkTexts struct {
	Fa LinkText `json:"fa"`
	En LinkText `json:"en"`
} // @name LinkTexts

// LinkText is what a link is called and what people are told before they leave.
type LinkText struct {
	Title  string `json:"title" example:"درگاه صدور گواهی"`
	Notice string `json:"notice" example:"این درگاه از آنِ سازمان دیگری است."`
} // @name LinkText

// View is the link in one language.
func (l Link) View(language Language) LinkView {
	view := LinkView{
		ID: l.ID, Language: language, Title: l.TitleFa, Notice: l.NoticeFa, Host: l.Host, URL: l.URL,
		PolicyURL: l.PolicyURL, Trusted: l.Trusted,
	}
	if language == English {
		view.Title, view.Notice = l.TitleEn, l.NoticeEn
	}
	view.Title = cmp.Or(view.Title, l.Host)
	return view
}

// StaffView is the link as editors see it.
func (l Link) StaffView() StaffLinkView {
	return StaffLinkView{
		ID: l.ID, URL: l.URL, Host: l.Host, PolicyURL: l.PolicyURL, Trusted: l.Trusted,
		CheckedAt: ShownOrNil(l.CheckedAt),
		Texts:     LinkTexts{Fa: LinkText{l.TitleFa, l.NoticeFa}, En: LinkText{l.TitleEn, l.NoticeEn}},
		Link:      LinkCheck{Condition: l.Condition, Status: l.Status},
		Policy:    LinkCheck{Condition: l.PolicyCondition, Status: l.PolicyStatus},
	}
}

// LinkChecksView is what a check of several links found.
type LinkChecksView struct {
	Items []StaffLinkView `json:"items"`
} // @name LinkChecks
