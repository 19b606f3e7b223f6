package policy

import (
	"cmp"

	"amanat/models"
	"amanat/services/policy/initial"
)

// Publisher is the organisation, in both languages.
type Publisher struct{ Fa, En initial.Publisher }

// In is the publisher in one language.
func (p Publisher) In(language models.Language) initial.Publisher {
	if language == models.English {
		return p.En
	}
	return p.Fa
}

// Publisher is the organisation as it is named in a language where something has to be said.
func (s *Policies) Publisher(language models.Language) initial.Publisher {
	publisher := s.options.Publisher.In(language)
	if language == models.English {
		publisher.Name = cmp.Or(publisher.Name, "The organisation that publishes this portal")
	}
	publisher.Name = cmp.Or(publisher.Name, "سازمان ناشر این درگاه")
	return publisher
}
