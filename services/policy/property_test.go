package policy_test

import (
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"gorm.io/gorm"
	"pgregory.net/rapid"

	"amanat/models"
	"amanat/models/store/storetest"
	"amanat/services/kernel/kerneltest"
	"amanat/services/kit/seal"
)

// press is the policy as somebody would keep it on paper: what lies on the desk, and what was published.
type press struct {
	*world
	drafts map[int]manuscript
	// sheets were published in the order of their numbers; the first was in force when the story began.
	sheets []sheet
}

type manuscript struct {
	class models.ChangeClass
	mark  string
	whole bool
}

type sheet struct {
	manuscript
	number         int
	effective      time.Time
	cancelled      bool
	hash, previous string
	canonical      string
}

// TestPublishedVersionsFollowEachOtherAsOnPaper drafts, rewrites, publishes for now or later, calls off, discards and
// lets time pass in any order, possible or not; after each act everything is as it would be on paper.
func TestPublishedVersionsFollowEachOtherAsOnPaper(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		keyring, err := seal.New()
		require.NoError(t, err)
		kerneltest.Check(t, 30, func(t *rapid.T) {
			p := begin(t, newWorld(t, db, withKeyring(keyring)))
			acts := []func(*rapid.T){
				p.begins, p.begins, p.rewrites, p.publishes, p.publishes, p.publishes, p.cancels, p.discards, p.waits,
			}
			p.begins(t)
			for range rapid.IntRange(1, 16).Draw(t, "acts") {
				rapid.SampledFrom(acts).Draw(t, "act")(t)
				p.agree(t)
			}
			p.genuine(t)
		})
	})
}

// begin goes on where the database stands, once everything that was published there is in force or past.
func begin(t *rapid.T, w *world) *press {
	var versions []models.PolicyVersion
	require.NoError(t, w.db.Order("number").Find(&versions).Error)
	for _, version := range versions {
		if version.PublishedAt == nil {
			require.NoError(t, w.Policies.Discard(t.Context(), kerneltest.Editor(), strconv.Itoa(version.Number)))
			continue
		}
		for _, moment := range []*time.Time{version.PublishedAt, version.EffectiveAt} {
			if moment.After(w.Now) {
				w.Now = moment.UTC()
			}
		}
	}
	w.Pass(time.Second)
	w.Services = w.replica(t)
	p := &press{world: w, drafts: map[int]manuscript{}}
	current := w.policy(t)
	for _, version := range versions {
		if version.PublishedAt != nil && version.Number >= current.Version {
			p.sheets = append(p.sheets, sheet{
				number: version.Number, effective: version.EffectiveAt.UTC(), cancelled: version.CancelledAt != nil,
				hash: version.Hash, previous: version.PreviousHash, canonical: w.canonical(t, strconv.Itoa(version.Number)),
			})
		}
	}
	return p
}

func (p *press) last() *sheet { return &p.sheets[len(p.sheets)-1] }

// top is the highest number on paper.
func (p *press) top() int {
	top := p.last().number
	for number := range p.drafts {
		top = max(top, number)
	}
	return top
}

// waiting is the sheet that is to take effect; nil when there is none.
func (p *press) waiting() *sheet {
	if p.last().cancelled || !p.last().effective.After(p.Now) {
		return nil
	}
	return p.last()
}

// current is the sheet that was in force at a moment.
func (p *press) current(at time.Time) *sheet {
	for i := len(p.sheets) - 1; i >= 0; i-- {
		if !p.sheets[i].cancelled && !p.sheets[i].effective.After(at) {
			return &p.sheets[i]
		}
	}
	return nil
}

// some is a number of the story, or the next, that nothing has.
func (p *press) some(t *rapid.T) int {
	return max(p.sheets[0].number, p.top()-rapid.SampledFrom([]int{0, 0, 0, 1, 1, 2, -1}).Draw(t, "from the top"))
}

// expected is the code of the fault that an act upon a draft must meet; empty for none.
func (p *press) expected(number int) string {
	if _, found := p.drafts[number]; found {
		return ""
	}
	if slices.ContainsFunc(p.sheets, func(s sheet) bool { return s.number == number }) {
		return "policy_published"
	}
	return "policy_unknown"
}

func written(t *rapid.T) (m manuscript, texts models.PolicyTextsForm) {
	m = manuscript{
		class: rapid.SampledFrom([]models.ChangeClass{models.Material, models.Editorial}).Draw(t, "class"),
		mark:  rapid.SampledFrom([]string{"الف", "می‌شود", "<&\">", "x"}).Draw(t, "mark"),
		whole: rapid.IntRange(0, 6).Draw(t, "lacking") < 6,
	}
	texts = policyTexts(m.mark)
	if !m.whole {
		texts.En.Summary = new("")
	}
	return m, texts
}

func (p *press) begins(t *rapid.T) {
	m, texts := written(t)
	number := p.top() + 1
	require.Equal(t, strconv.Itoa(number), p.draft(t, m.class, texts))
	p.drafts[number] = m
}

func (p *press) rewrites(t *rapid.T) {
	number := p.some(t)
	m, texts := written(t)
	_, err := p.rewrite(t, strconv.Itoa(number), models.PolicyChangeForm{ChangeClass: new(string(m.class)), Texts: texts})
	if kerneltest.Met(t, p.expected(number), err) {
		p.drafts[number] = m
	}
}

func (p *press) discards(t *rapid.T) {
	number := p.some(t)
	err := p.Policies.Discard(t.Context(), kerneltest.Editor(), strconv.Itoa(number))
	if kerneltest.Met(t, p.expected(number), err) {
		delete(p.drafts, number)
	}
}

func (p *press) publishes(t *rapid.T) {
	number := p.some(t)
	code, m := p.expected(number), p.drafts[number]
	switch {
	case code != "":
	case number < p.last().number:
		code = "policy_outdated"
	case p.waiting() != nil:
		code = "policy_scheduled"
	case !m.whole:
		code = "validation_failed"
	}
	effective := p.Now.Add(time.Duration(rapid.IntRange(0, 2*24*3600).Draw(t, "later")) * time.Second)
	form := models.PolicyPublicationForm{EffectiveAt: new(effective.Format(time.RFC3339))}
	if rapid.Bool().Draw(t, "now") {
		effective, form.EffectiveAt = p.Now, nil
	}
	view, err := p.Policies.Publish(t.Context(), kerneltest.Editor(), strconv.Itoa(number), kerneltest.With(form))
	if !kerneltest.Met(t, code, err) {
		return
	}
	printed := sheet{
		manuscript: m, number: number, effective: effective.Truncate(time.Second), hash: view.Hash,
		canonical: p.canonical(t, strconv.Itoa(number)),
	}
	for _, earlier := range p.sheets {
		if !earlier.cancelled {
			printed.previous = earlier.hash
		}
	}
	delete(p.drafts, number)
	p.sheets = append(p.sheets, printed)
}

func (p *press) cancels(t *rapid.T) {
	number := p.some(t)
	code := "policy_not_scheduled"
	if p.expected(number) == "policy_unknown" {
		code = "policy_unknown"
	}
	waiting := p.waiting()
	if waiting != nil && waiting.number == number {
		code = ""
	}
	if kerneltest.Met(t, code, p.cancel(t, strconv.Itoa(number))) {
		waiting.cancelled = true
	}
}

// waits lets time pass, often to the very moment when a version takes effect or just before.
func (p *press) waits(t *rapid.T) {
	if waiting := p.waiting(); waiting != nil && rapid.Bool().Draw(t, "until it takes effect") {
		p.Now = waiting.effective.Add(-time.Duration(rapid.IntRange(0, 1).Draw(t, "before")) * time.Microsecond)
		return
	}
	p.Pass(time.Duration(rapid.Int64Range(0, int64(2*kerneltest.Day/time.Microsecond)).Draw(t, "microseconds")) * time.Microsecond)
}
