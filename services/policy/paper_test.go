package policy_test

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"amanat/models"
	"amanat/services/kernel/kerneltest"
)

// state is what has become of a sheet by now.
func (p *press) state(s sheet) models.PolicyState {
	switch {
	case s.cancelled:
		return models.PolicyCancelled
	case s.effective.After(p.Now):
		return models.PolicyScheduled
	case p.current(p.Now).number == s.number:
		return models.PolicyInForce
	default:
		return models.PolicySuperseded
	}
}

// end is when a sheet was superseded; nil if it was not.
func (p *press) end(s sheet) *time.Time {
	for _, later := range p.sheets {
		if later.number > s.number && !later.cancelled && p.state(s) == models.PolicySuperseded {
			return &later.effective
		}
	}
	return nil
}

// agree fails unless readers and editors see what is on paper.
func (p *press) agree(t *rapid.T) {
	p.agreeOnStates(t)
	p.agreeOnHistory(t)
	view := p.policy(t)
	require.Equal(t, p.current(p.Now).number, view.Version)
	if waiting := p.waiting(); waiting != nil {
		require.Equal(t, waiting.number, view.Next.Version)
		require.Equal(t, waiting.effective, view.Next.EffectiveAt)
	} else {
		require.Nil(t, view.Next)
	}
	past := int(p.Now.Sub(p.sheets[0].effective) / time.Second)
	at := p.sheets[0].effective.Add(time.Duration(rapid.IntRange(0, past).Draw(t, "at")) * time.Second)
	number, err := p.asOf(t, at.Format(time.RFC3339))
	require.NoError(t, err)
	require.Equal(t, p.current(at).number, number)
	announced := []int{}
	for _, s := range slices.Backward(p.sheets[1:]) {
		if s.mark != "" && !s.cancelled && s.effective.Add(30*kerneltest.Day).After(p.Now) {
			announced = append(announced, s.number)
		}
	}
	require.Equal(t, announced, p.announced(t)[:len(announced)])
}

func (p *press) agreeOnStates(t *rapid.T) {
	type line struct {
		number int
		state  models.PolicyState
	}
	lines, seen := []line{}, []line{}
	for number := range p.drafts {
		lines = append(lines, line{number, models.PolicyDraft})
	}
	for _, s := range p.sheets {
		lines = append(lines, line{s.number, p.state(s)})
	}
	slices.SortFunc(lines, func(a, b line) int { return cmp.Compare(b.number, a.number) })
	items, _, err := p.Policies.List(t.Context(), 0, len(lines))
	require.NoError(t, err)
	for _, item := range items {
		seen = append(seen, line{item.Version, item.State})
	}
	require.Equal(t, lines, seen)
}

func (p *press) agreeOnHistory(t *rapid.T) {
	views, _, err := p.Policies.History(t.Context(), kerneltest.With(models.LanguageQuery{}), models.Persian, 0, len(p.sheets))
	require.NoError(t, err)
	require.Len(t, views, len(p.sheets))
	slices.Reverse(views)
	for i, s := range p.sheets {
		want := fmt.Sprint(s.number, p.state(s), s.effective, p.end(s), s.hash, s.previous)
		view := views[i]
		require.Equal(t, want, fmt.Sprint(
			view.Version, view.State, view.EffectiveAt, view.SupersededAt, view.Hash, view.PreviousHash))
	}
}

// genuine fails unless every version still has its canonical text, which says what was on the desk, and its place in the
// chain.
func (p *press) genuine(t *rapid.T) {
	for _, s := range p.sheets {
		number := strconv.Itoa(s.number)
		require.Equal(t, s.canonical, p.canonical(t, number))
		said := p.requireGenuine(t, number)
		require.Equal(t, s.previous, said.PreviousHash)
		if s.mark == "" {
			continue // it was there when the story began
		}
		texts := policyTexts(s.mark)
		require.Equal(t, s.class, said.ChangeClass)
		require.Equal(t, models.PolicyWords{
			Title: *texts.En.Title, Body: *texts.En.Body, Summary: *texts.En.Summary,
		}, said.Texts.En)
		require.Equal(t, models.PolicyWords{
			Title: *texts.Fa.Title, Body: *texts.Fa.Body, Summary: *texts.Fa.Summary,
		}, said.Texts.Fa)
	}
}
