package content

import (
	"context"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"amanat/models"
	"amanat/services/content/outlink"
	"amanat/services/fault"
	"amanat/services/kernel"
	"amanat/services/ledger"
)

// Links is the register of links to other sites (clause `links`). Frontends link by id: an address in a parameter could
// lead anywhere.
type Links struct {
	env     kernel.Environment
	ledger  *ledger.Ledger
	checker *outlink.Checker
	all     *kernel.Cache[[]models.Link]
}

// NewLinks serves the register of a database; options bound how other sites are asked whether they still answer.
func NewLinks(env kernel.Environment, ledger *ledger.Ledger, options outlink.Options) *Links {
	s := &Links{env: env, ledger: ledger, checker: outlink.NewChecker(options)}
	s.all = kernel.NewCache(env.Clock, func(ctx context.Context) (rows []models.Link, err error) {
		err = env.DB.WithContext(ctx).Order("id").Find(&rows).Error
		return rows, kernel.Fault(err, "read links")
	})
	return s
}

// mostLinks bounds the register.
const mostLinks = 1000

// List shows the links, oldest first, those behind the given id, at most limit.
func (s *Links) List(
	ctx context.Context, in kernel.Input[models.LanguageQuery], preferred models.Language, after uuid.UUID, limit int,
) (views []models.LinkView, more bool, err error) {
	if _, err := kernel.Validate(s.env, in); err != nil {
		return nil, false, err
	}
	language := in.Form.Or(preferred)
	rows, err := s.all.Get(ctx)
	if err != nil {
		return nil, false, err
	}
	views = []models.LinkView{}
	for _, row := range rows {
		if string(row.ID[:]) <= string(after[:]) {
			continue
		}
		if len(views) == limit {
			return views, true, nil
		}
		views = append(views, row.View(language))
	}
	return views, false, nil
}

// Show shows a link to people who are about to follow it; NotFound (`link_unknown`).
func (s *Links) Show(
	ctx context.Context, id string, in kernel.Input[models.LanguageQuery], preferred models.Language,
) (view models.LinkView, err error) {
	if _, err := kernel.Validate(s.env, in); err != nil {
		return view, err
	}
	rows, err := s.all.Get(ctx)
	if err != nil {
		return view, err
	}
	for _, row := range rows {
		if row.ID.String() == id {
			return row.View(in.Form.Or(preferred)), nil
		}
	}
	return view, fault.New(fault.NotFound, "link_unknown")
}

// ListForStaff shows the register to editors, oldest first, those behind the given id, at most limit.
func (s *Links) ListForStaff(
	ctx context.Context, after uuid.UUID, limit int,
) (views []models.StaffLinkView, more bool, err error) {
	var rows []models.Link
	err = s.env.DB.WithContext(ctx).Where("id > ?", after).Order("id").Limit(limit + 1).Find(&rows).Error
	if err != nil {
		return nil, false, kernel.Fault(err, "list links")
	}
	views = make([]models.StaffLinkView, 0, len(rows))
	for _, row := range rows[:min(limit, len(rows))] {
		views = append(views, row.StaffView())
	}
	return views, len(rows) > limit, nil
}

// Get shows a link to editors; NotFound (`link_unknown`).
func (s *Links) Get(ctx context.Context, id string) (view models.StaffLinkView, err error) {
	row, err := kernel.FindByID[models.Link](s.env.DB.WithContext(ctx), id, fault.New(fault.NotFound, "link_unknown"))
	return row.StaffView(), kernel.Fault(err, "read link")
}

// Create registers a link; Conflict (`too_many_links`). See intake.submit for repeated requests.
func (s *Links) Create(
	ctx context.Context, actor models.Actor, in kernel.Input[models.LinkForm],
) (view models.StaffLinkView, replayed bool, err error) {
	var row models.Link
	if _, err := kernel.Validate(s.env, in, func(form *models.LinkForm) []fault.Violation {
		row = models.Link{
			TitleFa: form.Texts.Fa.Title, TitleEn: form.Texts.En.Title, NoticeFa: form.Texts.Fa.Notice,
			NoticeEn: form.Texts.En.Notice, Trusted: form.Trusted != nil && *form.Trusted,
			Condition: unchecked, PolicyCondition: unchecked,
		}
		return readAddresses(&row, &form.URL, &form.PolicyURL)
	}); err != nil {
		return view, false, err
	}
	if row.ID, err = s.env.ID(); err != nil {
		return view, false, err
	}
	view = row.StaffView()
	err = s.env.DB.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
		if err := s.env.Reserve(tx, in.Request, view); err != nil {
			return err
		}
		var count int64
		if err := tx.Model(&models.Link{}).Count(&count).Error; err != nil {
			return err
		}
		if count >= mostLinks {
			return fault.New(fault.Conflict, "too_many_links")
		}
		if err := tx.Create(&row).Error; err != nil {
			return err
		}
		return s.ledger.Record(tx, ledger.Act{
			By: actor, At: s.env.Clock(), Action: "link.created", Subject: row.ID.String(),
			Detail: map[string]string{"host": row.Host},
		})
	})
	s.all.Invalidate()
	if kernel.IsDuplicateRequest(err) {
		return kernel.Replay[models.StaffLinkView](ctx, s.env, in.Request)
	}
	return view, false, kernel.Fault(err, "create link")
}

// unchecked is the condition of an address that was not asked yet.
const unchecked = "unchecked"

// readAddresses takes over the addresses that are given, in one spelling; one that changes was not checked yet.
func readAddresses(row *models.Link, link, policy *string) (violations []fault.Violation) {
	if link != nil {
		address, err := outlink.Parse(*link)
		if err != nil && *link != "" {
			violations = append(violations, notAnAddress("/url"))
		}
		if address.URL != row.URL {
			row.URL, row.Host, row.Condition, row.Status, row.CheckedAt = address.URL, address.Host, unchecked, 0, nil
		}
	}
	if policy != nil {
		address, err := outlink.Parse(*policy)
		if err != nil && *policy != "" {
			violations = append(violations, notAnAddress("/policy_url"))
		}
		if address.URL != row.PolicyURL {
			row.PolicyURL, row.PolicyHost = address.URL, address.Host
			row.PolicyCondition, row.PolicyStatus, row.CheckedAt = unchecked, 0, nil
		}
	}
	return violations
}

func notAnAddress(pointer string) fault.Violation {
	return fault.Violation{Pointer: pointer, Code: "not_an_address", Clause: "links"}
}

// Change alters a link; NotFound (`link_unknown`).
func (s *Links) Change(
	ctx context.Context, actor models.Actor, id string, in kernel.Input[models.LinkChangeForm],
) (view models.StaffLinkView, err error) {
	if _, err := kernel.Validate(s.env, in, func(form *models.LinkChangeForm) []fault.Violation {
		return readAddresses(&models.Link{}, form.URL, form.PolicyURL)
	}); err != nil {
		return view, err
	}
	err = s.change(ctx, actor, "link.changed", id, func(tx *gorm.DB, row models.Link) error {
		form := in.Form
		_ = readAddresses(&row, form.URL, form.PolicyURL) // found well-formed
		kernel.Patch(&row.TitleFa, form.Texts.Fa.Title)
		kernel.Patch(&row.TitleEn, form.Texts.En.Title)
		kernel.Patch(&row.NoticeFa, form.Texts.Fa.Notice)
		kernel.Patch(&row.NoticeEn, form.Texts.En.Notice)
		kernel.Patch(&row.Trusted, form.Trusted)
		view = row.StaffView()
		return tx.Model(&row).Select(
			"URL", "Host", "PolicyURL", "PolicyHost", "TitleFa", "TitleEn", "NoticeFa", "NoticeEn", "Trusted",
			"CheckedAt", "Condition", "Status", "PolicyCondition", "PolicyStatus").Updates(row).Error
	})
	return view, err
}

// Delete removes a link; NotFound (`link_unknown`).
func (s *Links) Delete(ctx context.Context, actor models.Actor, id string) error {
	return s.change(ctx, actor, "link.deleted", id, func(tx *gorm.DB, row models.Link) error {
		return tx.Delete(&row).Error
	})
}

func (s *Links) change(
	ctx context.Context, actor models.Actor, action, id string, do func(tx *gorm.DB, row models.Link) error,
) error {
	err := s.env.DB.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
		row, err := kernel.FindByID[models.Link](kernel.ForUpdate(tx), id, fault.New(fault.NotFound, "link_unknown"))
		if err != nil {
			return err
		}
		if err := do(tx, row); err != nil {
			return err
		}
		return s.ledger.Record(tx, ledger.Act{
			By: actor, At: s.env.Clock(), Action: action, Subject: row.ID.String(),
			Detail: map[string]string{"host": row.Host},
		})
	})
	s.all.Invalidate()
	return kernel.Fault(err, "change link")
}
