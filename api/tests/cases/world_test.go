// Package cases_test is the story of a complaint: filed with no more than two names, followed with a receipt code,
// handled by staff with replies, files and deadlines, listed, exported, and erased.
package cases_test

import (
	"testing"

	"amanat/api/apitest"
)

func TestMain(m *testing.M) { apitest.Main(m) }

// world is everybody's, with the verbs of this story.
type world struct{ *apitest.World }

// everywhere runs a test in a fresh world on each database.
func everywhere(t *testing.T, test func(t *testing.T, w *world), settings ...apitest.Setting) {
	t.Helper()
	apitest.Everywhere(t, func(t *testing.T, w *apitest.World) { test(t, &world{w}) }, settings...)
}

type (
	member = apitest.Member
	reply  = apitest.Reply
)

const (
	names         = apitest.Names
	myAttachments = apitest.MyAttachmentsPath
	accounts      = apitest.AccountsPath
	staffCases    = apitest.CasesPath
	exports       = apitest.CaseExportsPath
	cannedReplies = apitest.CannedRepliesPath
	holidays      = apitest.HolidaysPath
	ledger        = apitest.LedgerPath
)
