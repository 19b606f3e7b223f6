package traces_test

import (
	"net/http"
	"time"

	"amanat/api/apitest"
	"amanat/models"
)

// publishing adds what editors do, and what is read of it.
func (k *walk) publishing(calls map[string]call) {
	const version = policyDrafts + "/:version"
	raw := func(text string) call { return call{body: func(marked, member) string { return text }} }
	drafts := func() int { return k.DraftPolicy(apitest.Edition(models.Editorial, "ویرایش")).Version }
	changed, discarded, published := drafts(), drafts(), drafts()
	later := apitest.Body("effective_at", k.Clock.Now().Add(24*time.Hour).Format(time.RFC3339))
	calls["POST "+policyDrafts] = raw(apitest.Edition(models.Editorial, "دیگر"))
	calls["PATCH "+version] = raw(`{"change_class":"material"}`).ofVersion(changed)
	calls["DELETE "+version] = call{version: discarded}
	calls["POST "+version+"/publish"] = raw(later).ofVersion(published)
	calls["POST "+version+"/cancel"] = call{version: published}

	notice, passing := k.Announce("ماندنی", nil).ID.String(), k.Announce("گذرا", nil).ID.String()
	calls["POST "+staffAnnouncements] = raw(apitest.AnnouncementForm("دیگر", nil))
	calls["GET "+staffAnnouncements+"/:id"] = call{id: notice}
	calls["PATCH "+staffAnnouncements+"/:id"] = raw(`{"severity":"warning"}`).of(notice)
	calls["DELETE "+staffAnnouncements+"/:id"] = call{id: passing}

	const site = "https://my.gov.ir/"
	link, removed := k.RegisterLink(site, site).ID.String(), k.RegisterLink(site, site).ID.String()
	calls["GET "+linksPath+"/:id"] = call{id: link}
	calls["POST "+staffLinks] = raw(apitest.LinkForm(site, site))
	calls["GET "+staffLinks+"/:id"] = call{id: link}
	calls["PATCH "+staffLinks+"/:id"] = raw(`{"trusted":true}`).of(link)
	calls["POST "+staffLinks+"/:id/check"] = call{id: link}
	calls["DELETE "+staffLinks+"/:id"] = call{id: removed}
}

// deciding adds what people decide about cookies, and what they have their browsers remember.
func (k *walk) deciding(calls map[string]call) {
	p := planted()
	form := apitest.ToText(map[string]any{"choices": apitest.ConsentToAll(), "policy_hash": k.Policy("").Hash})
	id := k.Browser().Decide(apitest.ConsentToAll()).ConsentID.String()
	memory := apitest.Body("first_name", p["first name"], "last_name", p["last name"], "email", p["email"], "phone",
		"+98"+p["phone"])
	calls["PUT "+preferencesPath] = call{body: func(marked, member) string { return form }}
	for _, method := range []string{http.MethodGet, http.MethodPut, http.MethodDelete} {
		calls[method+" "+memoryPath] = call{headers: []string{"Consent-Id", id}}
	}
	remembering := calls["PUT "+memoryPath]
	remembering.body = func(marked, member) string { return memory }
	calls["PUT "+memoryPath] = remembering
	calls["GET /api/v1/consents/:id/receipt"] = call{id: id}
}

// ofVersion is the call for this version of the privacy policy.
func (c call) ofVersion(number int) call {
	c.version = number
	return c
}
