package services

import (
	"bytes"
	"context"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"amanat/models"
	"amanat/services/fault"
)

// Announcements are notices on the site.
type Announcements struct {
	env  Environment
	gate *gate
	// active holds those that have not ended, newest first.
	active cached[[]models.Announcement]
}

func newAnnouncements(p shared) *Announcements {
	return &Announcements{env: p.env, gate: p.gate, active: cached[[]models.Announcement]{
		clock: p.env.Clock,
		read: func(ctx context.Context) (rows []models.Announcement, err error) {
			err = p.env.DB.WithContext(ctx).Where("to_at IS NULL OR to_at > ?", p.env.Clock()).
				Order("id DESC").Find(&rows).Error
			return rows, failed("read announcements", err)
		},
	}}
}

// Active shows what is announced now, newest first, those before the given id (nil: from the newest), at most limit.
func (s *Announcements) Active(
	ctx context.Context, in Input[models.LanguageQuery], preferred models.Language, before uuid.UUID, limit int,
) (views []models.AnnouncementView, more bool, err error) {
	if _, err := admit(s.gate, in); err != nil {
		return nil, false, err
	}
	language := chosen(in.Form.Lang, preferred)
	rows, err := s.active.get(ctx)
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
		return nil, false, failed("list announcements", err)
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
	row, err := findByID[models.Announcement](s.env.DB.WithContext(ctx), id, unknown)
	return row.StaffView(s.env.Clock()), failed("read announcement", err)
}

// Create announces something. See intake.submit for repeated requests.
func (s *Announcements) Create(
	ctx context.Context, actor Actor, in Input[models.AnnouncementForm],
) (view models.StaffAnnouncementView, replayed bool, err error) {
	now := s.env.Clock()
	row := models.Announcement{FromAt: now}
	if _, err := admitIf(s.gate, in, func(form *models.AnnouncementForm) []fault.Violation {
		row = announcementOf(form, now)
		return badPeriod(row)
	}); err != nil {
		return view, false, err
	}
	if row.ID, err = s.env.newID(); err != nil {
		return view, false, err
	}
	view = row.StaffView(now)
	err = s.env.DB.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
		if err := s.env.claimOne(tx, in.Request, view); err != nil {
			return err
		}
		if err := tx.Create(&row).Error; err != nil {
			return err
		}
		return s.env.enter(tx, actor.did(now, "announcement.created", row.ID.String()))
	})
	s.active.forget()
	if isRepeated(err) {
		return replay[models.StaffAnnouncementView](ctx, s.env, in.Request)
	}
	return view, false, failed("create announcement", err)
}

func announcementOf(form *models.AnnouncementForm, now time.Time) models.Announcement {
	row := models.Announcement{
		Severity: form.Severity, Dismissible: form.Dismissible == nil || *form.Dismissible, FromAt: models.Shown(now),
		TitleFa: form.Texts.Fa.Title, TitleEn: form.Texts.En.Title,
		BodyFa: form.Texts.Fa.Body, BodyEn: form.Texts.En.Body,
	}
	if form.From != nil {
		setGiven(&row.FromAt, momentOrNil(*form.From))
	}
	row.ToAt = momentOrNil(form.To)
	return row
}

// momentOrNil reads a moment that may have been left out; the rules have found it well-formed.
func momentOrNil(text string) *time.Time {
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return nil
	}
	at = models.Shown(at)
	return &at
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
	ctx context.Context, actor Actor, id string, in Input[models.AnnouncementChangeForm],
) (view models.StaffAnnouncementView, err error) {
	if _, err := admit(s.gate, in); err != nil {
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
		return s.env.enter(tx, actor.did(s.env.Clock(), "announcement.changed", row.ID.String()))
	})
	s.active.forget()
	return view, failed("change announcement", err)
}

func rewriteAnnouncement(row *models.Announcement, form *models.AnnouncementChangeForm) {
	setGiven(&row.Severity, form.Severity)
	setGiven(&row.Dismissible, form.Dismissible)
	setGiven(&row.TitleFa, form.Texts.Fa.Title)
	setGiven(&row.TitleEn, form.Texts.En.Title)
	setGiven(&row.BodyFa, form.Texts.Fa.Body)
	setGiven(&row.BodyEn, form.Texts.En.Body)
	if form.From != nil {
		setGiven(&row.FromAt, momentOrNil(*form.From))
	}
	if form.To != nil {
		row.ToAt = momentOrNil(*form.To)
	}
}

// Delete takes an announcement back; NotFound (`announcement_unknown`); Conflict
// (`announces_policy`).
func (s *Announcements) Delete(ctx context.Context, actor Actor, id string) error {
	err := s.env.DB.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
		row, err := s.ofEditors(tx, id)
		if err != nil {
			return err
		}
		if err := tx.Delete(&row).Error; err != nil {
			return err
		}
		return s.env.enter(tx, actor.did(s.env.Clock(), "announcement.deleted", row.ID.String()))
	})
	s.active.forget()
	return failed("delete announcement", err)
}

// ofEditors reads an announcement that editors may change, and keeps others from changing it until the transaction
// ends. What announces a version of the privacy policy is not for them to take back: Conflict (`announces_policy`).
func (s *Announcements) ofEditors(tx *gorm.DB, id string) (models.Announcement, error) {
	row, err := findByID[models.Announcement](forUpdate(tx), id, fault.New(fault.NotFound, "announcement_unknown"))
	if err == nil && row.PolicyVersion != nil {
		return row, &fault.Error{Kind: fault.Conflict, Code: "announces_policy", Clause: "change-notice"}
	}
	return row, err
}

// announce tells of a version of the privacy policy on the site (clause `change-notice`), in the transaction that
// publishes it. It is shown until a month after the version took effect.
func (s *Announcements) announce(tx *gorm.DB, version models.PolicyVersion, texts models.PolicyTexts) error {
	id, err := s.env.newID()
	if err != nil {
		return err
	}
	row := policyAnnouncement(version, texts, s.env.Zone)
	row.ID = id
	return tx.Create(&row).Error
}
