package record

import (
	"maps"

	"amanat/models"
)

// contextOf gives every key its IRI: the one that the guide names for the field of ISO/IEC TS 27560, and one of our own
// under urn:amanat:consent-record: where the vocabulary has no counterpart.
func contextOf(base, language string) models.ConsentContext {
	context := models.ConsentContext{"@version": 1.1, "@base": base, "@language": language}
	for _, part := range []models.ConsentContext{prefixes(), recordTerms(), purposeTerms(), eventTerms()} {
		maps.Copy(context, part)
	}
	return context
}

func prefixes() models.ConsentContext {
	return models.ConsentContext{
		"dpv":    "https://w3id.org/dpv#",
		"pd":     "https://w3id.org/dpv/pd#",
		"loc":    "https://w3id.org/dpv/loc#",
		"dct":    "http://purl.org/dc/terms/",
		"dcat":   "http://www.w3.org/ns/dcat#",
		"skos":   "http://www.w3.org/2004/02/skos/core#",
		"xsd":    "http://www.w3.org/2001/XMLSchema#",
		"amanat": "urn:amanat:consent-record:",
	}
}

func recordTerms() models.ConsentContext {
	return models.ConsentContext{
		"conformsTo":              reference("dct:conformsTo"),
		"schema_version":          typed("amanat:schema_version", "xsd:string"),
		"record_id":               typed("dct:identifier", "xsd:string"),
		"pii_principal_id":        person("dpv:hasDataSubject"),
		"status":                  reference("dpv:hasConsentStatus"),
		"language":                typed("dct:language", "xsd:language"),
		"privacy_notice":          "dpv:hasNotice",
		"party_identification":    "dpv:hasEntity",
		"pii_controllers":         reference("dpv:hasDataController"),
		"jurisdiction":            reference("dpv:hasJurisdiction"),
		"storage_locations":       reference("dpv:hasLocation"),
		"retention_period":        typed("dpv:hasDuration", "xsd:duration"),
		"recipient_third_parties": reference("dpv:hasRecipientThirdParty"),
		"withdrawal_method":       reference("dpv:hasConsentControl"),
		"privacy_rights":          "dpv:hasRight",
		"purposes":                "dpv:hasProcess",
		"events":                  "dpv:hasConsentStatus",
		"proof":                   typed("https://w3id.org/security#jws", "xsd:string"), // beside the record, over it

		"version": "dcat:version",
		"hash":    typed("amanat:hash", "xsd:string"),

		"party_id":      reference("dpv:hasIdentifier"),
		"party_role":    "@type", // the guide: a role is what a party is an instance of
		"party_name":    "dpv:hasName",
		"party_contact": typed("dpv:hasContact", "xsd:string"),
		"party_address": "dpv:hasAddress",

		"exercised_at": reference("dpv:isExercisedAt"),
		"description":  "dct:description",
	}
}

func purposeTerms() models.ConsentContext {
	return models.ConsentContext{
		"purpose":            "dct:description",
		"purpose_type":       reference("dpv:hasPurpose"),
		"lawful_basis":       reference("dpv:hasLegalBasis"),
		"pii_information":    "dpv:hasPersonalData",
		"collection_method":  reference("dpv:hasDataSource"),
		"processing_method":  reference("dpv:hasProcessing"),
		"storage_conditions": "dpv:hasStorageCondition",
		"recipients":         reference("dpv:hasRecipient"),

		"pii_type":         reference("skos:broader"),
		"pii_attribute_id": typed("dct:identifier", "xsd:string"),
		"pii_optional":     "amanat:pii_optional",
		"necessity":        reference("dpv:hasNecessity"),
	}
}

func eventTerms() models.ConsentContext {
	return models.ConsentContext{
		"event_time":        typed("dpv:isIndicatedAtTime", "xsd:dateTime"),
		"entity_id":         person("dpv:isIndicatedBy"),
		"event_type":        reference("dpv:hasLegalBasis"),
		"event_state":       "@type", // the guide: an event is an instance of the status that it brings
		"validity_duration": typed("dpv:hasDuration", "xsd:duration"),
		"choices":           "amanat:choice",
		"gpc":               "amanat:gpc",
		"gpc_conflict":      "amanat:gpc_conflict",

		"process": reference("dpv:hasProcess"),
		"shown":   typed("amanat:shown", "xsd:string"),
		"made":    typed("amanat:made", "xsd:string"),
	}
}

func reference(iri string) map[string]string { return typed(iri, "@id") }

// typed is a map and no struct, so that a term has one spelling in JSON, also after somebody has read and written it.
func typed(iri, datatype string) map[string]string {
	return map[string]string{"@id": iri, "@type": datatype}
}

// person is a term whose values are bare UUIDs, and urn:uuid: IRIs (RFC 9562) for whoever reads the graph: the guide
// would rather link to people than spell them.
func person(iri string) map[string]any {
	return map[string]any{
		"@id":      iri,
		"@type":    "@vocab",
		"@context": map[string]string{"@vocab": "urn:uuid:"},
	}
}
