// Package web is what all handlers share: how a request is read, how it is answered, and how a refusal is told. It
// knows HTTP, and no resource.
//
// A handler holds a Binder for each body that it takes, a Query or a List for each query, Documents where an answer is
// served from memory, and the Localizer where something is said in words. It is a Func:
//
//	func (h *OpeningHours) Create(c *gin.Context) error {
//		in, err := h.form.Bind(c)
//		if err != nil {
//			return err
//		}
//		view, replayed, err := h.hours.Create(c.Request.Context(), web.Actor(c), in)
//		if err != nil {
//			return err
//		}
//		return web.Created(c, view, replayed)
//	}
//
// Binding is strict. A request that cannot be read is an error; what is wrong with single fields travels in the input,
// so that the service reports it together with the rules that the other fields break. An error is returned, never
// answered: Problems makes a problem document of it, and is the only place that gives a fault a status.
//
// The middleware leaves what it found out about the caller by SetActor and SetSecure; handlers read it by Actor and
// Secure.
package web
