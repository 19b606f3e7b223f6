// Package handlers is HTTP in and out, resource by resource. A handler binds strictly, makes one service call and
// responds; what all of them share, and what alone touches bodies and statuses, is package web.
package handlers

//	@title			Amanat
//	@version		1
//	@description	The backend of a portal that keeps its privacy statement: feedback and complaints with a receipt instead of an account.
//	@description
//	@description	Only the two names are ever mandatory. An unknown field is refused. What a person writes is sealed under a key of its own, and erasing the case destroys that key.
//	@description
//	@description	امانت: پشتیبان درگاهی که به بیانیهٔ حریم خصوصی خود عمل می‌کند. تنها نام و نام خانوادگی اجباری است؛ به جای حساب کاربری یک کد رسید دریافت می‌کنید.
//	@license.name	Apache-2.0
//	@license.url	https://www.apache.org/licenses/LICENSE-2.0

//	@tag.name			feedback
//	@tag.description	Criticism, suggestions and praise.
//	@tag.name			complaints
//	@tag.description	Complaints, and what they can be about.
//	@tag.name			my case
//	@tag.description	What the holder of a receipt code may do.
//	@tag.name			receipts
//	@tag.description	Proofs that something was received, verifiable by anybody.
//	@tag.name			forms
//	@tag.description	What is asked, why, and for how long it is kept; dry runs.
//	@tag.name			surveys
//	@tag.description	Surveys, which nobody has to say their name for, and what came of them.
//	@tag.name			privacy policy
//	@tag.description	The privacy policy, its history, and what changed in it.
//	@tag.name			announcements
//	@tag.description	Notices on the site.
//	@tag.name			links
//	@tag.description	Links to other sites, which have privacy policies of their own.
//	@tag.name			cookies
//	@tag.description	Cookies, and what people decide about them. Pages of a configured origin call with `credentials: "include"`; cookies are `SameSite=Lax`, so that works for origins of the same site (portal.example.org and api.example.org). Pages of another site do as apps do, which have no cookies: they keep the `consent_id` and send it as the header Consent-Id.
//	@tag.name			staff
//	@tag.description	How staff sign in, and keep their own credentials.
//	@tag.name			staff accounts
//	@tag.description	The accounts of staff.
//	@tag.name			cases
//	@tag.description	How staff handle cases, without knowing who wrote until there is a purpose for it.
//	@tag.name			policy drafts
//	@tag.description	How editors write and publish the privacy policy.
//	@tag.name			staff surveys
//	@tag.description	How editors write surveys, publish and end them.
//	@tag.name			survey results
//	@tag.description	What staff learn from surveys: figures behind which enough people are.
//	@tag.name			calendar
//	@tag.description	The working days by which clocks count.
//	@tag.name			ledger
//	@tag.description	What was done, linked so that nobody can quietly change it.
//	@tag.name			around
//	@tag.description	Health, and this description itself.

//	@securityDefinitions.apikey	receipt
//	@in							header
//	@name						Authorization
//	@description				`Receipt <receipt_code>`: the code that came with the receipt. Case, dashes and spaces do not matter.

//	@securityDefinitions.apikey	staff
//	@in							header
//	@name						Authorization
//	@description				`Bearer <token>`: the token of a session of staff.
//	@x-scheme					bearer
