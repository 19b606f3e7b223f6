package handlers

import (
	"github.com/gin-gonic/gin"

	"amanat/handlers/cursor"
	"amanat/handlers/web"
	"amanat/models"
	"amanat/services/staff"
)

// Accounts serves the accounts of staff.
type Accounts struct {
	accounts *staff.Accounts
	form     web.Binder[models.AccountForm]
	change   web.Binder[models.AccountChangeForm]
	list     web.List[struct{}]
	handlers web.List[struct{}]
}

func newAccounts(s *staff.Accounts, cursors *cursor.Codec) *Accounts {
	return &Accounts{
		accounts: s, form: web.NewBinder[models.AccountForm](), change: web.NewBinder[models.AccountChangeForm](),
		list:     web.NewList[struct{}](cursors, "staff-accounts"),
		handlers: web.NewList[struct{}](cursors, "case-handlers"),
	}
}

// List lists the accounts.
//
//	@Summary	List the accounts
//	@Tags		staff accounts
//	@ID			listAccounts
//	@Success	200	{object}	models.Page[models.AccountView]	"The accounts, oldest first"
//	@Security	staff
//	@x-roles	["admin"]
//	@Router		/api/v1/staff/accounts [get]
func (h *Accounts) List(c *gin.Context) error {
	p, err := h.list.BindPage(c)
	if err != nil {
		return err
	}
	items, more, err := h.accounts.List(c.Request.Context(), web.Actor(c), web.ReadID(p.After), p.Limit)
	if err != nil {
		return err
	}
	view, err := web.PageOf(h.list, p, items, more, func(a models.AccountView) []byte { return a.ID[:] })
	if err != nil {
		return err
	}
	return web.OK(c, view)
}

// Create makes an account.
//
//	@Summary		Create an account
//	@Description	The one-time password is shown once. It only serves to sign in and choose another.
//	@Tags			staff accounts
//	@ID				createAccount
//	@Param			body	body		models.AccountForm		true	"The account"
//	@Success		201		{object}	models.NewAccountView	"The account, with its one-time password"
//	@Failure		409		"There is an account with this e-mail"
//	@Security		staff
//	@x-roles		["admin"]
//	@Router			/api/v1/staff/accounts [post]
func (h *Accounts) Create(c *gin.Context) error {
	in, err := h.form.Bind(c)
	if err != nil {
		return err
	}
	view, replayed, err := h.accounts.Create(c.Request.Context(), web.Actor(c), in)
	if err != nil {
		return err
	}
	return web.Created(c, view, replayed)
}

// Get shows an account.
//
//	@Summary	See an account
//	@Tags		staff accounts
//	@ID			getAccount
//	@Param		id	path		string				true	"The account's id"	Format(uuid)
//	@Success	200	{object}	models.AccountView	"The account"
//	@Security	staff
//	@x-roles	["admin"]
//	@Router		/api/v1/staff/accounts/{id} [get]
func (h *Accounts) Get(c *gin.Context) error {
	view, err := h.accounts.Get(c.Request.Context(), web.Actor(c), c.Param("id"))
	if err != nil {
		return err
	}
	return web.OK(c, view)
}

// Change gives an account another role, or disables it.
//
//	@Summary		Change an account
//	@Description	Its sessions end at once. Somebody has to be left who keeps the accounts.
//	@Tags			staff accounts
//	@ID				changeAccount
//	@Param			id		path		string						true	"The account's id"	Format(uuid)
//	@Param			body	body		models.AccountChangeForm	true	"What is to be changed; the rest stays"
//	@Success		200		{object}	models.AccountView			"The account as it is now"
//	@Failure		409		"It is the last administrator's"
//	@Security		staff
//	@x-roles		["admin"]
//	@Router			/api/v1/staff/accounts/{id} [patch]
func (h *Accounts) Change(c *gin.Context) error {
	in, err := h.change.Bind(c)
	if err != nil {
		return err
	}
	view, err := h.accounts.Change(c.Request.Context(), web.Actor(c), c.Param("id"), in)
	if err != nil {
		return err
	}
	return web.OK(c, view)
}

// Reset gives an account a new one-time password.
//
//	@Summary		Reset an account
//	@Description	For somebody who has lost the password or the authenticator: a new one-time password, and no second factor. Its sessions end at once.
//	@Tags			staff accounts
//	@ID				resetAccount
//	@Param			id	path		string					true	"The account's id"	Format(uuid)
//	@Success		200	{object}	models.NewAccountView	"The account, with its one-time password"
//	@Security		staff
//	@x-roles		["admin"]
//	@Router			/api/v1/staff/accounts/{id}/reset [post]
func (h *Accounts) Reset(c *gin.Context) error {
	if err := web.BindNothing(c); err != nil {
		return err
	}
	view, err := h.accounts.Reset(c.Request.Context(), web.Actor(c), c.Param("id"))
	if err != nil {
		return err
	}
	return web.OK(c, view)
}

// Handlers lists to whom cases can be assigned.
//
//	@Summary	List who handles cases
//	@Tags		cases
//	@ID			listCaseHandlers
//	@Success	200	{object}	models.Page[models.HandlerView]	"To whom cases can be assigned"
//	@Security	staff
//	@x-roles	["officer", "lead", "privacy"]
//	@Router		/api/v1/staff/case-handlers [get]
func (h *Accounts) Handlers(c *gin.Context) error {
	p, err := h.handlers.BindPage(c)
	if err != nil {
		return err
	}
	items, more, err := h.accounts.Handlers(c.Request.Context(), web.Actor(c), web.ReadID(p.After), p.Limit)
	if err != nil {
		return err
	}
	view, err := web.PageOf(h.handlers, p, items, more, func(a models.HandlerView) []byte { return a.Account[:] })
	if err != nil {
		return err
	}
	return web.OK(c, view)
}
