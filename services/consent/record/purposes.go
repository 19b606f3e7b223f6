package record

import (
	"fmt"

	"amanat/models"
	"amanat/models/privacy"
)

// process is the processing that serves one purpose.
type process struct {
	id          string
	text        string
	purposeType string
	data        []models.ConsentDatum
	processing  []string
	storage     models.ConsentStorage
}

// table lists the processes in the order of inOrder. What is kept on the device is kept as long as its cookie.
func table(words texts) []process {
	jar := models.Cookies(true)
	return []process{{
		id:   "#" + string(models.Memory),
		text: words.memory,
		// A form that comes filled in is an interface fitted to whoever uses it. OptimiseUserInterface would claim
		// that the form becomes better for everybody.
		purposeType: "dpv:UserInterfacePersonalisation",
		data: []models.ConsentDatum{
			datum("pd:Name", "first_name"), datum("pd:Name", "last_name"),
			datum("pd:EmailAddress", "email"), datum("pd:TelephoneNumber", "phone"),
		},
		processing: []string{"dpv:Store", "dpv:Retrieve"},
		storage:    onDevice(jar.Memory.ISO),
	}, {
		id:   "#" + string(models.Returning),
		text: words.returning,
		// Somebody who was here before is met as such: the service, not only its interface, is fitted to them.
		// ServiceUsageAnalytics would say that this is for counting visits.
		purposeType: "dpv:ServicePersonalisation",
		// A date of a visit says when a service was used, and not what was looked at: it is no BrowsingBehaviour.
		data:       []models.ConsentDatum{datum("pd:ServiceConsumptionBehaviour", "returning_since")},
		processing: []string{"dpv:Store", "dpv:Retrieve"},
		storage:    onDevice(jar.Returning.ISO),
	}, {
		id:   "#" + string(models.NewsletterInsight),
		text: words.newsletterInsight,
		// Counting what is used, in order to report on it, is the term's own definition. It is no Marketing and no
		// Personalisation, for a count leads back to nobody.
		purposeType: "dpv:ServiceUsageAnalytics",
		data:        []models.ConsentDatum{datum("pd:LinkClicked", "link"), datum("pd:Interest", "topic")},
		processing:  []string{"dpv:Observe", "dpv:Aggregate"},
		// Of a click nothing is kept that is about a person: it becomes one of a number at once.
		storage: models.ConsentStorage{StorageLocations: atController(), RetentionPeriod: "P0D"},
	}}
}

// inOrder lists choices in the order of the processes.
func inOrder(c Choices) []Choice { return []Choice{c.Memory, c.Returning, c.NewsletterInsight} }

// datum is optional in both words for it: without a necessity DPV takes a datum as required.
func datum(term, attribute string) models.ConsentDatum {
	return models.ConsentDatum{
		Type:           "dpv:PersonalData",
		PIIType:        term,
		PIIAttributeID: attribute,
		PIIOptional:    true,
		Necessity:      "dpv:Optional",
	}
}

// onDevice is the person's own device. DPV 2.3 plans to replace WithinDevice by a term for devices, which is not one
// for locations yet; the guide uses WithinDevice.
func onDevice(retention string) models.ConsentStorage {
	return models.ConsentStorage{StorageLocations: []string{"dpv:WithinDevice"}, RetentionPeriod: retention}
}

// atController is what can be said of any installation: not on the device.
func atController() []string { return []string{"dpv:RemoteLocation"} }

// validity is how long the log keeps a decision. A consent does not outlive its evidence.
func validity() string {
	// Not in months, of which thirteen are more than the log keeps it, or fewer.
	return fmt.Sprintf("P%dD", int(privacy.Consent.Rule().After.Hours())/24)
}

// processes are the purposes as the record shows them, each with what the events came to.
func processes(words texts, standing []string) []models.ConsentPurpose {
	rows := table(words)
	shown := make([]models.ConsentPurpose, len(rows))
	for i, row := range rows {
		shown[i] = models.ConsentPurpose{
			ID:               row.id,
			Type:             "dpv:Process",
			Purpose:          row.text,
			PurposeType:      row.purposeType,
			LawfulBasis:      "dpv:Consent",
			Status:           standing[i],
			PIIInformation:   row.data,
			PIIControllers:   []string{controllerID},
			CollectionMethod: "dpv:DataSubjectDataSource",
			ProcessingMethod: row.processing,
			ConsentStorage:   row.storage,
			StorageConditions: models.ConsentStorageCondition{
				Type:           []string{"dpv:StorageLocation", "dpv:StorageDuration"},
				ConsentStorage: row.storage,
			},
			Jurisdiction:          jurisdiction,
			Recipients:            []string{controllerID},
			RecipientThirdParties: []string{},
			WithdrawalMethod:      withdrawalID,
		}
	}
	return shown
}
