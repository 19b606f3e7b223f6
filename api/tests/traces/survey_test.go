package traces_test

import (
	"crypto/rand"
	"encoding/base64"

	"github.com/stretchr/testify/require"

	"amanat/api/apitest"
	"amanat/models"
	"amanat/services/surveys/blind"
)

// surveying adds what editors do to surveys, what people answer, and what staff learn from it.
func (k *walk) surveying(calls map[string]call) {
	const survey, staffSurvey = surveysPath + "/:slug", staffSurveysPath + "/:slug"
	raw := func(text string) call { return call{body: func(marked, member) string { return text }} }
	editor, begun := k.members[models.RoleEditor], k.BeginSurveys()
	draft := func(slug string, definition object) call {
		k.DraftSurvey(editor, slug, definition)
		return call{slug: slug}
	}
	open := func(slug string) call {
		k.OpenSurvey(editor, slug, apitest.Moods())
		return call{slug: slug}
	}
	answers, more := k.confession("satisfaction", 5, "suggestion")
	calls["GET "+survey] = call{slug: begun.Slug}
	calls["POST "+survey+"/responses"] = raw(apitest.Answering(begun, answers, more)).on(begun.Slug)
	calls["POST "+survey+"/credential"] = k.exchanging(editor)
	calls["POST "+staffSurveysPath] = raw(apitest.ToText(object{"slug": "new", "definition": apitest.Moods()}))
	calls["POST "+staffSurveysPath+"/validate"] = raw(apitest.ToText(object{"definition": apitest.Moods()}))
	calls["GET "+staffSurvey] = draft("seen", apitest.Moods())
	calls["PATCH "+staffSurvey] = raw(`{"k":12}`).on(draft("changed", apitest.Moods()).slug)
	calls["DELETE "+staffSurvey] = draft("discarded", apitest.Moods())
	calls["POST "+staffSurvey+"/publish"] = draft("published", apitest.Moods())
	naming := apitest.Asking(apitest.Element("text", "q",
		object{"isRequired": true, "title": apitest.Says("نام شما", "Nickname")}))
	calls["POST "+staffSurvey+"/overrides"] = k.fields("question", "q", "reason", "نام مستعار").on(draft("named", naming).slug)
	calls["POST "+staffSurvey+"/invitations"] = raw(`{"count":2}`).on(open("inviting").slug)
	calls["POST "+staffSurvey+"/pause"] = open("pausing")
	calls["POST "+staffSurvey+"/resume"] = open("resuming")
	k.MoveSurvey(editor, "resuming", "pause")
	calls["POST "+staffSurvey+"/close"] = open("closing")

	answered := call{slug: k.confessed(editor)}
	calls["GET "+survey+"/results"] = answered
	calls["GET "+staffSurvey+"/results"] = answered
	calls["GET "+staffSurvey+"/texts"] = answered
	calls["POST "+staffSurvey+"/results/publish"] = answered
	calls["POST "+staffSurvey+"/results/withdraw"] = open("withdrawing")
	calls["POST "+staffSurvey+"/respondents"] = k.fields("purpose", "use-service").on(answered.slug)
	answered.query = "?format=xlsx"
	calls["GET "+staffSurvey+"/exports"] = answered
}

// fields is a call with these members of its body.
func (k *walk) fields(pairs ...string) call {
	k.T.Helper()
	text := apitest.Body(pairs...)
	return call{body: func(marked, member) string { return text }}
}

// confession answers a question, and confides marks in all that takes a text.
func (k *walk) confession(question string, answer any, text string) (answers, more object) {
	p := planted()
	return object{question: answer, text: p["free answer"]}, object{"respondent": object{
		"first_name": p["first name"], "last_name": p["last name"], "email": p["email"], "phone": "+98" + p["phone"],
	}}
}

// confessed is the slug of a survey that is closed, with marks in all answers, and results for everybody.
func (k *walk) confessed(editor member) (slug string) {
	k.T.Helper()
	survey := k.OpenSurvey(editor, "answered", apitest.Moods(), object{"k": 3})
	for range 3 {
		answers, more := k.confession("mood", "good", "thoughts")
		k.Answered(survey, answers, more)
	}
	k.MoveSurvey(editor, survey.Slug, "close")
	k.MoveSurvey(editor, survey.Slug, "results/publish")
	return survey.Slug
}

// exchanging is how an invitation is exchanged for a credential: the same for the same, however often.
func (k *walk) exchanging(editor member) call {
	k.T.Helper()
	survey := k.OpenSurvey(editor, "blindly", apitest.Moods(), object{"privacy": "blind"})
	prepared, err := blind.Prepare(rand.Reader)
	require.NoError(k.T, err)
	blinded, _, err := apitest.PublicKey(k.T, *survey.CredentialKey).Blind(rand.Reader, prepared)
	require.NoError(k.T, err)
	return k.fields("invitation", k.InviteTo(editor, survey.Slug, 1)[0],
		"blinded_message", base64.RawURLEncoding.EncodeToString(blinded)).on(survey.Slug)
}

// on is the call for what is done to a survey.
func (c call) on(slug string) call {
	c.slug = slug
	return c
}
