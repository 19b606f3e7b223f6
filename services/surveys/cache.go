package surveys

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"sync"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"amanat/models"
	"amanat/services/kernel"
	"amanat/services/kit/seal"
	"amanat/services/surveys/surveyjs"
)

// mostDefinitions bounds the memory that definitions take.
const mostDefinitions = 200

// errDefinitionDamaged means that what was published can no longer be read.
var errDefinitionDamaged = errors.New("a published definition cannot be read")

// definition is that of a published version, ready for use, with its text as it was published.
type definition struct {
	*surveyjs.Survey
	text string
}

// surveyMemory keeps what never changes of published versions: their definitions, ready for use, and their keys.
type surveyMemory struct {
	mu          sync.RWMutex
	definitions map[uuid.UUID]*definition
	keys        map[uuid.UUID]seal.Key
	wordings    map[uuid.UUID]map[string]string
}

func newSurveyMemory() *surveyMemory {
	return &surveyMemory{
		definitions: map[uuid.UUID]*definition{}, keys: map[uuid.UUID]seal.Key{},
		wordings: map[uuid.UUID]map[string]string{},
	}
}

// forget is called when the key of a version, or of a survey's credentials, may have been deleted.
func (m *surveyMemory) forget(owner uuid.UUID) {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.keys, owner)
}

// definition is that of a published version, ready for use. Whoever is in a transaction hands it in: to wait for
// another connection would be to wait for those who wait for the transaction.
func (s *Surveys) definition(
	ctx context.Context, db *gorm.DB, version models.SurveyVersion,
) (*definition, error) {
	s.memory.mu.RLock()
	known := s.memory.definitions[version.ID]
	s.memory.mu.RUnlock()
	if known != nil {
		return known, nil
	}
	if version.Definition == "" {
		err := db.WithContext(ctx).Select("definition").Where("id = ?", version.ID).Take(&version).Error
		if err != nil {
			return nil, kernel.Fault(err, "read definition")
		}
	}
	parsed, problems := surveyjs.Parse([]byte(version.Definition))
	sum := sha256.Sum256([]byte(version.Definition))
	if len(problems) > 0 || hex.EncodeToString(sum[:]) != version.Hash {
		return nil, kernel.Fault(fmt.Errorf("version %s: %w", version.ID, errDefinitionDamaged), "read definition")
	}
	known = &definition{Survey: parsed, text: version.Definition}
	s.memory.mu.Lock()
	defer s.memory.mu.Unlock()
	if len(s.memory.definitions) >= mostDefinitions {
		clear(s.memory.definitions)
	}
	s.memory.definitions[version.ID] = known
	return known, nil
}

// key opens the sealed columns of a version's answers, and is read as definition is. gorm.ErrRecordNotFound when they
// were erased.
func (s *Surveys) key(ctx context.Context, db *gorm.DB, version uuid.UUID) (seal.Key, error) {
	s.memory.mu.RLock()
	key, known := s.memory.keys[version]
	s.memory.mu.RUnlock()
	if known {
		return key, nil
	}
	var row models.DataKey
	if err := db.WithContext(ctx).Where("id = ?", version).Take(&row).Error; err != nil {
		return key, err
	}
	key, err := s.env.Keyring.Unwrap(row)
	if err != nil {
		return key, err
	}
	s.memory.mu.Lock()
	defer s.memory.mu.Unlock()
	if len(s.memory.keys) >= mostDefinitions {
		clear(s.memory.keys)
	}
	s.memory.keys[version] = key
	return key, nil
}

// titles are those of a published version. They are kept for good: lists show them of every survey there is.
func (s *Surveys) titles(ctx context.Context, version models.SurveyVersion) (map[string]string, error) {
	s.memory.mu.RLock()
	titles, known := s.memory.wordings[version.ID]
	s.memory.mu.RUnlock()
	if known {
		return titles, nil
	}
	read, err := s.definition(ctx, s.env.DB, version)
	switch {
	case err == nil:
		titles = titlesOf(read)
	case !errors.Is(err, errDefinitionDamaged): // one that is, is its own problem, and no other survey's
		return nil, err
	}
	s.memory.mu.Lock()
	defer s.memory.mu.Unlock()
	s.memory.wordings[version.ID] = titles
	return titles, nil
}

// titlesOf is a survey's title in each language.
func titlesOf(known *definition) map[string]string {
	titles := make(map[string]string, len(models.Languages()))
	for _, language := range models.Languages() {
		titles[string(language)] = known.Title(string(language))
	}
	return titles
}
