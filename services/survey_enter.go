package services

import (
	"bytes"
	"slices"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"amanat/models"
	"amanat/services/fault"
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
	if a != nil && b != nil && sameKeyHash(*a, *b) {
		return errRepeated
	}
	return fault.New(fault.Forbidden, code)
}

// takeInvitations deletes the invitations that are there, and answers which.
func (e *entering) takeInvitations(shown []*surveyResponse) (taken [][]byte, err error) {
	hashesOf := bySurvey(shown, invitationOf)
	for _, survey := range sortedIDs(hashesOf) {
		hashes := hashesOf[survey]
		var found [][]byte
		err := e.tx.Raw(`DELETE FROM survey_invitations
			WHERE survey_id = ? AND token_hash IN ? AND blinded_hash IS NULL RETURNING token_hash`, survey, hashes).
			Scan(&found).Error
		if err != nil {
			return nil, err
		}
		taken = append(taken, found...)
	}
	return taken, nil
}

// spendCredentials notes the credentials that were not used before, and answers which.
func (e *entering) spendCredentials(shown []*surveyResponse) (spent [][]byte, err error) {
	for _, response := range shown {
		var found [][]byte
		// GORM would take bytes right behind a parenthesis for a list of numbers, so the survey comes first.
		err := e.tx.Raw(`INSERT INTO survey_spent_credentials (survey_id, credential_hash) VALUES (?, ?)
			ON CONFLICT DO NOTHING RETURNING credential_hash`, response.survey, response.credential).
			Scan(&found).Error
		if err != nil {
			return nil, err
		}
		spent = append(spent, found...)
	}
	return spent, nil
}

func bySurvey(shown []*surveyResponse, of func(*surveyResponse) []byte) map[uuid.UUID][][]byte {
	hashes := map[uuid.UUID][][]byte{}
	for _, response := range shown {
		hashes[response.survey] = append(hashes[response.survey], of(response))
	}
	return hashes
}
