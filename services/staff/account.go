package staff

import (
	"context"
	"errors"
	"strings"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"amanat/models"
	"amanat/services/fault"
	"amanat/services/kernel"
	"amanat/services/kit/seal"
	"amanat/services/ledger"
	"amanat/services/staff/credential"
)

const (
	placeProfile     = "staff_accounts.profile_sealed"
	placeCredentials = "staff_accounts.credentials_sealed"
	domainEmail      = "staff email"
)

// Accounts keeps the accounts of staff.
type Accounts struct {
	accounts
	hasher *credential.Hasher
}

// Create makes an account with a one-time password, which is shown once and only serves to choose another. Conflict
// (`account_exists`) when the e-mail has an account. See intake.submit for repeated requests.
func (s *Accounts) Create(
	ctx context.Context, actor models.Actor, in kernel.Input[models.AccountForm],
) (view models.NewAccountView, replayed bool, err error) {
	if _, err := kernel.Validate(s.env, in); err != nil {
		return view, false, err
	}
	if view, replayed, err = kernel.Lookup[models.NewAccountView](ctx, s.env, in.Request); replayed || err != nil {
		return view, replayed, err
	}
	password := credential.NewPassword()
	account, err := s.create(ctx, actor, in, password, true)
	if kernel.IsDuplicateRequest(err) {
		return kernel.Replay[models.NewAccountView](ctx, s.env, in.Request)
	}
	return models.NewAccountView{AccountView: account, OneTimePassword: password}, false, err
}

// Add makes an account at the command line. Without a password it gets a one-time password, which is answered.
func (s *Accounts) Add(
	ctx context.Context, in kernel.Input[models.AccountForm], password string,
) (oneTimePassword string, err error) {
	if password == "" {
		oneTimePassword = credential.NewPassword()
		_, err := s.create(ctx, models.Actor{Role: models.RoleOperator}, in, oneTimePassword, true)
		return oneTimePassword, err
	}
	var refused []fault.Violation
	if code := credential.Refusal(password, in.Form.Email); code != "" {
		refused = append(refused, fault.Violation{Pointer: "/password", Code: code})
	}
	refuse := func(*models.AccountForm) []fault.Violation { return refused }
	if _, err := kernel.Validate(s.env, in, refuse); err != nil {
		return "", err
	}
	_, err = s.create(ctx, models.Actor{Role: models.RoleOperator}, in, password, false)
	return "", err
}

func (s *Accounts) create(
	ctx context.Context, actor models.Actor, in kernel.Input[models.AccountForm], password string, temporary bool,
) (view models.AccountView, err error) {
	if _, err := kernel.Validate(s.env, in); err != nil {
		return view, err
	}
	hash, err := s.hasher.Hash(ctx, password)
	if err != nil {
		return view, busyOr("hash password", err)
	}
	row, dataKey, err := s.seal(in.Form, hash, temporary)
	if err != nil {
		return view, kernel.Fault(err, "create account")
	}
	view = viewOfAccount(row, in.Form.Email)
	err = s.env.DB.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
		answer := models.NewAccountView{AccountView: view, OneTimePassword: password}
		if err := s.env.Reserve(tx, in.Request, answer); err != nil {
			return err
		}
		if _, taken, err := s.byEmail(tx, in.Form.Email); err != nil {
			return err
		} else if taken {
			return fault.New(fault.Conflict, "account_exists")
		}
		if err := tx.Create(&dataKey).Error; err != nil {
			return err
		}
		if err := tx.Create(&row).Error; err != nil {
			return err
		}
		return s.ledger.Record(tx, ledger.Act{
			By: actor, At: row.CreatedAt, Action: "account.created", Subject: row.ID.String(),
			Detail: map[string]string{"role": string(row.Role)},
		})
	})
	if errors.Is(err, gorm.ErrDuplicatedKey) {
		return view, fault.New(fault.Conflict, "account_exists")
	}
	if kernel.IsDuplicateRequest(err) {
		return view, err
	}
	return view, kernel.Fault(err, "create account")
}

func (s *Accounts) seal(
	form *models.AccountForm, passwordHash string, temporary bool,
) (row models.StaffAccount, dataKey models.DataKey, err error) {
	now := s.env.Clock()
	row = models.StaffAccount{Role: models.Role(form.Role), CreatedAt: now, PasswordTemporary: temporary}
	if row.ID, err = s.env.ID(); err != nil {
		return row, dataKey, err
	}
	if row.EmailHash, err = s.emailHash(form.Email); err != nil {
		return row, dataKey, err
	}
	key, dataKey, err := s.env.Keyring.NewDataKey(row.ID, now)
	if err != nil {
		return row, dataKey, err
	}
	profile := models.StaffProfile{Email: form.Email}
	if row.ProfileSealed, err = seal.Seal(key, row.ID, placeProfile, profile); err != nil {
		return row, dataKey, err
	}
	secrets := models.StaffCredentials{PasswordHash: passwordHash}
	row.CredentialsSealed, err = seal.Seal(key, row.ID, placeCredentials, secrets)
	return row, dataKey, err
}

// List shows the accounts in the order in which they were made, those behind the given id, at most limit.
func (s *Accounts) List(
	ctx context.Context, actor models.Actor, after uuid.UUID, limit int,
) (views []models.AccountView, more bool, err error) {
	var rows []models.StaffAccount
	err = s.env.DB.WithContext(ctx).Where("id > ?", after).Order("id").Limit(limit + 1).Find(&rows).Error
	if err != nil {
		return nil, false, kernel.Fault(err, "list accounts")
	}
	views = make([]models.AccountView, 0, len(rows))
	for _, row := range rows[:min(limit, len(rows))] {
		view, err := s.view(ctx, row)
		if err != nil {
			return nil, false, err
		}
		views = append(views, view)
	}
	return views, len(rows) > limit, s.noteRead(ctx, actor, "")
}

// noteRead enters that addresses of staff were read: they are personal data like any other.
func (s *Accounts) noteRead(ctx context.Context, actor models.Actor, subject string) error {
	read := ledger.Act{By: actor, At: s.env.Clock(), Action: "account.read", Subject: subject}
	return kernel.Fault(s.ledger.Record(s.env.DB.WithContext(ctx), read), "enter reading")
}

// Handlers lists to whom cases can be assigned.
func (s *Accounts) Handlers(
	ctx context.Context, actor models.Actor, after uuid.UUID, limit int,
) (views []models.HandlerView, more bool, err error) {
	handling := []models.Role{models.RoleOfficer, models.RoleLead}
	var rows []models.StaffAccount
	err = s.env.DB.WithContext(ctx).Where("id > ? AND disabled_at IS NULL AND role IN ?", after, handling).
		Order("id").Limit(limit + 1).Find(&rows).Error
	if err != nil {
		return nil, false, kernel.Fault(err, "list handlers")
	}
	views = make([]models.HandlerView, 0, len(rows))
	for _, row := range rows[:min(limit, len(rows))] {
		view, err := s.view(ctx, row)
		if err != nil {
			return nil, false, err
		}
		views = append(views, models.HandlerView{Account: view.ID, Email: view.Email, Role: view.Role})
	}
	return views, len(rows) > limit, s.noteRead(ctx, actor, "")
}

// Get shows one account; NotFound (`account_unknown`).
func (s *Accounts) Get(ctx context.Context, actor models.Actor, id string) (view models.AccountView, err error) {
	row, err := accountByID(s.env.DB.WithContext(ctx), id)
	if err != nil {
		return view, kernel.Fault(err, "find account")
	}
	if err := s.noteRead(ctx, actor, row.ID.String()); err != nil {
		return view, err
	}
	return s.view(ctx, row)
}

func (s *Accounts) view(ctx context.Context, row models.StaffAccount) (models.AccountView, error) {
	key, err := s.accountKey(s.env.DB.WithContext(ctx), row)
	if err != nil {
		return models.AccountView{}, err
	}
	profile, err := seal.Open(key, row.ID, placeProfile, row.ProfileSealed)
	return viewOfAccount(row, profile.Email), kernel.Fault(err, "open profile")
}

func viewOfAccount(row models.StaffAccount, email string) models.AccountView {
	return models.AccountView{
		ID: row.ID, Email: email, Role: row.Role, Disabled: row.DisabledAt != nil, SecondFactor: row.SecondFactor,
		PasswordTemporary: row.PasswordTemporary, CreatedAt: models.Shown(row.CreatedAt),
	}
}

func accountByID(db *gorm.DB, id string) (row models.StaffAccount, err error) {
	accountID, err := uuid.Parse(id)
	if err != nil {
		return row, fault.New(fault.NotFound, "account_unknown")
	}
	found := db.Where("id = ?", accountID).Limit(1).Find(&row)
	if found.Error == nil && found.RowsAffected == 0 {
		return row, fault.New(fault.NotFound, "account_unknown")
	}
	return row, found.Error
}

// lockAccount reads an account and keeps others from changing it until the transaction ends.
func lockAccount(tx *gorm.DB, id string) (models.StaffAccount, error) {
	return accountByID(kernel.ForUpdate(tx), id)
}

// accountKey opens the data key of an account, which has the account's id.
func (a accounts) accountKey(db *gorm.DB, row models.StaffAccount) (seal.Key, error) {
	key, found, err := a.env.DataKey(db, row.ID)
	if err == nil && !found {
		return key, fault.Wrap(fault.Internal, "internal", errors.New("an account has no data key"))
	}
	return key, err
}

// emailHash is what an account is found by, in whatever case the address is written.
func (a accounts) emailHash(email string) ([]byte, error) {
	return a.env.Keyring.Hash(domainEmail, []byte(strings.ToLower(email)))
}

// byEmail finds the account of an address, also one from before the key of hashes was replaced.
func (a accounts) byEmail(db *gorm.DB, email string) (row models.StaffAccount, found bool, err error) {
	hashes, err := a.env.Keyring.Hashes(domainEmail, []byte(strings.ToLower(email)))
	if err != nil {
		return row, false, err
	}
	result := db.Where("email_hash IN ?", hashes).Limit(1).Find(&row)
	return row, result.RowsAffected == 1, result.Error
}

// busyOr makes a fault of an error of the hasher.
func busyOr(doing string, err error) error {
	if errors.Is(err, credential.ErrBusy) {
		return kernel.Busy(err)
	}
	return kernel.Fault(err, doing)
}
