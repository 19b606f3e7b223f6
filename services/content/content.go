package content

import "amanat/models"

// Forms are what editors fill in here.
func Forms() []any {
	return []any{
		&models.AnnouncementForm{}, &models.AnnouncementChangeForm{}, &models.LinkForm{}, &models.LinkChangeForm{},
	}
}
