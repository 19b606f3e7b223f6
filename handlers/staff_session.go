package handlers

import (
	"github.com/gin-gonic/gin"

	"amanat/handlers/web"
	"amanat/models"
	"amanat/services/staff"
)

// Sessions signs staff in and out, and lets them keep their own credentials.
type Sessions struct {
	sessions     *staff.Sessions
	signIn       web.Binder[models.SignInForm]
	password     web.Binder[models.PasswordForm]
	secondFactor web.Binder[models.SecondFactorForm]
	otp          web.Binder[models.OTPForm]
}

func newSessions(s *staff.Sessions) *Sessions {
	return &Sessions{
		sessions: s, signIn: web.NewBinder[models.SignInForm](), password: web.NewBinder[models.PasswordForm](),
		secondFactor: web.NewBinder[models.SecondFactorForm](), otp: web.NewBinder[models.OTPForm](),
	}
}

// Create signs in.
//
//	@Summary		Sign in
//	@Description	The token goes into `Authorization: Bearer <token>`. A session ends when it has not been used for 30 minutes, and after 12 hours. Whether the e-mail is unknown, the password wrong or the account disabled makes no difference to the answer. After some failures an e-mail has to wait, longer each time. An account with a second factor gets `otp_required` until `otp` is given along.
//	@Tags			staff
//	@ID				createSession
//	@Param			body	body		models.SignInForm	true	"The credentials"
//	@Success		201		{object}	models.SessionView	"The session; its token is shown once"
//	@Failure		401		"The credentials are wrong, or the second factor is missing"
//	@Router			/api/v1/staff/sessions [post]
func (h *Sessions) Create(c *gin.Context) error {
	in, err := h.signIn.Bind(c)
	if err != nil {
		return err
	}
	view, replayed, err := h.sessions.SignIn(c.Request.Context(), in)
	if err != nil {
		return err
	}
	return web.Created(c, view, replayed)
}

// Delete signs out.
//
//	@Summary	Sign out
//	@Tags		staff
//	@ID			deleteSession
//	@Success	204	"The session has ended"
//	@Security	staff
//	@x-roles	["admin", "officer", "lead", "editor", "analyst", "privacy"]
//	@Router		/api/v1/staff/sessions/current [delete]
func (h *Sessions) Delete(c *gin.Context) error {
	if err := web.BindNothing(c); err != nil {
		return err
	}
	if err := h.sessions.SignOut(c.Request.Context(), web.Actor(c)); err != nil {
		return err
	}
	return web.NoContent(c)
}

// Me shows who is signed in.
//
//	@Summary		See who I am
//	@Description	`required` says what has to be done before anything else is possible: choosing a password of one's own, or enrolling a second factor.
//	@Tags			staff
//	@ID				getMe
//	@Success		200	{object}	models.MeView	"Who is signed in"
//	@Security		staff
//	@x-roles		["admin", "officer", "lead", "editor", "analyst", "privacy"]
//	@Router			/api/v1/staff/me [get]
func (h *Sessions) Me(c *gin.Context) error {
	view, err := h.sessions.Me(c.Request.Context(), web.Actor(c))
	if err != nil {
		return err
	}
	return web.OK(c, view)
}

// ChangePassword chooses another password.
//
//	@Summary		Change my password
//	@Description	10 to 128 characters, of any kind; not the name in the e-mail, no well-known password, no plain sequence. All other sessions of the account end.
//	@Tags			staff
//	@ID				changeMyPassword
//	@Param			body	body	models.PasswordForm	true	"The passwords"
//	@Success		204		"The password is changed"
//	@Failure		403		"The current password is wrong"
//	@Security		staff
//	@x-roles		["admin", "officer", "lead", "editor", "analyst", "privacy"]
//	@Router			/api/v1/staff/me/password [put]
func (h *Sessions) ChangePassword(c *gin.Context) error {
	in, err := h.password.Bind(c)
	if err != nil {
		return err
	}
	if err := h.sessions.ChangePassword(c.Request.Context(), web.Actor(c), in); err != nil {
		return err
	}
	return web.NoContent(c)
}

// Enrol shows a secret for an authenticator.
//
//	@Summary		Enrol a second factor
//	@Description	Put the secret, or the URI as a QR code, into an authenticator (TOTP, RFC 6238: SHA-1, 6 digits, 30 seconds) and confirm it with a code. Until then whatever was in place stays.
//	@Tags			staff
//	@ID				enrolSecondFactor
//	@Param			body	body		models.SecondFactorForm	true	"The password; also a code, if there is a second factor already"
//	@Success		200		{object}	models.EnrolmentView	"The secret; it is shown once"
//	@Failure		403		"The password or the code is wrong"
//	@Security		staff
//	@x-roles		["admin", "officer", "lead", "editor", "analyst", "privacy"]
//	@Router			/api/v1/staff/me/second-factor [post]
func (h *Sessions) Enrol(c *gin.Context) error {
	in, err := h.secondFactor.Bind(c)
	if err != nil {
		return err
	}
	view, err := h.sessions.Enrol(c.Request.Context(), web.Actor(c), in)
	if err != nil {
		return err
	}
	return web.OK(c, view)
}

// Confirm puts the enrolled second factor in place.
//
//	@Summary		Confirm my second factor
//	@Description	From now on each sign-in asks for a code. The answer has ten recovery codes, each of which replaces a code of the authenticator once; they are shown once. All other sessions of the account end.
//	@Tags			staff
//	@ID				confirmSecondFactor
//	@Param			body	body		models.OTPForm				true	"A code of the authenticator"
//	@Success		200		{object}	models.RecoveryCodesView	"The recovery codes"
//	@Failure		403		"The code is wrong"
//	@Failure		409		"Nothing was enrolled"
//	@Security		staff
//	@x-roles		["admin", "officer", "lead", "editor", "analyst", "privacy"]
//	@Router			/api/v1/staff/me/second-factor/confirmation [post]
func (h *Sessions) Confirm(c *gin.Context) error {
	in, err := h.otp.Bind(c)
	if err != nil {
		return err
	}
	view, err := h.sessions.Confirm(c.Request.Context(), web.Actor(c), in)
	if err != nil {
		return err
	}
	return web.OK(c, view)
}

// RenewRecoveryCodes makes new recovery codes.
//
//	@Summary		Renew my recovery codes
//	@Description	The old ones are void.
//	@Tags			staff
//	@ID				renewRecoveryCodes
//	@Param			body	body		models.OTPForm				true	"A code of the authenticator, or a recovery code"
//	@Success		200		{object}	models.RecoveryCodesView	"The recovery codes; they are shown once"
//	@Failure		403		"The code is wrong"
//	@Failure		409		"There is no second factor"
//	@Security		staff
//	@x-roles		["admin", "officer", "lead", "editor", "analyst", "privacy"]
//	@Router			/api/v1/staff/me/recovery-codes [post]
func (h *Sessions) RenewRecoveryCodes(c *gin.Context) error {
	in, err := h.otp.Bind(c)
	if err != nil {
		return err
	}
	view, err := h.sessions.RenewRecoveryCodes(c.Request.Context(), web.Actor(c), in)
	if err != nil {
		return err
	}
	return web.OK(c, view)
}
