package content

import (
	"bytes"
	"context"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"amanat/models"
	"amanat/services/fault"
	"amanat/services/kernel"
	"amanat/services/ledger"
)

// Announcements are notices on the site.
type Announcements struct {
	env    kernel.Environment
	ledger *ledger.Ledger
	// active holds those that have not ended, newest first.
	active *kernel.Cache[[]models.Announcement]
}

// NewAnnouncements serves the announcements of a database.
func NewAnnouncements(env kernel.Environment, ledger *ledger.Ledger) *Announcements {
	s := &Announcements{env: env, ledger: ledger}
	s.active = kernel.NewCache(env.Clock, func(ctx context.Context) (rows []models.Announcement, err error) {
		err = env.DB.WithContext(ctx).Where("to_at IS NULL OR to_at > ?", env.Clock()).
			Order("id DESC").Find(&rows).Error
		return rows, kernel.Fault(err, "read announcements")
	})
	return s
}

// Active shows what is announced now, newest first, those before the given id (nil: from the newest), at most limit.
func (s *Announcements) Active(
	ctx context.Context, in kernel.Input[models.LanguageQuery], preferred models.Language, before uuid.UUID, limit int,
) (views []models.AnnouncementView, more bool, err error) {
	if _, err := kernel.Validate(s.env, in); err != nil {
		return nil, false, err
	}
	language := in.Form.Or(preferred)
	rows, err := s.active.Get(ctx)
	if err != nil {
		return nil, false, err
	}
	now := s.env.Clock()
	views = []models.AnnouncementView{}
	for _, row := range rows {
		if !row.Active(now) || before != uuid.Nil && bytes.Compare(row.ID[:], before[:]) >= 0 {
			continue
		}
		if len(views) == limit {
			return views, true, nil
		}
		views = append(views, row.View(language))
	}
	return views, false, nil
}

// List shows every announcement to editors, newest first, those before the given id (nil: from the newest), at most
// limit.
func (s *Announcements) List(
	ctx context.Context, before uuid.UUID, limit int,
) (views []models.StaffAnnouncementView, more bool, err error) {
	query := s.env.DB.WithContext(ctx)
	if before != uuid.Nil {
		query = query.Where("id < ?", before)
	}
	var rows []models.Announcement
	if err := query.Order("id DESC").Limit(limit + 1).Find(&rows).Error; err != nil {
		return nil, false, kernel.Fault(err, "list announcements")
	}
	views = make([]models.StaffAnnouncementView, 0, len(rows))
	for _, row := range rows[:min(limit, len(rows))] {
		views = append(views, row.StaffView(s.env.Clock()))
	}
	return views, len(rows) > limit, nil
}

// Get shows an announcement to editors; NotFound (`announcement_unknown`).
func (s *Announcements) Get(ctx context.Context, id string) (view models.StaffAnnouncementView, err error) {
	unknown := fault.New(fault.NotFound, "announcement_unknown")
	row, err := kernel.FindByID[models.Announcement](s.env.DB.WithContext(ctx), id, unknown)
	return row.StaffView(s.env.Clock()), kernel.Fault(err, "read announcement")
}

// Create announces something. See intake.submit for repeated requests.
func (s *Announcements) Create(
	ctx context.Context, actor models.Actor, in kernel.Input[models.AnnouncementForm],
) (view models.StaffAnnouncementView, replayed bool, err error) {
	now := s.env.Clock()
	row := models.Announcement{FromAt: now}
	if _, err := kernel.Validate(s.env, in, func(form *models.AnnouncementForm) []fault.Violation {
		row = announcementOf(form, now)
		return badPeriod(row)
	}); err != nil {
		return view, false, err
	}
	if row.ID, err = s.env.ID(); err != nil {
		return view, false, err
	}
	view = row.StaffView(now)
	err = s.env.DB.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
		if err := s.env.Reserve(tx, in.Request, view); err != nil {
			return err
		}
		if err := tx.Create(&row).Error; err != nil {
			return err
		}
		return s.ledger.Record(tx, ledger.Act{
			By: actor, At: now, Action: "announcement.created", Subject: row.ID.String(),
		})
	})
	s.active.Invalidate()
	if kernel.IsDuplicateRequest(err) {
		return kernel.Replay[models.StaffAnnouncementView](ctx, s.env, in.Request)
	}
	return view, false, kernel.Fault(err, "create announcement")
}

func announcementOf(form *models.AnnouncementForm, now time.Time) models.Announcement {
	row := models.Announcement{
		Severity: form.Severity, Dismissible: form.Dismissible == nil || *form.Dismissible, FromAt: models.Shown(now),
		TitleFa: form.Texts.Fa.Title, TitleEn: form.Texts.En.Title,
		BodyFa: form.Texts.Fa.Body, BodyEn: form.Texts.En.Body,
	}
	if form.From != nil {
		kernel.Patch(&row.FromAt, kernel.ParseTime(*form.From))
	}
	row.ToAt = kernel.ParseTime(form.To)
	return row
}

// badPeriod refuses an end that comes before the beginning.
func badPeriod(row models.Announcement) []fault.Violation {
	if row.ToAt != nil && !row.ToAt.After(row.FromAt) {
		return []fault.Violation{{Pointer: "/to", Code: "not_after_from"}}
	}
	return nil
}

// Change alters an announcement; NotFound (`announcement_unknown`); Conflict (`announces_policy`).
func (s *Announcements) Change(
	ctx context.Context, actor models.Actor, id string, in kernel.Input[models.AnnouncementChangeForm],
) (view models.StaffAnnouncementView, err error) {
	if _, err := kernel.Validate(s.env, in); err != nil {
		return view, err
	}
	err = s.env.DB.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
		row, err := s.ofEditors(tx, id)
		if err != nil {
			return err
		}
		rewriteAnnouncement(&row, in.Form)
		if err := fault.Violated(badPeriod(row)); err != nil {
			return err
		}
		view = row.StaffView(s.env.Clock())
		done := tx.Model(&row).Select(
			"Severity", "Dismissible", "FromAt", "ToAt", "TitleFa", "TitleEn", "BodyFa", "BodyEn").Updates(row)
		if done.Error != nil {
			return done.Error
		}
		return s.ledger.Record(tx, ledger.Act{
			By: actor, At: s.env.Clock(), Action: "announcement.changed", Subject: row.ID.String(),
		})
	})
	s.active.Invalidate()
	return view, kernel.Fault(err, "change announcement")
}

func rewriteAnnouncement(row *models.Announcement, form *models.AnnouncementChangeForm) {
	kernel.Patch(&row.Severity, form.Severity)
	kernel.Patch(&row.Dismissible, form.Dismissible)
	kernel.Patch(&row.TitleFa, form.Texts.Fa.Title)
	kernel.Patch(&row.TitleEn, form.Texts.En.Title)
	kernel.Patch(&row.BodyFa, form.Texts.Fa.Body)
	kernel.Patch(&row.BodyEn, form.Texts.En.Body)
	if form.From != nil {
		kernel.Patch(&row.FromAt, kernel.ParseTime(*form.From))
	}
	if form.To != nil {
		row.ToAt = kernel.ParseTime(*form.To)
	}
}

// Delete takes an announcement back; NotFound (`announcement_unknown`); Conflict
// (`announces_policy`).
func (s *Announcements) Delete(ctx context.Context, actor models.Actor, id string) error {
	err := s.env.DB.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
		row, err := s.ofEditors(tx, id)
		if err != nil {
			return err
		}
		if err := tx.Delete(&row).Error; err != nil {
			return err
		}
		return s.ledger.Record(tx, ledger.Act{
			By: actor, At: s.env.Clock(), Action: "announcement.deleted", Subject: row.ID.String(),
		})
	})
	s.active.Invalidate()
	return kernel.Fault(err, "delete announcement")
}

// ofEditors reads an announcement that editors may change, and keeps others from changing it until the transaction
// ends. What announces a version of the privacy policy is not for them to take back: Conflict (`announces_policy`).
func (s *Announcements) ofEditors(tx *gorm.DB, id string) (models.Announcement, error) {
	unknown := fault.New(fault.NotFound, "announcement_unknown")
	row, err := kernel.FindByID[models.Announcement](kernel.ForUpdate(tx), id, unknown)
	if err == nil && row.PolicyVersion != nil {
		return row, &fault.Error{Kind: fault.Conflict, Code: "announces_policy", Clause: "change-notice"}
	}
	return row, err
}

// Insert announces a version of the privacy policy, in the transaction that publishes it. The row needs no id.
func (s *Announcements) Insert(tx *gorm.DB, row models.Announcement) (err error) {
	if row.ID, err = s.env.ID(); err != nil {
		return err
	}
	return tx.Create(&row).Error
}

// WithdrawPolicy takes back what announces a version of the privacy policy, in the transaction that calls it off.
func (s *Announcements) WithdrawPolicy(tx *gorm.DB, number int) error {
	return tx.Where("policy_version = ?", number).Delete(&models.Announcement{}).Error
}

// Invalidate is called after a transaction with Insert or WithdrawPolicy: what was read before is no longer shown.
func (s *Announcements) Invalidate() { s.active.Invalidate() }
