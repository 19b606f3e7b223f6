package surveys

import (
	"context"
	"errors"
	"slices"

	"gorm.io/gorm"

	"amanat/models"
	"amanat/services/kernel"
	"amanat/services/kit/batch"
)

// errSurveyMoved means that a version no longer takes answers, though it seemed to a moment ago.
var errSurveyMoved = errors.New("the version takes no answers any more")

// keep stores a batch in one transaction, but for those of it that are refused. If it fails, each is stored on its own,
// so that only the culprit fails.
func (s *Surveys) keep(ctx context.Context, responses []*surveyResponse) []error {
	ctx, cancel := context.WithTimeout(ctx, batch.WriteTimeout)
	defer cancel()
	results, err := s.insert(ctx, responses)
	if err == nil {
		return results
	}
	results = make([]error, len(responses))
	for i, response := range responses {
		results[i] = s.insertAlone(ctx, response)
	}
	return results
}

// insertAlone stores one response. Its transaction, or that of its batch, may have been committed though the answer was
// lost: what is found stored is stored.
func (s *Surveys) insertAlone(ctx context.Context, response *surveyResponse) error {
	results, err := s.insert(ctx, []*surveyResponse{response})
	if err == nil {
		err = results[0]
	}
	if err == nil {
		return nil
	}
	var found int64
	lookUp := s.env.DB.WithContext(ctx).Model(&models.SurveyWaiting{}).
		Where("id = ?", response.waiting.ID).Count(&found)
	if lookUp.Error == nil && found == 1 {
		return nil
	}
	return err
}

// insert stores responses in one transaction and answers which of them were refused, and why.
func (s *Surveys) insert(ctx context.Context, responses []*surveyResponse) (results []error, err error) {
	err = s.env.DB.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
		entry := &entering{tx: tx, now: s.env.Clock(), responses: responses, results: make([]error, len(responses))}
		results = entry.results
		if err := entry.enter(); err != nil {
			return err
		}
		var waiting []models.SurveyWaiting
		var records []models.IdempotencyRecord
		for i, response := range responses {
			if results[i] != nil {
				continue
			}
			waiting = append(waiting, response.waiting)
			if response.record != nil {
				records = append(records, *response.record)
			}
		}
		if err := kernel.ReserveAll(tx, entry.now, records); err != nil || len(waiting) == 0 {
			return err
		}
		return tx.Create(waiting).Error
	})
	return results, err
}

// keepRespondents stores a batch of respondents, on their own or not at all.
func (s *Surveys) keepRespondents(ctx context.Context, people []*models.SurveyRespondent) []error {
	ctx, cancel := context.WithTimeout(ctx, batch.WriteTimeout)
	defer cancel()
	err := s.env.DB.WithContext(ctx).Create(people).Error
	return slices.Repeat([]error{err}, len(people))
}
