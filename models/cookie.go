package models

import "time"

// CookieCategory is what a cookie, or a choice that needs none, is for. People decide about each but the first.
type CookieCategory string

// The categories.
const (
	Necessary         CookieCategory = "necessary"
	Memory            CookieCategory = "memory"
	Returning         CookieCategory = "returning"
	NewsletterInsight CookieCategory = "newsletter_insight"
)

// Cookie is a cookie that the service sets, with every attribute that it has (RFC 6265bis). A cookie that is not
// declared here is never set. All are host-only, for the whole API, never sent along from other sites' pages
// (SameSite=Lax) and out of reach of scripts.
type Cookie struct {
	Name     string
	Category CookieCategory
	Lifetime time.Duration
	// ISO is the lifetime as an ISO 8601 duration.
	ISO      string
	HTTPOnly bool
	Secure   bool
	Path     string
	SameSite string
}

// CookieJar is the declared cookies, by what each is for.
type CookieJar struct{ Consent, Memory, Returning Cookie }

const day = 24 * time.Hour

// Cookies are the cookies of a service that is reached through TLS or, in development, without. Browsers accept the
// prefix `__Host-` only together with Secure, and Secure only over TLS (RFC 6265bis, sections 4.1.2.5 and 4.1.3.2).
func Cookies(secure bool) CookieJar {
	declare := func(name string, category CookieCategory, lifetime time.Duration, iso string) Cookie {
		if secure {
			name = "__Host-" + name
		}
		return Cookie{
			Name: name, Category: category, Lifetime: lifetime, ISO: iso, HTTPOnly: true, Secure: secure, Path: "/",
			SameSite: "Lax",
		}
	}
	return CookieJar{
		Consent:   declare("amanat-consent", Necessary, 395*day, "P13M"),
		Memory:    declare("amanat-memory", Memory, 180*day, "P180D"),
		Returning: declare("amanat-returning", Returning, 180*day, "P180D"),
	}
}

// All lists the cookies.
func (j CookieJar) All() []Cookie { return []Cookie{j.Consent, j.Memory, j.Returning} }

// CookieView is a cookie as people read about it.
type CookieView struct {
	Name     string         `json:"name" example:"__Host-amanat-memory"`
	Category CookieCategory `json:"category" enums:"necessary,memory,returning" example:"memory"`
	Purpose  string         `json:"purpose" example:"نام و راه تماس شما را در دستگاه خودتان نگه می‌دارد تا دوباره ننویسید."`
	// Lifetime is an ISO 8601 duration.
	Lifetime string `json:"lifetime" example:"P180D"`
	// MaxAge is the lifetime in seconds.
	MaxAge   int    `json:"max_age" example:"15552000"`
	HTTPOnly bool   `json:"http_only" example:"true"`
	Secure   bool   `json:"secure" example:"true"`
	SameSite string `json:"same_site" enums:"Lax" example:"Lax"`
	Path     string `json:"path" example:"/"`
	// LostWhenDeleted says what deleting it costs.
	LostWhenDeleted string `json:"lost_when_deleted" example:"باید نام و راه تماس خود را دوباره بنویسید."`
} // @name Cookie

// GPCSupport says that the service honours Global Privacy Control (https://w3c.github.io/gpc/).
type GPCSupport struct {
	GPC        bool   `json:"gpc" example:"true"`
	LastUpdate string `json:"lastUpdate" format:"date" example:"2026-11-22"`
} // @name GPCSupport
