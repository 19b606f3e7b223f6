package cases

import (
	"context"
	"errors"
	"time"

	"gorm.io/gorm"

	"amanat/models"
	"amanat/models/privacy"
	"amanat/services/kernel"
	"amanat/services/kit/batch"
	"amanat/services/kit/crockford"
	"amanat/services/kit/seal"
	"amanat/services/proof"
)

const (
	placeIdentity = "cases.identity_sealed"
	placeContent  = "cases.content_sealed"

	domainReceipt = "receipt"

	// references bounds how often a reference is drawn again. With 40 random bits even the second draw is rare.
	references = 5
)

// intake takes a new case in: seals it, writes it together with whatever arrives at the same time, answers a receipt.
type intake struct {
	room
	prover *proof.Prover
	// policyVersion answers which version of the privacy policy is in force.
	policyVersion func(context.Context) (int, error)
	writer        *batch.Group[*submission]
}

// draft is a validated form on its way to becoming a case.
type draft struct {
	kind         models.CaseKind
	prefix       string
	feedbackKind string
	category     string
	person       models.Person
	content      models.Content
	receivedAt   time.Time
	// statement is the version of the privacy policy in force.
	statement int
	// start sets the clocks; nil where there are none.
	start   func(*models.Case)
	notices []models.Notice
}

// submission is everything that is stored for one draft, in one transaction.
type submission struct {
	kase    models.Case
	dataKey models.DataKey
	record  *models.IdempotencyRecord
}

func newIntake(room room, prover *proof.Prover, policyVersion func(context.Context) (int, error)) *intake {
	in := &intake{room: room, prover: prover, policyVersion: policyVersion}
	in.writer = batch.New(batch.Writers, batch.MaxItems, in.write)
	return in
}

// submit stores the draft and answers its receipt. A repeated request (same Idempotency-Key, same body) gets the first
// receipt again, with replayed true; the same key with another body is a Conflict (`idempotency_conflict`).
func (in *intake) submit(
	ctx context.Context, d draft, request kernel.Request,
) (r models.Receipt, replayed bool, err error) {
	if r, replayed, err = kernel.Lookup[models.Receipt](ctx, in.env, request); replayed || err != nil {
		return r, replayed, err
	}
	if d.statement, err = in.policyVersion(ctx); err != nil {
		return r, false, err
	}
	for range references {
		r, err = in.attempt(ctx, d, request)
		if !errors.Is(err, gorm.ErrDuplicatedKey) {
			break
		}
	}
	if kernel.IsDuplicateRequest(err) {
		return kernel.Replay[models.Receipt](ctx, in.env, request)
	}
	return r, false, kernel.Fault(err, "store case")
}

// attempt stores the draft under a freshly drawn reference and code.
func (in *intake) attempt(ctx context.Context, d draft, request kernel.Request) (models.Receipt, error) {
	code := crockford.NewCode()
	s, err := in.seal(d, code)
	if err != nil {
		return models.Receipt{}, err
	}
	r, err := in.receipt(d, s.kase.Reference, code)
	if err != nil {
		return models.Receipt{}, err
	}
	if s.record, err = in.env.NewRecord(request, r); err != nil {
		return models.Receipt{}, err
	}
	return r, in.writer.Do(ctx, s)
}

func (in *intake) seal(d draft, code crockford.Code) (*submission, error) {
	id, err := in.env.ID()
	if err != nil {
		return nil, err
	}
	key, dataKey, err := in.env.Keyring.NewDataKey(id, d.receivedAt)
	if err != nil {
		return nil, err
	}
	identity, err := seal.Seal(key, id, placeIdentity, identityOf(d.person))
	if err != nil {
		return nil, err
	}
	content, err := seal.Seal(key, id, placeContent, d.content)
	if err != nil {
		return nil, err
	}
	hash, err := in.env.Keyring.Hash(domainReceipt, []byte(code))
	if err != nil {
		return nil, err
	}
	kase := models.Case{
		ID: id, Reference: crockford.NewReference(d.prefix), ReceiptHash: hash, Kind: d.kind,
		FeedbackKind: given(d.feedbackKind), Category: given(d.category), State: models.StateReceived,
		ReceivedAt: d.receivedAt, StatementVersion: d.statement, IdentitySealed: identity, ContentSealed: content,
	}
	if d.start != nil {
		d.start(&kase)
	}
	return &submission{dataKey: dataKey, kase: kase}, nil
}

func (in *intake) receipt(d draft, reference string, code crockford.Code) (models.Receipt, error) {
	claims := models.ReceiptClaims{
		Reference: reference, Kind: d.kind, ReceivedAt: models.Shown(d.receivedAt), Kept: d.kept(),
		Retention: privacy.WithCase.Rule().ISO, StatementVersion: d.statement,
	}
	proof, err := in.prover.Sign(claims)
	return models.Receipt{
		Reference: reference, ReceiptCode: code.String(), Kind: d.kind, ReceivedAt: claims.ReceivedAt,
		Kept: claims.Kept, Retention: string(privacy.WithCase), StatementVersion: d.statement,
		Proof: proof, Notices: d.notices,
	}, err
}

// kept lists the fields of the form that were given and are kept.
func (d draft) kept() []string {
	kept := d.person.Kept()
	if d.feedbackKind != "" {
		kept = append(kept, "kind")
	}
	if d.category != "" {
		kept = append(kept, "category")
	}
	return append(kept, d.content.Kept()...)
}

func given(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}
