package web

import "github.com/gin-gonic/gin"

// secureKey is where the middleware leaves whether the caller came over TLS.
const secureKey = "secure"

// SetSecure says that the caller came over TLS.
func SetSecure(c *gin.Context) { c.Set(secureKey, true) }

// Secure says whether the caller came over TLS.
func Secure(c *gin.Context) bool { return c.GetBool(secureKey) }
