// Package content is what the site shows beside its services: announcements, and the register of links to other sites.
//
// An announcement is planned, active or ended by its two times alone. Those that announce a version of the privacy
// policy are inserted and withdrawn by the policy's own transactions, and editors cannot change them. A link is
// registered with both its addresses, is shown by its id, and asked now and then whether it still answers (outlink),
// which is the only time that the service calls another one. Both are read through a cache of two seconds. Rows are
// locked one at a time; nothing personal is in any of them.
package content

import "amanat/models"

// Forms are what editors fill in here.
func Forms() []any {
	return []any{
		&models.AnnouncementForm{}, &models.AnnouncementChangeForm{}, &models.LinkForm{}, &models.LinkChangeForm{},
	}
}
