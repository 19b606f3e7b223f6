package apitest

// What people call.
const (
	MyAttachmentsPath    = "/api/v1/my/case/attachments"
	PolicyPath           = "/api/v1/privacy-policy"
	PolicyVersionsPath   = PolicyPath + "/versions"
	LinksPath            = "/api/v1/links"
	PreferencesPath      = "/api/v1/cookies/preferences"
	MemoryPath           = "/api/v1/cookies/memory"
	SurveysPath          = "/api/v1/surveys"
	ExamplePath          = SurveysPath + "/service-satisfaction"
	ExampleResponsesPath = ExamplePath + "/responses"
)

// What staff calls.
const (
	SessionsPath           = "/api/v1/staff/sessions"
	SignOnPath             = "/api/v1/staff/sign-on"
	PasswordPath           = "/api/v1/staff/me/password"
	SecondFactorPath       = "/api/v1/staff/me/second-factor"
	AccountsPath           = "/api/v1/staff/accounts"
	CasesPath              = "/api/v1/staff/cases"
	CaseExportsPath        = CasesPath + "/exports"
	CannedRepliesPath      = "/api/v1/staff/canned-replies"
	HolidaysPath           = "/api/v1/staff/holidays"
	LedgerPath             = "/api/v1/staff/ledger"
	PolicyDraftsPath       = "/api/v1/staff/privacy-policy/versions"
	StaffAnnouncementsPath = "/api/v1/staff/announcements"
	StaffLinksPath         = "/api/v1/staff/links"
	StaffSurveysPath       = "/api/v1/staff/surveys"
)
