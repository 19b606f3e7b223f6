package services_test

import "amanat/models"

// to asks for a state with whatever that state needs to be said.
func to(state models.CaseState) models.TransitionForm {
	form := models.TransitionForm{To: string(state)}
	if state == models.StateRejected {
		form.Reason, form.WhereToTurn = "در صلاحیت ما نیست.", "سازمان بازرسی کل کشور"
	}
	if state == models.StateInProgress {
		form.Reason = "هنوز کاری مانده است." // asked for where something is taken up again
	}
	return form
}

// upload is the smallest file that is taken for a PDF.
func upload() models.Upload {
	return models.Upload{Name: "رسید.pdf", Data: []byte("%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n")}
}
