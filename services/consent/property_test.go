package consent_test

import (
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"gorm.io/gorm"
	"pgregory.net/rapid"

	"amanat/models"
	"amanat/models/store/storetest"
	"amanat/services/consent"
	"amanat/services/fault"
	"amanat/services/kernel/kerneltest"
)

// ofPolicy is a published version, as everybody could have noted it.
type ofPolicy struct {
	number    int
	hash      string
	effective time.Time
	material  bool
}

// ofDecision is what somebody decided last, as they could have noted it.
type ofDecision struct {
	id        uuid.UUID
	at        time.Time
	made      models.ChoicesForm
	gpc       bool
	policy    int
	count     int
	withdrawn bool
}

// deciding is a browser that decides and withdraws, and what has to be expected of it.
type deciding struct {
	*world
	policies []ofPolicy
	bearer   consent.Bearer
	last     *ofDecision
}

// TestPreferencesAreWhatWasDecidedLast lets a browser decide and withdraw, time pass and versions be published, and says
// after each step what has to be in force, with the signal and without.
func TestPreferencesAreWhatWasDecidedLast(t *testing.T) {
	storetest.Run(t, func(t *testing.T, db *gorm.DB) {
		w := consenting(t, db)
		first := w.preferences(t, consent.Bearer{})
		// What is published stays published: the runs share one history of the policy, and each has a browser of its own.
		policies := []ofPolicy{{number: 1, hash: first.PolicyHash, material: true}}
		kerneltest.Check(t, 30, func(t *rapid.T) {
			d := &deciding{world: w, policies: policies}
			defer func() { policies = d.policies }()
			steps := []func(*rapid.T){d.save, d.save, d.save, d.saveStale, d.takeBack, d.wait, d.wait, d.publish, d.schedule}
			for range rapid.IntRange(1, 15).Draw(t, "steps") {
				rapid.SampledFrom(steps).Draw(t, "step")(t)
				d.agree(t)
			}
		})
	})
}

func (d *deciding) inForce() (current ofPolicy) {
	for _, policy := range d.policies {
		if !policy.effective.After(d.Now) {
			current = policy
		}
	}
	return current
}

// standing is the last decision, if it was not too long ago.
func (d *deciding) standing() *ofDecision {
	if d.last != nil && d.Now.After(d.last.at.Add(395*kerneltest.Day)) {
		return nil
	}
	return d.last
}

func (d *deciding) save(t *rapid.T) {
	choice := rapid.SampledFrom([]*bool{nil, new(true), new(false)})
	made := models.ChoicesForm{
		Necessary: new(true), Memory: choice.Draw(t, "memory"), Returning: choice.Draw(t, "returning"),
		NewsletterInsight: choice.Draw(t, "newsletter"),
	}
	bearer := d.bearer
	bearer.GPC = rapid.Bool().Draw(t, "signal")
	if d.last != nil && rapid.Bool().Draw(t, "as an app") {
		bearer.Cookie, bearer.ID = "", d.last.id.String()
	}
	view, got, err := d.decideUnder(t, bearer, d.inForce().hash, made)
	require.NoError(t, err)
	next := &ofDecision{
		id: *view.ConsentID, at: d.Now.Truncate(time.Minute), made: made, gpc: bearer.GPC, policy: d.inForce().number, count: 1,
	}
	if before := d.standing(); before != nil && !before.withdrawn && before.count < mostDecisions {
		require.Equal(t, before.id, next.id)
		next.count = before.count + 1
	} else if d.last != nil {
		require.NotEqual(t, d.last.id, next.id)
	}
	d.last, d.bearer = next, consent.Bearer{Cookie: got.Cookie}
	if got.Cookie == "" {
		d.bearer.ID = got.ID
	}
	rows := d.decisions(t, next.id)
	require.Equal(t, next.count, rows[len(rows)-1].Number)
	require.Equal(t, d.expected(bearer.GPC), view.PreferencesView)
}

func (d *deciding) saveStale(t *rapid.T) {
	other := rapid.SampledFrom(d.policies).Draw(t, "policy")
	if other.hash == d.inForce().hash {
		return
	}
	_, _, err := d.decideUnder(t, d.bearer, other.hash, everything())
	kerneltest.RequireFault(t, err, fault.Conflict, "policy_changed")
}

func (d *deciding) takeBack(t *rapid.T) {
	standing := d.standing()
	require.Equal(t, standing != nil && !standing.withdrawn, d.withdraw(t, d.bearer))
	if standing != nil && !standing.withdrawn {
		withdrawn := *standing
		withdrawn.withdrawn, withdrawn.at = true, d.Now.Truncate(time.Minute)
		d.last = &withdrawn
	}
}

func (d *deciding) wait(t *rapid.T) {
	d.Pass(rapid.SampledFrom([]time.Duration{
		time.Microsecond, time.Second, time.Minute, time.Hour, kerneltest.Day, 30 * kerneltest.Day, 364 * kerneltest.Day, 366 * kerneltest.Day, 395 * kerneltest.Day,
	}).Draw(t, "time"))
}

// waiting says whether a version is scheduled: then no other can be.
func (d *deciding) waiting() bool { return d.policies[len(d.policies)-1].effective.After(d.Now) }

func (d *deciding) publish(t *rapid.T) {
	if !d.waiting() {
		d.publishAt(t)
	}
}

func (d *deciding) schedule(t *rapid.T) {
	if !d.waiting() {
		days := rapid.IntRange(0, 60).Draw(t, "notice in days")
		d.publishAt(t, d.Now.Truncate(time.Second).Add(time.Duration(days)*kerneltest.Day+time.Second))
	}
}

func (d *deciding) publishAt(t *rapid.T, at ...time.Time) {
	class := rapid.SampledFrom([]models.ChangeClass{models.Material, models.Editorial}).Draw(t, "class")
	published := d.enact(t, class, at...)
	d.policies = append(d.policies, ofPolicy{
		number: published.Version, hash: published.Hash, effective: *published.EffectiveAt, material: class == models.Material,
	})
}

// expected says what has to be in force, by nothing but what was noted.
func (d *deciding) expected(gpc bool) models.PreferencesView {
	current := d.inForce()
	view := models.PreferencesView{
		Choices: models.EffectiveChoices{Necessary: true}, States: models.NoChoices(), GPC: gpc,
		PolicyVersion: current.number, PolicyHash: current.hash,
	}
	last := d.standing()
	if last == nil {
		return view
	}
	view.ConsentID = &last.id
	if last.withdrawn {
		return view
	}
	granted := func(choice *bool) bool { return choice != nil && *choice }
	heeded := !gpc || last.gpc
	view.Choices.Memory = granted(last.made.Memory)
	view.Choices.Returning = granted(last.made.Returning) && heeded
	view.Choices.NewsletterInsight = granted(last.made.NewsletterInsight) && heeded
	view.GPCConflict = gpc && last.gpc && (granted(last.made.Returning) || granted(last.made.NewsletterInsight))
	view.Decided, view.States = true, last.made.Choices()
	view.DecidedAt, view.ExpiresAt = &last.at, new(last.at.Add(395*kerneltest.Day))
	view.NeedsRenewal = !d.Now.Before(last.at.Add(365 * kerneltest.Day))
	for _, policy := range d.policies {
		if policy.number > last.policy && policy.material && !policy.effective.After(d.Now) {
			view.NeedsRenewal = true
		}
	}
	return view
}

func (d *deciding) agree(t *rapid.T) {
	for _, gpc := range []bool{false, true} {
		bearers := []consent.Bearer{{Cookie: d.bearer.Cookie, ID: d.bearer.ID, GPC: gpc}}
		if d.last != nil {
			bearers = append(bearers, consent.Bearer{ID: d.last.id.String(), GPC: gpc})
		}
		for _, bearer := range bearers {
			require.Equal(t, d.expected(gpc), d.preferences(t, bearer))
		}
		_, err := d.Consents.Remembered(t.Context(), bearers[0], "")
		if !d.expected(gpc).Choices.Memory {
			kerneltest.RequireFault(t, err, fault.Forbidden, "consent_required")
		} else {
			require.NoError(t, err)
		}
	}
}
