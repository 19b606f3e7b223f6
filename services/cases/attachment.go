package cases

import (
	"context"
	"errors"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"amanat/models"
	"amanat/services/cases/attachment"
	"amanat/services/fault"
	"amanat/services/kernel"
	"amanat/services/kit/seal"
	"amanat/services/ledger"
)

const (
	placeAttachment     = "case_attachments.data_sealed"
	placeAttachmentName = "case_attachments.name_sealed"
	// mostAttachments bounds what one case can make the service keep, both sides together.
	mostAttachments = 5
)

// Known fails like every other method for a code that opens nothing, before anybody sends five megabytes with it.
func (s *MyCase) Known(ctx context.Context, code string) error {
	_, err := s.find(ctx, code)
	return err
}

// Attach adds a file of the person to the case, cleaned of all that is not needed; Invalid when it is none of the types
// that are accepted, TooLarge, or Conflict when the case has ended (`transition_not_allowed`) or holds five already
// (`too_many_attachments`). See intake.submit for repeated requests.
func (s *MyCase) Attach(
	ctx context.Context, code string, upload models.Upload, request kernel.Request,
) (view models.AttachmentView, replayed bool, err error) {
	kase, err := s.find(ctx, code)
	if err != nil {
		return view, false, err
	}
	request.Scope += " " + kase.ID.String()
	if view, replayed, err = kernel.Lookup[models.AttachmentView](ctx, s.env, request); replayed || err != nil {
		return view, replayed, err
	}
	if now := s.env.Clock(); !kase.Allows(models.ActAttach, now) {
		return view, false, notAllowed(kase, now)
	}
	file, err := clean(ctx, s.cleaner, upload)
	if err != nil {
		return view, false, err
	}
	now, err := s.reckoners.now(ctx)
	if err != nil {
		return view, false, err
	}
	err = s.change(ctx, kase, func(tx *gorm.DB, kase models.Case) error {
		if now := s.env.Clock(); !kase.Allows(models.ActAttach, now) {
			return notAllowed(kase, now)
		}
		key, err := s.key(ctx, tx, kase)
		if err != nil {
			return err
		}
		row := models.CaseAttachment{CaseID: kase.ID, Sender: models.FromPerson}
		if view, err = s.attach(tx, key, row, file, request); err != nil {
			return err
		}
		return s.resume(tx, now, kase)
	})
	if kernel.IsDuplicateRequest(err) {
		return kernel.Replay[models.AttachmentView](ctx, s.env, request)
	}
	return view, false, err
}

// Attachment gives out one file of the case; NotFound (`attachment_unknown`).
func (s *MyCase) Attachment(ctx context.Context, code, id string) (file models.Download, err error) {
	kase, err := s.find(ctx, code)
	if err != nil {
		return file, err
	}
	key, err := s.key(ctx, s.env.DB, kase)
	if err != nil {
		return file, err
	}
	return s.download(s.env.DB.WithContext(ctx), key, kase, id)
}

// Attach adds a file of the organisation; see MyCase.Attach.
func (s *Casework) Attach(
	ctx context.Context, actor models.Actor, reference string, upload models.Upload, request kernel.Request,
) (view models.AttachmentView, replayed bool, err error) {
	file, err := clean(ctx, s.cleaner, upload)
	if err != nil {
		return view, false, err
	}
	return creating[models.AttachmentView](ctx, s, actor, reference, request,
		func(tx *gorm.DB, kase *models.Case, key seal.Key) (view models.AttachmentView, err error) {
			if kase.Ended() {
				return view, fault.New(fault.Conflict, "case_ended")
			}
			author := actor.Account
			row := models.CaseAttachment{CaseID: kase.ID, Sender: models.FromOrganisation, AuthorID: &author}
			if view, err = s.attach(tx, key, row, file, kernel.Request{}); err != nil {
				return view, err
			}
			return view, s.ledger.Record(tx, ledger.Act{
				By: actor, At: s.env.Clock(), Action: "attachment.added", Subject: kase.Reference,
			})
		})
}

// Attachment gives out one file of the case; NotFound (`attachment_unknown`). That it was read is in the ledger.
func (s *Casework) Attachment(
	ctx context.Context, actor models.Actor, reference, id string,
) (file models.Download, err error) {
	err = s.change(ctx, reference, func(tx *gorm.DB, kase *models.Case) error {
		key, err := s.key(tx, *kase)
		if err != nil {
			return err
		}
		if file, err = s.download(tx, key, *kase, id); err != nil {
			return err
		}
		return s.ledger.Record(tx, ledger.Act{
			By: actor, At: s.env.Clock(), Action: "attachment.read", Subject: kase.Reference,
		})
	})
	return file, err
}

// cleaned is a file with the name under which it is shown.
type cleaned struct {
	attachment.File
	name string
}

func clean(ctx context.Context, cleaner *attachment.Cleaner, upload models.Upload) (cleaned, error) {
	file, err := cleaner.Clean(ctx, upload.Data)
	switch {
	case err == nil:
		return cleaned{File: file, name: attachment.Name(upload.Name, file.MediaType)}, nil
	case errors.Is(err, attachment.ErrTooLarge):
		return cleaned{}, fault.Wrap(fault.TooLarge, "attachment_too_large", err)
	case errors.Is(err, attachment.ErrType):
		return cleaned{}, fault.Wrap(fault.UnsupportedMedia, "attachment_type_not_accepted", err)
	case errors.Is(err, attachment.ErrTooManyPixels):
		return cleaned{}, fault.Violated([]fault.Violation{{Pointer: "/file", Code: "too_many_pixels"}})
	case errors.Is(err, attachment.ErrDamaged):
		return cleaned{}, fault.Violated([]fault.Violation{{Pointer: "/file", Code: "damaged"}})
	case errors.Is(err, attachment.ErrBusy):
		return cleaned{}, kernel.Busy(err)
	default:
		return cleaned{}, kernel.Fault(err, "clean attachment")
	}
}

// attach keeps a file, sealed with the case's key. A case holds five, of both sides together.
func (r room) attach(
	tx *gorm.DB, key seal.Key, row models.CaseAttachment, file cleaned, request kernel.Request,
) (view models.AttachmentView, err error) {
	row.At, row.MediaType, row.Bytes = r.env.Clock(), file.MediaType, int64(len(file.Data))
	if row.ID, err = r.env.ID(); err != nil {
		return view, err
	}
	view = models.AttachmentView{
		ID: row.ID, At: models.Shown(row.At), From: row.Sender, Name: file.name, MediaType: row.MediaType,
		Bytes: row.Bytes,
	}
	if err := r.env.Reserve(tx, request, view); err != nil {
		return view, err
	}
	var count int64
	if err := tx.Model(&models.CaseAttachment{}).Where("case_id = ?", row.CaseID).
		Count(&count).Error; err != nil {
		return view, err
	}
	if count >= mostAttachments {
		return view, fault.New(fault.Conflict, "too_many_attachments")
	}
	row.NameSealed, err = seal.Seal(key, row.ID, placeAttachmentName, models.AttachmentName{Name: file.name})
	if err != nil {
		return view, err
	}
	if row.DataSealed, err = seal.Bytes(key, row.ID, placeAttachment, file.Data); err != nil {
		return view, err
	}
	return view, tx.Create(&row).Error
}

// attachments lists the files of a case, without their contents, oldest first.
func (r room) attachments(db *gorm.DB, kase models.Case, key seal.Key) ([]models.AttachmentView, error) {
	var rows []models.CaseAttachment
	err := db.Omit("data_sealed").Where("case_id = ?", kase.ID).Order("at, id").Find(&rows).Error
	if err != nil {
		return nil, kernel.Fault(err, "read attachments")
	}
	views := make([]models.AttachmentView, 0, len(rows))
	for _, row := range rows {
		name, err := seal.Open(key, row.ID, placeAttachmentName, row.NameSealed)
		if err != nil {
			return nil, kernel.Fault(err, "open attachment")
		}
		views = append(views, models.AttachmentView{
			ID: row.ID, At: models.Shown(row.At), From: row.Sender, Name: name.Name, MediaType: row.MediaType,
			Bytes: row.Bytes,
		})
	}
	return views, nil
}

func (r room) download(
	db *gorm.DB, key seal.Key, kase models.Case, id string,
) (file models.Download, err error) {
	unknown := fault.New(fault.NotFound, "attachment_unknown")
	attachmentID, err := uuid.Parse(id)
	if err != nil {
		return file, unknown
	}
	var row models.CaseAttachment
	found := db.Where("id = ? AND case_id = ?", attachmentID, kase.ID).Limit(1).Find(&row)
	if found.Error != nil {
		return file, kernel.Fault(found.Error, "read attachment")
	}
	if found.RowsAffected == 0 {
		return file, unknown
	}
	name, err := seal.Open(key, row.ID, placeAttachmentName, row.NameSealed)
	if err != nil {
		return file, kernel.Fault(err, "open attachment")
	}
	file = models.Download{Name: name.Name, MediaType: row.MediaType}
	file.Data, err = seal.OpenBytes(key, row.ID, placeAttachment, row.DataSealed)
	return file, kernel.Fault(err, "open attachment")
}
