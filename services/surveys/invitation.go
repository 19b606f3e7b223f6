package surveys

import (
	"context"
	"crypto/hmac"
	"encoding/base64"
	"slices"
	"strconv"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"amanat/models"
	"amanat/services/fault"
	"amanat/services/kernel"
	"amanat/services/kit/crockford"
	"amanat/services/kit/seal"
	"amanat/services/ledger"
	"amanat/services/surveys/blind"
)

const (
	domainInvitation = "survey invitation"
	domainBlinded    = "survey blinded message"
	domainCredential = "survey credential" //nolint:gosec // what a hash is for, no credential
)

// invitationsAtOnce bounds how many rows one statement writes.
const invitationsAtOnce = 500

// Invite makes single-use invitations, which are shown once and kept only as keyed hashes. They hold for every version
// of the survey. NotFound (`survey_unknown`). See intake.submit for repeated requests.
func (s *Surveys) Invite(
	ctx context.Context, actor models.Actor, slug string, in kernel.Input[models.InvitationsForm],
) (view models.InvitationsView, replayed bool, err error) {
	if view, replayed, err = kernel.Lookup[models.InvitationsView](ctx, s.env, in.Request); replayed || err != nil {
		return view, replayed, err
	}
	if _, err := kernel.Validate(s.env, in); err != nil {
		return view, false, err
	}
	_, err = s.change(ctx, slug, func(c *surveyChange) error {
		rows, err := s.drawInvitations(c.survey.ID, in.Form.Count, &view)
		if err != nil {
			return err
		}
		if err := s.env.Reserve(c.tx, in.Request, view); err != nil {
			return err
		}
		if err := c.tx.CreateInBatches(rows, invitationsAtOnce).Error; err != nil {
			return err
		}
		invited := c.tx.Model(&c.survey).Update("invited", gorm.Expr("invited + ?", in.Form.Count))
		if invited.Error != nil {
			return invited.Error
		}
		return s.ledger.Record(c.tx, ledger.Act{
			By: actor, At: s.env.Clock(), Action: "survey.invited", Subject: c.survey.Slug,
			Detail: map[string]string{"count": strconv.Itoa(in.Form.Count)},
		})
	})
	if kernel.IsDuplicateRequest(err) {
		return kernel.Replay[models.InvitationsView](ctx, s.env, in.Request)
	}
	return view, false, kernel.Fault(err, "invite to survey")
}

func (s *Surveys) drawInvitations(
	survey uuid.UUID, count int, view *models.InvitationsView,
) (rows []models.SurveyInvitation, err error) {
	view.Tokens = make([]string, count)
	rows = make([]models.SurveyInvitation, count)
	for i := range count {
		view.Tokens[i] = crockford.NewCode().String()
		rows[i].SurveyID = survey
		if rows[i].TokenHash, err = s.invitationHash(survey, view.Tokens[i]); err != nil {
			return nil, err
		}
	}
	return rows, nil
}

// invitationHash is what an invitation is known by; nil where none is given. Forbidden (`invitation_unknown`) for what
// cannot be one.
func (s *Surveys) invitationHash(survey uuid.UUID, token string) ([]byte, error) {
	if token == "" {
		return nil, nil
	}
	code, ok := crockford.ParseCode(token)
	if !ok {
		return nil, fault.New(fault.Forbidden, "invitation_unknown")
	}
	return s.env.Keyring.Hash(domainInvitation, survey[:], []byte(code))
}

// invitationHashes are what an invitation may be known by, under every key that the keyring still has.
func (s *Surveys) invitationHashes(survey uuid.UUID, token string) ([][]byte, error) {
	code, ok := crockford.ParseCode(token)
	if !ok {
		return nil, nil
	}
	return s.env.Keyring.Hashes(domainInvitation, survey[:], []byte(code))
}

// credentialHash verifies a credential and answers what it is known by once it is spent; nil where none is needed.
// Forbidden (`credential_unknown`) for what this survey has not signed.
func (s *Surveys) credentialHash(live liveSurvey, given models.CredentialPart) ([]byte, error) {
	if live.Privacy != models.PrivacyBlind {
		return nil, nil
	}
	public, err := blind.ParsePublicKey(live.CredentialPublicKey)
	if err != nil {
		return nil, err
	}
	message, signature := fromBase64(given.Message), fromBase64(given.Signature)
	if err := public.Verify(message, signature); err != nil {
		return nil, fault.Wrap(fault.Forbidden, "credential_unknown", err)
	}
	return s.env.Keyring.Hash(domainCredential, live.ID[:], message)
}

// fromBase64 reads base64url without padding, in the one spelling that each value has; nil for what is none.
func fromBase64(text string) []byte {
	data, err := base64.RawURLEncoding.Strict().DecodeString(text)
	if err != nil {
		return nil
	}
	return data
}

// Credential exchanges an invitation for a blind signature (RFC 9474), which nobody can later tell from any other. The
// same invitation with the same blinded message gets the same signature again. NotFound (`survey_unknown`); Conflict
// (`survey_not_blind`) where privacy is not `blind`, and where nobody can answer now; Forbidden (`invitation_unknown`).
func (s *Surveys) Credential(
	ctx context.Context, slug string, in kernel.Input[models.CredentialForm],
) (view models.BlindSignatureView, err error) {
	var blinded []byte
	_, err = kernel.Validate(s.env, in, func(form *models.CredentialForm) (refused []fault.Violation) {
		blinded = fromBase64(form.BlindedMessage)
		if form.BlindedMessage != "" && len(blinded) != blind.SignatureBytes {
			refused = append(refused, fault.Violation{Pointer: "/blinded_message", Code: "not_blinded"})
		}
		return refused
	})
	if err != nil {
		return view, err
	}
	live, err := s.find(ctx, slug)
	if err != nil {
		return view, err
	}
	if live.Privacy != models.PrivacyBlind {
		return view, fault.New(fault.Conflict, "survey_not_blind")
	}
	if err := s.answerable(live, ""); err != nil {
		return view, err
	}
	t, err := s.ticket(live, in.Form.Invitation, blinded)
	if err != nil {
		return view, kernel.Fault(err, "read invitation")
	}
	if err := s.redeemable(ctx, t); err != nil {
		return view, kernel.Fault(err, "read invitation")
	}
	signature, err := s.signBlinded(ctx, live, blinded)
	if err != nil {
		return view, kernel.Fault(err, "sign credential")
	}
	if err := s.redeem(ctx, t); err != nil {
		return view, kernel.Fault(err, "spend invitation")
	}
	return models.BlindSignatureView{BlindSignature: base64.RawURLEncoding.EncodeToString(signature)}, nil
}

// signBlinded comes before the invitation is spent: what cannot be signed costs nobody theirs.
func (s *Surveys) signBlinded(ctx context.Context, live liveSurvey, blinded []byte) ([]byte, error) {
	sealing, err := s.key(ctx, s.env.DB, live.ID)
	if err != nil {
		return nil, err
	}
	private, err := seal.OpenBytes(sealing, live.ID, placeCredentialKey, live.CredentialKeySealed)
	if err != nil {
		return nil, err
	}
	key, err := blind.ParseKey(private)
	if err != nil {
		return nil, err
	}
	signature, err := key.Sign(blinded)
	if err != nil {
		return nil, fault.Violated([]fault.Violation{{Pointer: "/blinded_message", Code: "not_blinded"}})
	}
	return signature, nil
}

// ticket is an invitation with the blinded message that it is to be spent for, as both are known under every key that
// the keyring still has.
type ticket struct {
	survey            uuid.UUID
	tokens, spentFor  [][]byte
	spentForFromNowOn []byte
}

func (s *Surveys) ticket(live liveSurvey, token string, blinded []byte) (t ticket, err error) {
	t.survey = live.ID
	if t.tokens, err = s.invitationHashes(live.ID, token); err != nil {
		return t, err
	}
	if t.spentFor, err = s.env.Keyring.Hashes(domainBlinded, live.ID[:], blinded); err != nil {
		return t, err
	}
	t.spentForFromNowOn, err = s.env.Keyring.Hash(domainBlinded, live.ID[:], blinded)
	return t, err
}

// redeemable fails for what can be spent for nothing, or not for this any more, before there is the work of signing.
func (s *Surveys) redeemable(ctx context.Context, t ticket) error {
	var found []models.SurveyInvitation
	err := s.env.DB.WithContext(ctx).Where("survey_id = ? AND token_hash IN ?", t.survey, t.tokens).Find(&found).Error
	if err != nil {
		return err
	}
	if len(found) == 0 || found[0].BlindedHash != nil && !slices.ContainsFunc(t.spentFor, func(hash []byte) bool {
		return hmac.Equal(hash, found[0].BlindedHash)
	}) {
		return fault.New(fault.Forbidden, "invitation_unknown")
	}
	return nil
}

// redeem spends an invitation, or finds it spent for the very same.
func (s *Surveys) redeem(ctx context.Context, t ticket) error {
	spent := s.env.DB.WithContext(ctx).Model(&models.SurveyInvitation{}).
		Where("survey_id = ? AND token_hash IN ? AND blinded_hash IS NULL", t.survey, t.tokens).
		Update("blinded_hash", t.spentForFromNowOn)
	if spent.Error != nil || spent.RowsAffected == 1 {
		return spent.Error
	}
	return s.redeemable(ctx, t)
}

// credentialKeyOf shows the public key of a blind survey; nil of any other.
func credentialKeyOf(survey models.Survey) (*models.CredentialKeyView, error) {
	if survey.Privacy != models.PrivacyBlind || survey.CredentialPublicKey == nil {
		return nil, nil //nolint:nilnil // most surveys have none
	}
	public, err := blind.ParsePublicKey(survey.CredentialPublicKey)
	if err != nil {
		return nil, err
	}
	return &models.CredentialKeyView{Suite: blind.Suite, Key: models.RSAKeyView(public.JWK())}, nil
}
