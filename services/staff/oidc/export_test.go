package oidc

import "time"

// GiveUpAfter shortens the provider's time, so that tests need not wait as long as people would.
func (p *Provider) GiveUpAfter(d time.Duration) { p.timeout = d }
