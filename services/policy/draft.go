package policy

import (
	"context"
	"strconv"

	"gorm.io/gorm"

	"amanat/models"
	"amanat/services/fault"
	"amanat/services/kernel"
	"amanat/services/ledger"
)

// Draft begins a new version. See intake.submit for repeated requests.
func (s *Policies) Draft(
	ctx context.Context, actor models.Actor, in kernel.Input[models.PolicyDraftForm],
) (view models.StaffPolicyView, replayed bool, err error) {
	if _, err := kernel.Validate(s.env, in); err != nil {
		return view, false, err
	}
	err = s.env.DB.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
		if err := lockPolicies(tx, whileDrafting); err != nil {
			return err
		}
		row := models.PolicyVersion{ChangeClass: models.ChangeClass(in.Form.ChangeClass), CreatedAt: s.env.Clock()}
		if err := tx.Model(&row).Select("MAX(number) + 1").Scan(&row.Number).Error; err != nil {
			return err
		}
		texts := changed(models.PolicyTexts{}, in.Form.Texts)
		if view, err = s.staffView(nil, row, texts); err != nil {
			return err
		}
		if err := s.env.Reserve(tx, in.Request, view); err != nil {
			return err
		}
		if err := tx.Create(&row).Error; err != nil {
			return err
		}
		if err := tx.Create(policyTextsOf(row.Number, texts)).Error; err != nil {
			return err
		}
		return s.ledger.Record(tx, ledger.Act{
			By: actor, At: row.CreatedAt, Action: "policy.drafted", Subject: policySubject(row.Number),
		})
	})
	if kernel.IsDuplicateRequest(err) {
		return kernel.Replay[models.StaffPolicyView](ctx, s.env, in.Request)
	}
	return view, false, kernel.Fault(err, "draft policy")
}

// policySubject names a version in the ledger.
func policySubject(number int) string { return "policy " + strconv.Itoa(number) }

func policyTextsOf(version int, texts models.PolicyTexts) []models.PolicyText {
	row := func(language models.Language, words models.PolicyWords) models.PolicyText {
		return models.PolicyText{
			Version: version, Language: language, Title: words.Title, Body: words.Body, Summary: words.Summary,
		}
	}
	return []models.PolicyText{row(models.Persian, texts.Fa), row(models.English, texts.En)}
}

// changed is the texts with what a form says of them.
func changed(texts models.PolicyTexts, form models.PolicyTextsForm) models.PolicyTexts {
	for _, part := range []struct {
		given *string
		place *string
	}{
		{form.Fa.Title, &texts.Fa.Title},
		{form.Fa.Body, &texts.Fa.Body},
		{form.Fa.Summary, &texts.Fa.Summary},
		{form.En.Title, &texts.En.Title},
		{form.En.Body, &texts.En.Body},
		{form.En.Summary, &texts.En.Summary},
	} {
		if part.given != nil {
			*part.place = *part.given
		}
	}
	return texts
}

// Change rewrites parts of a draft. NotFound (`policy_unknown`); Conflict (`policy_published`) for what is no draft any
// more.
func (s *Policies) Change(
	ctx context.Context, actor models.Actor, number string, in kernel.Input[models.PolicyChangeForm],
) (view models.StaffPolicyView, err error) {
	if _, err := kernel.Validate(s.env, in); err != nil {
		return view, err
	}
	err = s.withDraft(ctx, number, whileDrafting, func(
		tx *gorm.DB, row models.PolicyVersion, texts models.PolicyTexts,
	) error {
		if in.Form.ChangeClass != nil {
			row.ChangeClass = models.ChangeClass(*in.Form.ChangeClass)
		}
		texts = changed(texts, in.Form.Texts)
		if err := tx.Model(&row).Select("ChangeClass").Updates(row).Error; err != nil {
			return err
		}
		for _, text := range policyTextsOf(row.Number, texts) {
			if err := tx.Model(&text).Select("Title", "Body", "Summary").Updates(text).Error; err != nil {
				return err
			}
		}
		if view, err = s.staffView(nil, row, texts); err != nil {
			return err
		}
		return s.ledger.Record(tx, ledger.Act{
			By: actor, At: s.env.Clock(), Action: "policy.changed", Subject: policySubject(row.Number),
		})
	})
	return view, kernel.Fault(err, "change policy")
}

// Discard deletes a draft. NotFound and Conflict as with Change.
func (s *Policies) Discard(ctx context.Context, actor models.Actor, number string) error {
	err := s.withDraft(ctx, number, whileDrafting, func(
		tx *gorm.DB, row models.PolicyVersion, _ models.PolicyTexts,
	) error {
		if err := tx.Delete(&row).Error; err != nil {
			return err
		}
		return s.ledger.Record(tx, ledger.Act{
			By: actor, At: s.env.Clock(), Action: "policy.discarded", Subject: policySubject(row.Number),
		})
	})
	return kernel.Fault(err, "discard policy")
}

// withDraft does something with a draft that nobody else changes meanwhile.
func (s *Policies) withDraft(
	ctx context.Context, number, mode string,
	do func(tx *gorm.DB, row models.PolicyVersion, texts models.PolicyTexts) error,
) error {
	return s.env.DB.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
		if err := lockPolicies(tx, mode); err != nil {
			return err
		}
		row, err := s.find(tx, number)
		if err != nil {
			return err
		}
		if row.PublishedAt != nil {
			return fault.New(fault.Conflict, "policy_published")
		}
		texts, err := textsOf(tx, row.Number)
		if err != nil {
			return err
		}
		return do(tx, row, texts)
	})
}

// find reads any version, drafts among them.
func (s *Policies) find(tx *gorm.DB, number string) (row models.PolicyVersion, err error) {
	var rows []models.PolicyVersion
	wanted, err := strconv.ParseInt(number, 10, 32)
	if err != nil || strconv.FormatInt(wanted, 10) != number {
		return row, fault.New(fault.NotFound, "policy_unknown")
	}
	if err := tx.Where("number = ?", wanted).Find(&rows).Error; err != nil {
		return row, err
	}
	if len(rows) == 0 {
		return row, fault.New(fault.NotFound, "policy_unknown")
	}
	return rows[0], nil
}
