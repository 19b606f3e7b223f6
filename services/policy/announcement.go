package policy

import (
	"time"

	"amanat/models"
	"amanat/services/kit/jalali"
)

// announcedFor is how long a version of the policy is announced after it took effect.
const announcedFor = 30 * 24 * time.Hour

// policyAnnouncement says in both languages that there is another policy, from when on, and what its summary says of
// it: in words that are as true before that day as after it.
func policyAnnouncement(
	version models.PolicyVersion, texts models.PolicyTexts, zone *time.Location,
) models.Announcement {
	effective := version.EffectiveAt.In(zone)
	until := version.EffectiveAt.Add(announcedFor)
	row := models.Announcement{
		Severity: "info", Dismissible: true, FromAt: *version.PublishedAt, ToAt: &until, PolicyVersion: &version.Number,
		TitleFa: "نسخهٔ تازهٔ بیانیهٔ حریم خصوصی، از " + jalali.Date(effective),
		TitleEn: "A new version of our privacy statement, from " + effective.Format("2 January 2006"),
		BodyFa:  classFa(version.ChangeClass) + "\n\n" + texts.Fa.Summary,
		BodyEn:  classEn(version.ChangeClass) + "\n\n" + texts.En.Summary,
	}
	if version.ChangeClass == models.Material {
		row.Severity = "warning"
	}
	return row
}

func classFa(class models.ChangeClass) string {
	if class == models.Material {
		return "این تغییر بر آنچه با داده‌های شما می‌کنیم اثر دارد؛ دربارهٔ کوکی‌ها دوباره از شما می‌پرسیم."
	}
	return "این تغییر تنها ویرایش متن است و چیزی را برای شما عوض نمی‌کند."
}

func classEn(class models.ChangeClass) string {
	if class == models.Material {
		return "The change touches what we do with your data; we will ask you about cookies again."
	}
	return "Only the wording changes, and nothing changes for you."
}
