package api_test

import (
	"crypto/rand"
	"encoding/base64"

	"github.com/stretchr/testify/require"

	"amanat/models"
	"amanat/services/blind"
)

// surveying adds what editors do to surveys, what people answer, and what staff learn from it.
func (k *walk) surveying(calls map[string]call) {
	const survey, staffSurvey = surveysPath + "/:slug", staffSurveysPath + "/:slug"
	raw := func(text string) call { return call{body: func(marked, member) string { return text }} }
	editor, begun := k.members[models.RoleEditor], k.beginSurveys()
	draft := func(slug string, definition object) call {
		k.draftSurvey(editor, slug, definition)
		return call{slug: slug}
	}
	open := func(slug string) call {
		k.openSurvey(editor, slug, moods())
		return call{slug: slug}
	}
	answers, more := k.confession("satisfaction", 5, "suggestion")
	calls["GET "+survey] = call{slug: begun.Slug}
	calls["POST "+survey+"/responses"] = raw(answering(begun, answers, more)).on(begun.Slug)
	calls["POST "+survey+"/credential"] = k.exchanging(editor)
	calls["POST "+staffSurveysPath] = raw(toText(object{"slug": "new", "definition": moods()}))
	calls["POST "+staffSurveysPath+"/validate"] = raw(toText(object{"definition": moods()}))
	calls["GET "+staffSurvey] = draft("seen", moods())
	calls["PATCH "+staffSurvey] = raw(`{"k":12}`).on(draft("changed", moods()).slug)
	calls["DELETE "+staffSurvey] = draft("discarded", moods())
	calls["POST "+staffSurvey+"/publish"] = draft("published", moods())
	naming := asking(element("text", "q", object{"isRequired": true, "title": says("نام شما", "Nickname")}))
	calls["POST "+staffSurvey+"/overrides"] = k.fields("question", "q", "reason", "نام مستعار").on(draft("named", naming).slug)
	calls["POST "+staffSurvey+"/invitations"] = raw(`{"count":2}`).on(open("inviting").slug)
	calls["POST "+staffSurvey+"/pause"] = open("pausing")
	calls["POST "+staffSurvey+"/resume"] = open("resuming")
	k.moveSurvey(editor, "resuming", "pause")
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
	k.t.Helper()
	text := body(pairs...)
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
	k.t.Helper()
	survey := k.openSurvey(editor, "answered", moods(), object{"k": 3})
	for range 3 {
		answers, more := k.confession("mood", "good", "thoughts")
		k.answered(survey, answers, more)
	}
	k.moveSurvey(editor, survey.Slug, "close")
	k.moveSurvey(editor, survey.Slug, "results/publish")
	return survey.Slug
}

// exchanging is how an invitation is exchanged for a credential: the same for the same, however often.
func (k *walk) exchanging(editor member) call {
	k.t.Helper()
	survey := k.openSurvey(editor, "blindly", moods(), object{"privacy": "blind"})
	prepared, err := blind.Prepare(rand.Reader)
	require.NoError(k.t, err)
	blinded, _, err := publicKey(k.t, *survey.CredentialKey).Blind(rand.Reader, prepared)
	require.NoError(k.t, err)
	return k.fields("invitation", k.inviteTo(editor, survey.Slug, 1)[0],
		"blinded_message", base64.RawURLEncoding.EncodeToString(blinded)).on(survey.Slug)
}

// on is the call for what is done to a survey.
func (c call) on(slug string) call {
	c.slug = slug
	return c
}
