package handlers

import (
	"github.com/gin-gonic/gin"

	"amanat/handlers/web"
	"amanat/services"
)

// Health says whether the program runs and whether it can work.
type Health struct{ readiness *services.Readiness }

// Status is a word about the program's health.
type Status struct {
	Status string `json:"status" example:"ok"`
} // @name Status

// Live answers as long as the program runs.
//
//	@Summary	Is the program alive?
//	@Tags		around
//	@ID			getLiveness
//	@Success	200	{object}	Status	"It runs"
//	@Router		/healthz [get]
func (h *Health) Live(c *gin.Context) error { return web.OK(c, Status{Status: "ok"}) }

// Ready answers whether the database can be used.
//
//	@Summary	Can the program do its work?
//	@Tags		around
//	@ID			getReadiness
//	@Success	200	{object}	Status	"The database answers"
//	@Failure	503	{object}	web.Problem
//	@Router		/readyz [get]
func (h *Health) Ready(c *gin.Context) error {
	if err := h.readiness.Check(c.Request.Context()); err != nil {
		return err
	}
	return web.OK(c, Status{Status: "ready"})
}
