package services

import (
	"errors"
	"fmt"

	"amanat/models/store"
	"amanat/services/fault"
)

// failed turns an error of the database, or of a key, into a fault: Unavailable when trying again later may help,
// Internal otherwise. A fault passes as it is.
func failed(doing string, err error) error {
	if err == nil {
		return nil
	}
	if _, known := errors.AsType[*fault.Error](err); known {
		return err
	}
	if store.Unavailable(err) {
		unavailable := fault.Wrap(fault.Unavailable, "unavailable", fmt.Errorf("%s: %w", doing, err))
		unavailable.RetryAfter = retryAfter
		return unavailable
	}
	return fault.Wrap(fault.Internal, "internal", fmt.Errorf("%s: %w", doing, err))
}
