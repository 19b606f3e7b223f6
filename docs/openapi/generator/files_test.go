package generator_test

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestUploadsAreFiles(t *testing.T) {
	doc, _ := fixture(t)
	for _, id := range []string{"attachFile", "createStaffAttachment"} {
		require.JSONEq(t, `{"required":true,"content":{"multipart/form-data":{"schema":{
			"type":"object","additionalProperties":false,"required":["file"],"properties":{"file":{
				"type":"string","format":"binary","contentMediaType":"application/octet-stream","description":"The file"
			}}
		}}}}`, encoded(t, operation(t, doc, id).RequestBody), id)
	}
}

func TestUploadsAreRefusedInTheirOwnWords(t *testing.T) {
	doc, _ := fixture(t)
	for status, want := range map[string]string{
		"400": "UploadBadRequest idempotency_key_invalid malformed_body",
		"401": "StaffUnauthorized session_unknown Bearer-Challenge",
		"413": "UploadRequestEntityTooLarge attachment_too_large",
		"415": "UploadUnsupportedMediaType attachment_type_not_accepted multipart_expected",
		"422": "UploadUnprocessableEntity validation_failed",
	} {
		require.Equal(t, want, refusal(operation(t, doc, "createStaffAttachment").Responses.Value(status)))
	}
	require.Equal(t, "RequestEntityTooLarge body_too_large",
		refusal(operation(t, doc, "createNote").Responses.Value("413")))
}

func TestUploadsMayBeRepeatedLikeOtherCreations(t *testing.T) {
	doc, _ := fixture(t)
	upload := operation(t, doc, "createStaffAttachment")
	require.NotNil(t, upload.Parameters.GetByInAndName("header", "Idempotency-Key"))
	require.Contains(t, upload.Responses.Value("201").Value.Headers, "Idempotency-Replayed")
}

func TestDownloadsAreFilesOfTheirTypes(t *testing.T) {
	doc, _ := fixture(t)
	for id, media := range map[string][]string{
		"getStaffAttachment": {"image/jpeg", "image/png", "application/pdf"},
		"exportCases":        {"text/csv", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
		"getBackup":          {"application/octet-stream"},
	} {
		answer := operation(t, doc, id).Responses.Value("200").Value
		require.Len(t, answer.Content, len(media), id)
		for _, name := range media {
			require.JSONEq(t, `{"schema":{"type":"string","format":"binary","contentMediaType":"`+name+`"}}`,
				encoded(t, answer.Content[name]), id)
		}
		require.Equal(t, "#/components/headers/Content-Disposition", answer.Headers["Content-Disposition"].Ref, id)
		require.Equal(t, "#/components/headers/No-Store", answer.Headers["Cache-Control"].Ref, id)
	}
	require.NotContains(t, operation(t, doc, "listCases").Responses.Value("200").Value.Headers, "Content-Disposition")
}
