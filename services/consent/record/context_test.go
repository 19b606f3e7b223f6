package record_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"amanat/services/consent/record"
)

// vocabulary is what the context says of keys and prefixes, read without a JSON-LD processor.
type vocabulary object

// iri writes a prefixed name in full.
func (v vocabulary) iri(name string) string {
	prefix, rest, _ := strings.Cut(name, ":")
	if namespace, ok := v[prefix].(string); ok && rest != "" {
		return namespace + rest
	}
	return name
}

// term is a key's IRI and the type of its values.
func (v vocabulary) term(key string) (iri, datatype string) {
	switch definition := v[key].(type) {
	case string:
		return v.iri(definition), ""
	case object:
		datatype, _ = definition["@type"].(string)
		return v.iri(definition["@id"].(string)), v.iri(datatype)
	}
	return key, "" // @id and @type
}

// requireKept fails where the expansion has lost a key or a value of a node, or changed it.
func (v vocabulary) requireKept(t require.TestingT, node, expansion object) {
	kept := map[string][]any{}
	for _, key := range slices.Sorted(maps.Keys(node)) {
		iri, _ := v.term(key)
		if key == "@context" {
			continue
		}
		require.Contains(t, expansion, iri, "%s is lost", key)
		before, after := list(node[key]), list(expansion[iri])[len(kept[iri]):]
		require.GreaterOrEqual(t, len(after), len(before), "of %s something is lost", key)
		for i, value := range before {
			v.requireSame(t, key, value, after[i])
			kept[iri] = append(kept[iri], value)
		}
	}
	for iri, expandedValues := range expansion {
		require.Len(t, list(expandedValues), len(kept[iri]), "%s comes from nowhere", iri)
	}
}

func (v vocabulary) requireSame(t require.TestingT, key string, before, after any) {
	iri, datatype := v.term(key)
	inner, isNode := before.(object)
	switch {
	case isNode:
		v.requireKept(t, inner, after.(object))
	case iri == "@type" || iri == "@id":
		require.Equal(t, v.absolute(before), after)
	case datatype == "@id":
		require.Equal(t, object{"@id": v.absolute(before)}, after, key)
	case datatype == "@vocab":
		require.Equal(t, object{"@id": "urn:uuid:" + before.(string)}, after, key)
	case datatype != "":
		require.Equal(t, object{"@type": datatype, "@value": before}, after, key)
	default:
		literal := object{"@value": before}
		if _, isText := before.(string); isText {
			literal["@language"] = v["@language"]
		}
		require.Equal(t, literal, after, key)
	}
}

func (v vocabulary) absolute(reference any) string {
	if strings.HasPrefix(reference.(string), "#") {
		return v["@base"].(string) + reference.(string)
	}
	return v.iri(reference.(string))
}

func list(value any) []any {
	if values, ok := value.([]any); ok {
		return values
	}
	return []any{value}
}

func requireNothingLost(t require.TestingT, in record.Input) {
	document := parsed(t, asJSON(t, newRecord(t, in)))
	vocabulary(document["@context"].(object)).requireKept(t, document, expanded(t, document))
}

func TestNoKeyIsLost(t *testing.T) {
	requireNothingLost(t, granting())
}

func TestALostKeyWouldBeNoticed(t *testing.T) {
	whole := parsed(t, asJSON(t, newRecord(t, granting())))
	for _, key := range keysAnywhere(whole) {
		if key[0] == '@' {
			continue
		}
		document := parsed(t, asJSON(t, newRecord(t, granting())))
		require.Contains(t, document["@context"], key)
		delete(document["@context"].(object), key)
		spoilt, failing := expanded(t, document), &failed{}
		func() {
			defer func() { _ = recover() }()
			vocabulary(whole["@context"].(object)).requireKept(failing, whole, spoilt)
		}()
		require.True(t, failing.yes, key)
	}
}

// failed is a test that fails without anybody's harm.
type failed struct{ yes bool }

func (f *failed) Errorf(string, ...any) { f.yes = true }
func (f *failed) FailNow()              { f.yes = true; panic("failed") }

func TestEveryTermOfTheContextIsUsed(t *testing.T) {
	document := parsed(t, asJSON(t, newRecord(t, granting())))
	used := append(keysAnywhere(document), "proof") // which whoever signs the record puts beside it
	text := strings.Join(values(document), "\n")
	for name, definition := range document["@context"].(object) {
		if namespace, ok := definition.(string); ok && strings.ContainsAny(namespace[len(namespace)-1:], "#/:") {
			require.Contains(t, text, name+":", "a prefix")
		} else if name[0] != '@' {
			require.Contains(t, used, name)
		}
	}
}

func TestEveryPrefixLeadsToItsVocabulary(t *testing.T) {
	namespaces := []string{
		dpv, "https://w3id.org/dpv/pd#", "https://w3id.org/dpv/loc#", "http://purl.org/dc/terms/", "http://www.w3.org/ns/dcat#",
		"http://www.w3.org/2004/02/skos/core#", "http://www.w3.org/2001/XMLSchema#", own, recordURL, "urn:uuid:",
		"https://portal.example.org/api/v1/", "https://w3id.org/dpv/schema/dpv-27560#record",
	}
	var check func(node any)
	requireKnown := func(iri string) {
		require.True(t, slices.ContainsFunc(namespaces, func(known string) bool { return strings.HasPrefix(iri, known) }), iri)
	}
	check = func(node any) {
		switch value := node.(type) {
		case object:
			for key, inner := range value {
				switch key {
				case "@value", "@language":
				case "@id", "@type":
					for _, iri := range list(inner) {
						requireKnown(iri.(string))
					}
				default:
					requireKnown(key)
					check(inner)
				}
			}
		case []any:
			for _, inner := range value {
				check(inner)
			}
		}
	}
	check(expanded(t, parsed(t, asJSON(t, newRecord(t, granting())))))
}

// The terms of DPV 2.3 and its extensions for personal data and for locations that a record may use, as they were
// looked up there: a term that does not exist would look just as well.
func TestEveryTermIsOneOfDPV(t *testing.T) {
	const looked = `dpv: Aggregate Consent ConsentGiven ConsentNotice ConsentRecord ConsentRefused ConsentRequestDeferred
		ConsentWithdrawn DataController DataSubjectDataSource DataSubjectRight ExplicitlyExpressedConsent Observe Optional
		PersonalData Process RemoteLocation Retrieve ServicePersonalisation ServiceUsageAnalytics StorageDuration
		StorageLocation Store UserInterfacePersonalisation WithdrawConsent WithinDevice hasAddress hasConsentControl
		hasConsentStatus hasContact hasDataController hasDataSource hasDataSubject hasDuration hasEntity hasIdentifier
		hasJurisdiction hasLegalBasis hasLocation hasName hasNecessity hasNotice hasPersonalData hasProcess hasProcessing
		hasPurpose hasRecipient hasRecipientThirdParty hasRight hasStorageCondition isExercisedAt isIndicatedAtTime
		isIndicatedBy
		pd: EmailAddress Interest LinkClicked Name ServiceConsumptionBehaviour TelephoneNumber
		loc: IR`
	var terms []string
	prefix := ""
	for word := range strings.FieldsSeq(looked) {
		if strings.HasSuffix(word, ":") {
			prefix = word
			continue
		}
		terms = append(terms, prefix+word)
	}
	var used []string
	in := granting()
	in.Events = append(in.Events, withdrawal(at(14, 0)), decision(at(15, 0), chosen(refused, refused, refused)))
	for _, value := range values(parsed(t, asJSON(t, newRecord(t, in)))) {
		before, name, found := strings.Cut(value, ":")
		if found && name != "" && slices.Contains([]string{"dpv", "pd", "loc"}, before) {
			used = append(used, value)
		}
	}
	slices.Sort(used)
	slices.Sort(terms)
	require.Equal(t, terms, slices.Compact(used))
}

func TestTheGraphHoldsPurposesAndStates(t *testing.T) {
	graph := triples(t, input(granting().Events[0], withdrawal(at(14, 0))))
	has := func(subject, property, object string) {
		t.Helper()
		require.Contains(t, graph, fmt.Sprintf("<%s> <%s> <%s> .\n", recordURL+subject, property, object))
	}
	const isA = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
	has("", isA, dpv+"ConsentRecord")
	has("", dpv+"hasConsentStatus", dpv+"ConsentWithdrawn")
	has("", dpv+"hasDataSubject", "urn:uuid:7c9e6679-7425-40de-944b-e07fc1f90ae7")
	has("", "http://purl.org/dc/terms/conformsTo", "https://w3id.org/dpv/schema/dpv-27560#record")
	for process, purpose := range map[string]string{
		"#memory": "UserInterfacePersonalisation", "#returning": "ServicePersonalisation",
		"#newsletter_insight": "ServiceUsageAnalytics",
	} {
		has("", dpv+"hasProcess", recordURL+process)
		has(process, dpv+"hasPurpose", dpv+purpose)
		has(process, dpv+"hasLegalBasis", dpv+"Consent")
		has(process, dpv+"hasDataController", recordURL+"#controller")
		has(process, dpv+"hasConsentControl", recordURL+"#withdrawal")
	}
	has("#memory", dpv+"hasConsentStatus", dpv+"ConsentWithdrawn")
	has("#controller", isA, dpv+"DataController")
	for _, state := range []string{"ConsentGiven", "ConsentWithdrawn"} {
		require.Regexp(t, `(?m)^_:c14n\d+ <`+isA+`> <`+dpv+state+`> \.$`, graph)
	}
	require.Regexp(t, `<`+recordURL+`> <`+dpv+`hasConsentStatus> _:c14n\d+ \.`, graph)
	require.Regexp(t, `<`+recordURL+`#memory> <`+dpv+`hasStorageCondition> _:c14n\d+ \.`, graph)
	require.Contains(t, graph, `"P180D"^^<http://www.w3.org/2001/XMLSchema#duration>`)
	require.Contains(t, graph, `"2026-11-22T10:00:00Z"^^<http://www.w3.org/2001/XMLSchema#dateTime>`)
	require.Contains(t, graph, `"سازمان فناوری اطلاعات"@fa`)
}
