package services

import "amanat/models"

// contentForms are what editors fill in here.
func contentForms() []any {
	return []any{
		&models.AnnouncementForm{}, &models.AnnouncementChangeForm{}, &models.LinkForm{}, &models.LinkChangeForm{},
	}
}
