package services

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"sync"

	"github.com/google/uuid"

	"amanat/models"
	"amanat/services/seal"
	"amanat/services/surveyjs"
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
}

func newSurveyMemory() *surveyMemory {
	return &surveyMemory{definitions: map[uuid.UUID]*definition{}, keys: map[uuid.UUID]seal.Key{}}
}

// forget is called when a version's key is deleted.
func (m *surveyMemory) forget(version uuid.UUID) {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.keys, version)
}

// definition is that of a published version, ready for use.
func (s *Surveys) definition(ctx context.Context, version models.SurveyVersion) (*definition, error) {
	s.memory.mu.RLock()
	known := s.memory.definitions[version.ID]
	s.memory.mu.RUnlock()
	if known != nil {
		return known, nil
	}
	if version.Definition == "" {
		err := s.env.DB.WithContext(ctx).Select("definition").Where("id = ?", version.ID).Take(&version).Error
		if err != nil {
			return nil, failed("read definition", err)
		}
	}
	parsed, problems := surveyjs.Parse([]byte(version.Definition))
	sum := sha256.Sum256([]byte(version.Definition))
	if len(problems) > 0 || hex.EncodeToString(sum[:]) != version.Hash {
		return nil, failed("read definition", fmt.Errorf("version %s: %w", version.ID, errDefinitionDamaged))
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

// key opens the sealed columns of a version's answers. gorm.ErrRecordNotFound when they were erased.
func (s *Surveys) key(ctx context.Context, version uuid.UUID) (seal.Key, error) {
	s.memory.mu.RLock()
	key, known := s.memory.keys[version]
	s.memory.mu.RUnlock()
	if known {
		return key, nil
	}
	var row models.DataKey
	if err := s.env.DB.WithContext(ctx).Where("id = ?", version).Take(&row).Error; err != nil {
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

// titlesOf is a survey's title in each language.
func titlesOf(known *definition) map[string]string {
	titles := make(map[string]string, len(models.Languages()))
	for _, language := range models.Languages() {
		titles[string(language)] = known.Title(string(language))
	}
	return titles
}
