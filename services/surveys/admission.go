package surveys

import (
	"bytes"
	"slices"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"amanat/models"
	"amanat/services/fault"
	"amanat/services/kernel"
)

// entering is a batch of responses on its way past the door: to versions that take answers, with invitations and
// credentials that nobody has used.
type entering struct {
	tx        *gorm.DB
	now       time.Time
	responses []*surveyResponse
	results   []error
}

// enter refuses in results whoever may not pass, and spends what the others show.
func (e *entering) enter() error {
	if err := e.open(); err != nil {
		return err
	}
	if err := e.spend(invitationOf, "invitation_unknown", e.takeInvitations); err != nil {
		return err
	}
	return e.spend(credentialOf, "credential_unknown", e.spendCredentials)
}

func invitationOf(r *surveyResponse) []byte { return r.invitation }
func credentialOf(r *surveyResponse) []byte { return r.credential }

// open refuses answers to versions that take none. None of them ends before the transaction does.
func (e *entering) open() error {
	ids := map[uuid.UUID]bool{}
	for _, response := range e.responses {
		ids[response.waiting.VersionID] = true
	}
	for _, id := range sortedIDs(ids) { // in one order, so that two batches do not wait for each other
		if err := lockVersionFor(e.tx, whileAnswering, id); err != nil {
			return err
		}
	}
	var versions []models.SurveyVersion
	err := withoutDefinition(e.tx).Where("id IN ?", sortedIDs(ids)).Find(&versions).Error
	if err != nil {
		return err
	}
	taking := map[uuid.UUID]bool{}
	for _, version := range versions {
		taking[version.ID] = version.State(e.now) == models.SurveyPublished
	}
	for i, response := range e.responses {
		if !taking[response.waiting.VersionID] {
			e.results[i] = errSurveyMoved
		}
	}
	return nil
}

func sortedIDs[T any](set map[uuid.UUID]T) []uuid.UUID {
	ids := make([]uuid.UUID, 0, len(set))
	for id := range set {
		ids = append(ids, id)
	}
	slices.SortFunc(ids, func(a, b uuid.UUID) int { return bytes.Compare(a[:], b[:]) })
	return ids
}

// spend lets the first response pass that shows something nobody has used, and refuses all others that show it.
func (e *entering) spend(
	of func(*surveyResponse) []byte, code string, use func(shown []*surveyResponse) (used [][]byte, err error),
) error {
	var shown []*surveyResponse
	first := map[string]int{}
	for i, response := range e.responses {
		hash := of(response)
		if hash == nil || e.results[i] != nil {
			continue
		}
		if earlier, taken := first[string(hash)]; taken {
			e.results[i] = e.refusal(earlier, i, code)
			continue
		}
		first[string(hash)] = i
		shown = append(shown, response)
	}
	if len(shown) == 0 {
		return nil
	}
	slices.SortFunc(shown, func(a, b *surveyResponse) int { return bytes.Compare(of(a), of(b)) })
	used, err := use(shown)
	if err != nil {
		return err
	}
	passed := make(map[string]bool, len(used))
	for _, hash := range used {
		passed[string(hash)] = true
	}
	for hash, i := range first {
		if !passed[hash] {
			e.results[i] = fault.New(fault.Forbidden, code)
		}
	}
	return nil
}

// refusal is that of who shows what an earlier one of the same batch shows: the very same request is repeated, any
// other refused.
func (e *entering) refusal(earlier, later int, code string) error {
	a, b := e.responses[earlier].record, e.responses[later].record
	if a != nil && b != nil && bytes.Equal(a.KeyHash, b.KeyHash) {
		return kernel.ErrDuplicateRequest
	}
	return fault.New(fault.Forbidden, code)
}

// takeInvitations deletes the invitations that are there, and answers which.
func (e *entering) takeInvitations(shown []*surveyResponse) (taken [][]byte, err error) {
	for _, response := range shown {
		gone := e.tx.Where("survey_id = ? AND token_hash IN ? AND blinded_hash IS NULL",
			response.survey, response.invitations).Delete(&models.SurveyInvitation{})
		if gone.Error != nil {
			return nil, gone.Error
		}
		if gone.RowsAffected > 0 {
			taken = append(taken, response.invitation)
		}
	}
	return taken, nil
}

// spendCredentials notes the credentials that were not used before, and answers which. One may be noted under a key
// that was in use before.
func (e *entering) spendCredentials(shown []*surveyResponse) (spent [][]byte, err error) {
	for _, response := range shown {
		var before int64
		err := e.tx.Model(&models.SurveySpentCredential{}).
			Where("survey_id = ? AND credential_hash IN ?", response.survey, response.credentials).Count(&before).Error
		if err != nil {
			return nil, err
		}
		if before > 0 {
			continue
		}
		noted := e.tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&models.SurveySpentCredential{
			CredentialHash: response.credential, SurveyID: response.survey,
		})
		if noted.Error != nil {
			return nil, noted.Error
		}
		if noted.RowsAffected > 0 {
			spent = append(spent, response.credential)
		}
	}
	return spent, nil
}
