package kernel

import (
	"errors"
	"fmt"
	"time"

	"amanat/models/store"
	"amanat/services/fault"
)

// retryAfter is what a caller is told to wait when the database is away.
const retryAfter = 5 * time.Second

// Fault turns an error of the database, or of a key, into a fault: Unavailable when trying again later may help,
// Internal otherwise. A fault passes as it is.
func Fault(err error, doing string) error {
	if err == nil {
		return nil
	}
	if _, known := errors.AsType[*fault.Error](err); known {
		return err
	}
	if store.Unavailable(err) {
		return Busy(fmt.Errorf("%s: %w", doing, err))
	}
	return fault.Wrap(fault.Internal, "internal", fmt.Errorf("%s: %w", doing, err))
}

// Busy is Unavailable with a time to wait: for what the service, or another one, has no room or no answer for now.
func Busy(err error) *fault.Error {
	busy := fault.Wrap(fault.Unavailable, "unavailable", err)
	busy.RetryAfter = retryAfter
	return busy
}
