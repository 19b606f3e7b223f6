package surveys

import (
	"encoding/json"
	"strings"

	"github.com/google/uuid"

	"amanat/models"
	"amanat/models/privacy"
	"amanat/services/kit/seal"
)

// paddedTo is what the lengths of sealed answers are multiples of, in bytes.
const paddedTo = 512

// sealAnswers closes answers, so long that most of them are of one length.
func sealAnswers(
	key seal.Key, id uuid.UUID, place string, answers map[string]any,
) (privacy.SealedJSON[models.SurveyAnswers], error) {
	plain, err := json.Marshal(models.SurveyAnswers{Answers: answers})
	if err != nil {
		return nil, err
	}
	return seal.Seal(key, id, place, models.SurveyAnswers{
		Answers: answers, Padding: strings.Repeat(" ", paddedTo-len(plain)%paddedTo),
	})
}
