package policy

import (
	"context"
	"slices"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"amanat/models"
	"amanat/services/fault"
	"amanat/services/kernel"
	"amanat/services/ledger"
	"amanat/services/policy/initial"
	"amanat/services/policy/markdown"
)

// longestNotice bounds how far ahead a version may be announced.
const longestNotice = 2 * 365 * 24 * time.Hour

// Publish publishes a draft, now or for later, and announces it in the same transaction. Invalid for a text that is
// missing in either language and for a time that has passed; Conflict for what is no draft any more
// (`policy_published`), for a draft that is older than a published version (`policy_outdated`) and while another one
// waits to take effect (`policy_scheduled`).
func (s *Policies) Publish(
	ctx context.Context, actor models.Actor, number string, in kernel.Input[models.PolicyPublicationForm],
) (view models.StaffPolicyView, err error) {
	if _, err := kernel.Validate(s.env, in); err != nil {
		return view, err
	}
	err = s.withDraft(ctx, number, whilePublishing, func(
		tx *gorm.DB, row models.PolicyVersion, texts models.PolicyTexts,
	) error {
		now := s.env.Clock()
		published, err := readPublished(tx)
		if err != nil {
			return err
		}
		if err := publishable(published, row, now); err != nil {
			return err
		}
		effective, err := s.complete(in.Form, texts, now)
		if err != nil {
			return err
		}
		if in.Form.ChangeClass != nil {
			row.ChangeClass = models.ChangeClass(*in.Form.ChangeClass)
		}
		row.PublishedAt, row.EffectiveAt = &now, &effective
		if err := s.publish(tx, published, &row, texts); err != nil {
			return err
		}
		if view, err = s.staffView(append(published, row), row, texts); err != nil {
			return err
		}
		if err := s.announcements.Insert(tx, policyAnnouncement(row, texts, s.env.Zone)); err != nil {
			return err
		}
		return s.ledger.Record(tx, publication(actor, row))
	})
	s.published.Invalidate()
	s.announcements.Invalidate()
	return view, kernel.Fault(err, "publish policy")
}

func publishable(published Versions, row models.PolicyVersion, now time.Time) error {
	if len(published) > 0 && published[len(published)-1].Number > row.Number {
		return fault.New(fault.Conflict, "policy_outdated")
	}
	if published.Scheduled(now) != nil {
		return fault.New(fault.Conflict, "policy_scheduled")
	}
	return nil
}

// complete fails with Invalid for all that is wrong with a publication, at once. It answers when the version takes
// effect, in whole seconds.
func (s *Policies) complete(
	form *models.PolicyPublicationForm, texts models.PolicyTexts, now time.Time,
) (effective time.Time, err error) {
	violations, err := s.unreadable(texts)
	if err != nil {
		return now, err
	}
	for _, pointer := range missing(texts) {
		violations = append(violations, fault.Violation{Pointer: pointer, Code: "required", Clause: "change"})
	}
	effective = models.Shown(now)
	if form.EffectiveAt != nil {
		kernel.Patch(&effective, kernel.ParseTime(*form.EffectiveAt))
	}
	switch {
	case effective.Before(models.Shown(now)):
		violations = append(violations, fault.Violation{Pointer: "/effective_at", Code: "in_the_past"})
	case effective.Sub(now) > longestNotice:
		violations = append(violations, fault.Violation{Pointer: "/effective_at", Code: "too_far_ahead"})
	}
	return effective, fault.Violated(violations)
}

// unreadable lists the texts of which readers would see nothing: what is HTML in the source is left out.
func (s *Policies) unreadable(texts models.PolicyTexts) (violations []fault.Violation, err error) {
	fa, en, err := s.render(texts)
	if err != nil {
		return nil, err
	}
	for _, part := range []struct{ pointer, source, html string }{
		{"/texts/fa/body", texts.Fa.Body, fa}, {"/texts/en/body", texts.En.Body, en},
	} {
		if part.source != "" && !markdown.HasText(part.html) {
			violations = append(violations, fault.Violation{
				Pointer: part.pointer, Code: "nothing_to_show", Clause: "change-view",
			})
		}
	}
	return violations, nil
}

// publish chains a draft to what was published before, and freezes it.
func (s *Policies) publish(
	tx *gorm.DB, published Versions, row *models.PolicyVersion, texts models.PolicyTexts,
) (err error) {
	for _, earlier := range slices.Backward(published) {
		if earlier.Published() {
			row.PreviousHash = earlier.Hash
			break
		}
	}
	if row.Hash, err = hashOf(*row, texts); err != nil {
		return err
	}
	return tx.Model(row).Select("ChangeClass", "PublishedAt", "EffectiveAt", "PreviousHash", "Hash").Updates(*row).Error
}

func publication(by models.Actor, row models.PolicyVersion) ledger.Act {
	return ledger.Act{
		By: by, At: *row.PublishedAt, Action: "policy.published", Subject: policySubject(row.Number),
		Detail: map[string]string{
			"hash": row.Hash, "effective_at": row.EffectiveAt.UTC().Format(time.RFC3339),
			"change_class": string(row.ChangeClass),
		},
	}
}

// Cancel calls a version off that was published and has not taken effect. NotFound (`policy_unknown`); Conflict
// (`policy_not_scheduled`) for any other.
func (s *Policies) Cancel(
	ctx context.Context, actor models.Actor, number string,
) (view models.StaffPolicyView, err error) {
	err = s.env.DB.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
		if err := lockPolicies(tx, whilePublishing); err != nil {
			return err
		}
		row, err := s.find(tx, number)
		if err != nil {
			return err
		}
		published, err := readPublished(tx)
		if err != nil {
			return err
		}
		now := cancelledAt(row, s.env.Clock())
		if !row.Published() || row.InForceSince(now) || published[len(published)-1].Number > row.Number {
			return fault.New(fault.Conflict, "policy_not_scheduled")
		}
		row.CancelledAt = &now
		if err := tx.Model(&row).Select("CancelledAt").Updates(row).Error; err != nil {
			return err
		}
		if err := s.announcements.WithdrawPolicy(tx, row.Number); err != nil {
			return err
		}
		texts, err := textsOf(tx, row.Number)
		if err != nil {
			return err
		}
		if view, err = s.staffView(nil, row, texts); err != nil {
			return err
		}
		return s.ledger.Record(tx, ledger.Act{
			By: actor, At: now, Action: "policy.cancelled", Subject: policySubject(row.Number),
		})
	})
	s.published.Invalidate()
	s.announcements.Invalidate()
	return view, kernel.Fault(err, "cancel policy")
}

// cancelledAt is when a version is called off: never before it was published, whichever replica's clock lags behind.
func cancelledAt(row models.PolicyVersion, now time.Time) time.Time {
	if row.PublishedAt != nil && row.PublishedAt.After(now) {
		return *row.PublishedAt
	}
	return now
}

// Begin publishes the first statement, in the publisher's name, where nothing was ever published: what people are told
// must not wait for an editor. Of several replicas that start together one does it.
func (s *Policies) Begin(ctx context.Context) error {
	texts, err := s.firstTexts()
	if err != nil {
		return err
	}
	err = s.env.DB.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
		if found, err := readPublished(tx.Limit(1)); err != nil || len(found) > 0 {
			return err
		}
		now := s.env.Clock()
		effective := models.Shown(now)
		row := models.PolicyVersion{Number: 1, ChangeClass: models.Material, CreatedAt: now}
		made := tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&row)
		if made.Error != nil || made.RowsAffected == 0 {
			return made.Error
		}
		if err := tx.Create(policyTextsOf(row.Number, texts)).Error; err != nil {
			return err
		}
		row.PublishedAt, row.EffectiveAt = &now, &effective
		if err := s.publish(tx, nil, &row, texts); err != nil {
			return err
		}
		return s.ledger.Record(tx, publication(models.Actor{Role: models.RoleSystem}, row))
	})
	s.published.Invalidate()
	return kernel.Fault(err, "publish the first policy")
}

func (s *Policies) firstTexts() (texts models.PolicyTexts, err error) {
	for language, words := range map[models.Language]*models.PolicyWords{
		models.Persian: &texts.Fa, models.English: &texts.En,
	} {
		first, err := initial.First(string(language), s.options.Publisher.In(language))
		if err != nil {
			return texts, kernel.Fault(err, "write the first policy")
		}
		*words = models.PolicyWords{Title: first.Title, Body: first.Body, Summary: first.Summary}
	}
	return texts, nil
}
